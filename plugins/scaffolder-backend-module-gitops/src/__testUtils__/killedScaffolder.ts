/**
 * A portal's scaffolder in a process of its own, which is killed as kill -9 does at one place of a
 * task, so that nothing can be cleaned up. A later process with the same folder recovers the task.
 */
import { join } from 'node:path';
import {
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import scaffolderBackend from '@backstage/plugin-scaffolder-backend';
import {
  scaffolderActionsExtensionPoint,
  TemplateAction,
} from '@backstage/plugin-scaffolder-node';
import type { JsonObject } from '@backstage/types';
import { GitHosts } from 'backstage-plugin-gitops-node';
import knexFactory, { Knex } from 'knex';
import { createActions } from '../createActions';
import {
  catalogConfig,
  catalogFeatures,
  untilTemplatesAreKnown,
} from './catalogOf';

export interface KilledScaffolderOptions {
  /** Of the database and the workspaces: what a machine keeps */
  folder: string;
  integrations: JsonObject;
  /**
   * A step's id and `begins` or `ends`, or `before` or `after` and the number of its checkpoint,
   * from 1; none: it works on until its parent ends it
   */
  dieAt?: string;
}

const templates = ['microservice'];

type AnyAction = TemplateAction<any, any, any>;

/** The scaffolder looks for tasks to recover each ten seconds: too long for each of many deaths. */
const RECOVERY_INTERVAL_MS = 10_000;
const SOONER_MS = 500;

const realSetTimeout = globalThis.setTimeout;

function dying(action: AnyAction, dieAt: string | undefined): AnyAction {
  return {
    ...action,
    async handler(ctx) {
      const reach = (place: string) => {
        if (`${ctx.step?.id} ${place}` === dieAt)
          process.kill(process.pid, 'SIGKILL');
      };
      let checkpoints = 0;
      reach('begins');
      await action.handler({
        ...ctx,
        checkpoint({ key, fn }) {
          const number = ++checkpoints;
          return ctx.checkpoint({
            key,
            async fn() {
              reach(`before ${number}`);
              const value = await fn();
              reach(`after ${number}`);
              return value;
            },
          });
        },
      });
      reach('ends');
    },
  };
}

/** Of one plugin of the portal. */
export function databaseIn(folder: string, plugin: string): Knex {
  return knexFactory({
    client: 'better-sqlite3',
    connection: { filename: join(folder, `${plugin}.sqlite`) },
    useNullAsDefault: true,
  });
}

export async function startScaffolder({
  folder,
  integrations,
  dieAt,
}: KilledScaffolderOptions): Promise<string> {
  globalThis.setTimeout = ((work: () => void, ms?: number, ...more: []) =>
    realSetTimeout(
      work,
      ms === RECOVERY_INTERVAL_MS ? SOONER_MS : ms,
      ...more,
    )) as typeof setTimeout;
  const { server } = await startTestBackend({
    features: [
      scaffolderBackend,
      ...catalogFeatures,
      createBackendModule({
        pluginId: 'scaffolder',
        moduleId: 'gitops-killed',
        register(env) {
          env.registerInit({
            deps: {
              scaffolder: scaffolderActionsExtensionPoint,
              config: coreServices.rootConfig,
              auth: coreServices.auth,
              auditor: coreServices.auditor,
              discovery: coreServices.discovery,
              catalog: catalogServiceRef,
            },
            async init({ scaffolder, config, ...services }) {
              const hosts = GitHosts.fromConfig(config);
              scaffolder.addActions(
                ...createActions({
                  hosts,
                  ...services,
                  allowedSecrets: [],
                }).map(one => dying(one, dieAt)),
              );
            },
          });
        },
      }),
      mockServices.rootConfig.factory({
        data: {
          backend: { workingDirectory: folder },
          scaffolder: { taskRecovery: { enabled: true } },
          integrations,
          catalog: catalogConfig(templates),
        },
      }),
      createServiceFactory({
        service: coreServices.database,
        deps: { plugin: coreServices.pluginMetadata },
        factory: ({ plugin }) => ({
          getClient: async () => databaseIn(folder, plugin.getId()),
        }),
      }),
    ],
  });
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('No address');
  const portal = `http://127.0.0.1:${address.port}`;
  await untilTemplatesAreKnown(portal, templates);
  return portal;
}

if (process.env.KILLED_SCAFFOLDER)
  startScaffolder(JSON.parse(process.env.KILLED_SCAFFOLDER)).then(
    url => process.stdout.write(`${url}\n`),
    error => {
      process.stderr.write(`${error.stack}\n`);
      process.exit(1);
    },
  );
