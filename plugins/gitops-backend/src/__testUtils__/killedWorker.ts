/**
 * A process that drives what is due of a database, and is killed as kill -9 does at one of its
 * effects: told by a message of its parent, so that nothing of it can be cleaned up.
 */
import { ConfigReader } from '@backstage/config';
import { GitHosts, GitRepository } from 'backstage-plugin-gitops-node';
import knexFactory, { Knex } from 'knex';
import { systemClock } from '../inventory/Clock';
import { deployment } from '../promotions/__testUtils__/samples';
import { openPromotionStore } from '../promotions/store/PromotionStore';
import { Deployments, TargetReader } from '../promotions/tracking/TargetReader';
import { noGates } from '../promotions/__testUtils__/noGates';
import { PromotionWorker } from '../promotions/worker/PromotionWorker';
import { diagnosis } from './builtEntry';
import { capturingLogger } from './CapturingLogger';

export interface KilledWorkerOptions {
  database: Knex.Config;
  integrations: object;
  /** Name of the effect at which it dies; none: it works on until its parent ends it */
  dieAt?: string;
  /** How far its clock is ahead */
  aheadMs: number;
  /** What its Argo CD has deployed, for the time after the merge */
  deployed?: { repository: string; revision: string; image: string };
}

export async function startWorker(
  options: KilledWorkerOptions,
  signal: AbortSignal,
  /** Told of what it does besides Git: `announce merged`, `refresh`, `track` */
  onDone: (what: string) => void = () => {},
): Promise<Knex> {
  const { database, integrations, dieAt, aheadMs } = options;
  const reach = (what: string) => {
    if (what === dieAt) process.kill(process.pid, 'SIGKILL');
    onDone(what);
  };
  const knex = knexFactory(database);
  const now = () => Date.now() + aheadMs;
  const store = await openPromotionStore({
    database: { getClient: async () => knex },
    now,
  });
  const hosts = GitHosts.fromConfig(
    new ConfigReader({ integrations } as never),
  );
  const deployments = deploymentsOf(options, reach);
  const worker = new PromotionWorker({
    ...noGates,
    store,
    repositoryOf: url => reaching(hosts.repository(url), reach),
    targets: new TargetReader(deployments),
    deployments,
    clock: { ...systemClock, now },
    logger: capturingLogger().logger,
    onChange: () => {},
    announce: async (_, { state }) => reach(`announce ${state}`),
  });
  worker.start(signal);
  return knex;
}

/** Tells of each effect on the Git host before it is made, and of those that are made after. */
function reaching(
  repository: GitRepository,
  reach: (what: string) => void,
): GitRepository {
  const effects: Partial<Record<PropertyKey, [string, string?]>> = {
    ensureBranch: ['before branch'],
    ensurePullRequest: ['before pull request', 'after pull request'],
    close: ['before close', 'after close'],
  };
  return new Proxy(repository, {
    get(target, name) {
      const value = Reflect.get(target, name, target);
      const [before, after] = effects[name] ?? [];
      if (typeof value !== 'function') return value;
      if (!before) return value.bind(target);
      return async (...of: unknown[]) => {
        reach(before);
        const answer = await value.apply(target, of);
        if (after) reach(after);
        return answer;
      };
    },
  });
}

/** An Argo CD that has arrived where it is told to. */
function deploymentsOf(
  { deployed }: KilledWorkerOptions,
  reach: (what: string) => void,
): Deployments {
  return {
    application: () =>
      deployed && ({ sources: [{ repository: deployed.repository }] } as never),
    deploymentOf: () => {
      reach('track');
      return deployment({
        revision: deployed!.revision,
        images: [deployed!.image],
      });
    },
    diagnosisOf: () => diagnosis(),
    comparison: async () => undefined,
    refresh: async () => reach('refresh'),
  };
}

if (process.env.KILLED_WORKER)
  startWorker(
    JSON.parse(process.env.KILLED_WORKER),
    new AbortController().signal,
  ).catch(error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  });
