import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { BackendFeature } from '@backstage/backend-plugin-api';
import scaffolderBackend from '@backstage/plugin-scaffolder-backend';
import request from 'supertest';
import scaffolderGitopsModule from '..';
import {
  catalogConfig,
  catalogFeatures,
  untilKnown,
  untilTemplatesAreKnown,
} from './catalogOf';
import type { Lab } from './Lab';

const as = mockCredentials.user.header('user:default/ana');

/**
 * A portal with the actions, a catalog and some templates, over the repositories of a lab.
 *
 * @param more - Components that the catalog has, and more plugins
 */
export async function startPortal(
  lab: Pick<Lab, 'integrations'>,
  templates: string[],
  more: { components?: string[]; features?: BackendFeature[] } = {},
) {
  const { components = [], features = [] } = more;
  const folder = mkdtempSync(join(tmpdir(), 'portal-'));
  const known = join(folder, 'components.yaml');
  writeFileSync(known, components.map(componentOf).join('---\n'));
  const catalog = catalogConfig(templates);
  const backend = await startTestBackend({
    features: [
      scaffolderBackend,
      scaffolderGitopsModule,
      ...catalogFeatures,
      ...features,
      mockServices.rootConfig.factory({
        data: {
          backend: { workingDirectory: folder },
          integrations: lab.integrations,
          catalog: {
            locations: [...catalog.locations, { type: 'file', target: known }],
          },
        },
      }),
    ],
  });
  const { port } = backend.server.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}`;
  await untilTemplatesAreKnown(address, templates);
  await untilKnown(
    address,
    components.map(name => `component/default/${name}`),
  );
  const get = (path: string) =>
    request(backend.server)
      .get(`/api/scaffolder/v2/tasks/${path}`)
      .set('Authorization', as);
  return {
    /** For what a test has to keep on the disk */
    folder,

    /** Submits a template as the form does. Answers how it ended, and all that its log says. */
    async submit(
      template: string,
      values: object,
    ): Promise<{ status: string; log: string }> {
      const { body } = await request(backend.server)
        .post('/api/scaffolder/v2/tasks')
        .set('Authorization', as)
        .send({ templateRef: `template:default/${template}`, values })
        .expect(201);
      for (;;) {
        const { status } = (await get(body.id)).body;
        if (['completed', 'failed'].includes(status))
          return { status, log: (await get(`${body.id}/events`)).text };
        await sleep(100);
      }
    },

    async stop(): Promise<void> {
      await backend.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function componentOf(name: string): string {
  return `apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: ${name}}
spec: {type: service, lifecycle: production, owner: group:default/team-a}
`;
}

export type Portal = Awaited<ReturnType<typeof startPortal>>;
