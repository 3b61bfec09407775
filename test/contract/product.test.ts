import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import gitopsPlugin from 'backstage-plugin-gitops-backend';
import type {
  EnvironmentDeployment,
  Instance,
  ServiceDeployments,
} from 'backstage-plugin-gitops-common';
import request from 'supertest';
import {
  ask,
  ServerUnderTest,
  serverUnderTest,
  versionsUnderTest,
} from './server';

const SERVICE = 'app.kubernetes.io/name';

interface Item {
  metadata: {
    name: string;
    namespace: string;
    labels?: Record<string, string>;
  };
}

async function eventually<T>(
  read: () => Promise<T>,
  isExpected: (value: T) => boolean,
): Promise<T> {
  for (;;) {
    const value = await read();
    if (isExpected(value)) return value;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

describe.each(versionsUnderTest)('the product over Argo CD %s', version => {
  let server: ServerUnderTest;
  let api: ReturnType<typeof request>;
  let stop: () => Promise<void>;
  let services: string[];

  beforeAll(async () => {
    server = await serverUnderTest(version);
    const items: Item[] =
      (await ask(server, '/api/v1/applications')).body.items ?? [];
    services = [
      ...new Set(
        items.flatMap(({ metadata }) => metadata.labels?.[SERVICE] ?? []),
      ),
    ];
    const backend = await startTestBackend({
      features: [
        gitopsPlugin,
        mockServices.rootConfig.factory({
          data: {
            gitops: {
              argocd: {
                instances: [
                  { name: 'under-test', url: server.url, token: server.token },
                ],
              },
            },
          },
        }),
        catalogServiceMock.factory({
          entities: services.map(name => ({
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Component',
            metadata: { name, namespace: 'default' },
          })),
        }),
      ],
    });
    api = request(backend.server);
    stop = () => backend.stop();
  });
  afterAll(async () => {
    await stop?.();
    await server?.close();
  });

  async function instance(): Promise<Instance> {
    return (await api.get('/api/gitops/v1/instances')).body.items[0];
  }

  async function deploymentsOf(
    service: string,
  ): Promise<EnvironmentDeployment[]> {
    const { body } = await api
      .get(`/api/gitops/v1/services/component/default/${service}/deployments`)
      .expect(200);
    return (body as ServiceDeployments).environments;
  }

  it('is connected, and holds as many Applications as are listed', async () => {
    const { applications } = await eventually(
      instance,
      ({ status }) => status === 'connected',
    );
    const { body } = await ask(server, '/api/v1/applications');
    expect(applications).toBe((body.items ?? []).length);
    expect(await instance()).toMatchObject({
      staleSince: null,
      reason: null,
      malformed: 0,
    });
  });

  it('shows every service, each environment with a state, and calls healthy only what Argo CD calls Synced and Healthy', async () => {
    await eventually(instance, ({ status }) => status === 'connected');
    for (const service of services) {
      const environments = await deploymentsOf(service);
      expect(environments.length).toBeGreaterThan(0);
      for (const { state, applications } of environments) {
        expect(state).toBeTruthy();
        for (const application of applications) {
          const isWell =
            application.sync === 'Synced' && application.health === 'Healthy';
          if (application.state === 'healthy') expect(isWell).toBe(true);
        }
      }
    }
  });

  it('finds the reason of each failed deployment by itself, naming the resource or quoting Argo CD', async () => {
    await eventually(instance, ({ status }) => status === 'connected');
    for (const service of services) {
      const failed = (await deploymentsOf(service)).filter(
        ({ state }) => state === 'failed',
      );
      for (const { environment } of failed) {
        const { reason } = await eventually(
          async () =>
            (
              await deploymentsOf(service)
            ).find(one => one.environment === environment)!,
          ({ reason: present, state }) =>
            state !== 'failed' || present !== 'The last sync failed.',
        );
        expect(reason).toBeTruthy();
      }
    }
  });
});
