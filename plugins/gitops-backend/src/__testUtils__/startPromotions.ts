import { BackendFeature } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import eventsPlugin from '@backstage/plugin-events-backend';
import { eventsServiceFactory } from '@backstage/plugin-events-node';
import type { JsonObject } from '@backstage/types';
import type { Promotion, Transition } from 'backstage-plugin-gitops-common';
import { Sandbox, SandboxOptions, startSandbox } from 'sandbox';
import request from 'supertest';
import { giteaEventsModule } from '..';
import { component, eventually, startGitops } from './startGitops';

const WEBHOOK_SECRET = 'marker-webhook-secret';

export interface ReplicaOptions {
  features?: BackendFeature[];
  /** An audit log to look at, in place of one that is thrown away */
  auditor?: BackendFeature;
  environments?: JsonObject[];
  /** In the catalog, besides those that always are */
  entities?: Entity[];
  /** As of Backstage's `backend.database` */
  database?: JsonObject;
  /** Plugins whose actions agents are offered */
  pluginSources?: string[];
  /** Of the forge; that of a user who may do everything by default */
  token?: string;
  /** Compares versions in the services' source repository */
  comparesVersions?: boolean;
  /** Has the forge tell of what happens there, as it should */
  webhooks?: boolean;
}

const usualEnvironments: JsonObject[] = [
  { name: 'dev', promotion: 'imageUpdater' },
  { name: 'test', promotion: 'workflow' },
  { name: 'staging', promotion: 'workflow' },
  { name: 'preprod', promotion: { mode: 'pullRequest', merge: 'squash' } },
  { name: 'production', promotion: { mode: 'pullRequest', merge: 'squash' } },
];

/** One backend, asked as somebody. */
export class Replica {
  constructor(
    private readonly server: Awaited<ReturnType<typeof startGitops>>['server'],
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.server.port()}`;
  }

  get(path: string, user = 'ana') {
    return request(this.server)
      .get(`/api/gitops/v1/${path}`)
      .set('Authorization', as(user));
  }

  post(path: string, body: object = {}, user = 'ana') {
    return request(this.server)
      .post(`/api/gitops/v1/${path}`)
      .set('Authorization', as(user))
      .send(body);
  }

  async promotion(id: string): Promise<Promotion> {
    return (await this.get(`promotions/${id}`)).body;
  }

  /** Requests a promotion that is expected to be made. */
  async promote(
    name: string,
    from: string,
    to: string,
    more: object = {},
  ): Promise<Promotion> {
    const { body } = await this.post('promotions', {
      service: `component:default/${name}`,
      from,
      to,
      reason: 'It is time',
      ...more,
    }).expect(201);
    return body.promotion;
  }

  /** Waits until a promotion is as expected. */
  until(
    { id }: { id: string },
    isExpected: (one: Promotion) => boolean,
  ): Promise<Promotion> {
    return eventually(() => this.promotion(id), isExpected);
  }

  untilOpen(one: { id: string }): Promise<Promotion> {
    return this.until(one, ({ state }) => state === 'pullRequestOpen');
  }

  untilEnded(one: { id: string }): Promise<Promotion> {
    return this.until(one, ({ endedAt }) => endedAt !== null);
  }

  async transition(
    name: string,
    to: string,
    user?: string,
  ): Promise<Transition> {
    const { body } = await this.get(`services/component/default/${name}`, user);
    return body.transitions.find((one: Transition) => one.to === to);
  }
}

export class Promotable {
  constructor(readonly sandbox: Sandbox) {}

  close(): Promise<void> {
    return this.sandbox.close();
  }

  /** A backend, which has read all that there is. */
  async replica(options: ReplicaOptions = {}): Promise<Replica> {
    const { sandbox } = this;
    const { url } = sandbox.forge!;
    const { server } = await startGitops({
      config: {
        app: { baseUrl: 'https://portal.example.com' },
        backend: {
          ...(options.database && { database: options.database }),
          ...(options.pluginSources && {
            actions: { pluginSources: options.pluginSources },
          }),
        },
        events: {
          useEventBus: 'never',
          modules: { gitea: { webhookSecret: WEBHOOK_SECRET } },
        },
        integrations: {
          gitea: [
            {
              host: new URL(url).host,
              // Argo CD may know the host by another name than the portal
              baseUrl: url.replace('127.0.0.1', 'localhost'),
              username: 'sandbox',
              password: options.token ?? sandbox.token,
            },
          ],
        },
      },
      gitops: {
        argocd: {
          instances: sandbox.argocd.map(instance => ({
            name: instance.name,
            url: instance.url,
            token: sandbox.token,
            relistEvery: { seconds: 5 },
          })),
        },
        environments: options.environments ?? usualEnvironments,
        ...(options.comparesVersions && {
          changes: {
            repositories: `${url.replace('127.0.0.1', 'localhost')}/shop/*`,
          },
        }),
      },
      entities: [
        ...['pricing', 'orders', 'identity', 'ledger', 'shipping'].map(name =>
          component(name, {
            'backstage.io/source-location': `url:${url}/shop/services/src/branch/main/${name}/`,
          }),
        ),
        // Two Applications in each environment, of two repositories
        component('pair', {
          'argocd/app-selector':
            'app.kubernetes.io/name in (payments, reviews)',
        }),
        // Refers to the Applications of another Component
        component('borrowed', {
          'argocd/app-selector': 'app.kubernetes.io/name=ledger',
        }),
        ...(options.entities ?? []),
      ],
      features: [
        options.auditor ?? mockServices.auditor.factory(),
        eventsPlugin,
        eventsServiceFactory,
        giteaEventsModule,
        ...(options.features ?? []),
      ],
    });
    const replica = new Replica(server);
    await eventually(
      () => replica.get('services/component/default/ledger/deployments'),
      ({ body }) =>
        body.environments?.length === 5 &&
        body.environments.every(
          (one: { running: string | null }) => one.running !== null,
        ),
    );
    if (options.webhooks !== false)
      await this.forge('POST', 'hooks', {
        type: 'gitea',
        active: true,
        events: ['push', 'pull_request'],
        config: {
          url: `${replica.url}/api/events/http/gitea`,
          content_type: 'json',
          secret: WEBHOOK_SECRET,
        },
      });
    return replica;
  }

  /**
   * Asks the forge as somebody would who has the sandbox's token. @throws Error where it refuses
   */
  async forge(
    method: string,
    path: string,
    body?: object,
    repository = 'platform/gitops',
  ): Promise<any> {
    const response = await fetch(
      `${this.sandbox.forge!.url}/api/v1/repos/${repository}${
        path && `/${path}`
      }`,
      {
        method,
        headers: {
          authorization: `token ${this.sandbox.token}`,
          // The next sandbox may be given the same port
          connection: 'close',
          'content-type': 'application/json',
        },
        body: body && JSON.stringify(body),
      },
    );
    const text = await response.text();
    if (!response.ok)
      throw new Error(`${response.status} to ${method} ${path}: ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  pulls(): Promise<any[]> {
    return this.forge('GET', 'pulls?state=all&limit=50');
  }

  /** Branches that promotions made. */
  async branches(): Promise<string[]> {
    const found: { name: string }[] = await this.forge('GET', 'branches');
    return found.map(({ name }) => name).filter(name => name !== 'main');
  }

  /** What a file of a branch says. */
  async read(
    path: string,
    ref = 'main',
  ): Promise<{ text: string; sha: string }> {
    const { content, sha } = await this.forge(
      'GET',
      `contents/${path}?ref=${encodeURIComponent(ref)}`,
    );
    return { text: Buffer.from(content, 'base64').toString('utf8'), sha };
  }

  /** Commits to a branch, as others do. */
  async write(path: string, text: string, branch = 'main'): Promise<void> {
    const { sha } = await this.read(path, branch);
    await this.forge('PUT', `contents/${path}`, {
      branch,
      sha,
      message: `Change ${path}`,
      content: Buffer.from(text).toString('base64'),
    });
  }
}

/** A sandbox whose services can be promoted, and backends of this plugin over it. */
export async function startPromotions(
  options: { sandbox?: SandboxOptions } = {},
) {
  const sandbox = await startSandbox({
    speed: 20,
    noticeDelayMs: 20,
    ...options.sandbox,
  });
  return new Promotable(sandbox);
}

function as(user: string): string {
  return mockCredentials.user.header(`user:default/${user}`);
}
