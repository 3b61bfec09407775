/**
 * A process that drives what is due of a database, and is killed as kill -9 does at one of its effects: told by a message of its parent, so that nothing of it can be cleaned up.
 */
import { ConfigReader } from '@backstage/config';
import { GitHosts } from 'backstage-plugin-gitops-node';
import knexFactory, { Knex } from 'knex';
import { systemClock } from '../inventory/Clock';
import { PromotionStore } from '../promotions/store/PromotionStore';
import { PromotionWorker } from '../promotions/worker/PromotionWorker';
import { capturingLogger } from './CapturingLogger';

export interface KilledWorkerOptions {
  database: Knex.Config;
  integrations: object;
  /** Name of the effect at which it dies; none: it works on until its parent ends it */
  dieAt?: string;
  /** How far its clock is ahead */
  aheadMs: number;
}

export async function startWorker(
  { database, integrations, dieAt, aheadMs }: KilledWorkerOptions,
  signal: AbortSignal,
): Promise<Knex> {
  const knex = knexFactory(database);
  const now = () => Date.now() + aheadMs;
  const store = await PromotionStore.create({
    database: { getClient: async () => knex },
    now,
  });
  const hosts = GitHosts.fromConfig(
    new ConfigReader({ integrations } as never),
  );
  const worker = new PromotionWorker({
    store,
    repositoryOf: url => hosts.repository(url),
    // What comes after the merge is not tried here
    targets: undefined as never,
    deployments: undefined as never,
    clock: { ...systemClock, now },
    logger: capturingLogger().logger,
    onChange: () => {},
    announce: async () => {},
    onEffect: name => {
      if (name === dieAt) process.kill(process.pid, 'SIGKILL');
    },
  });
  worker.start(signal);
  return knex;
}

if (process.env.KILLED_WORKER)
  startWorker(
    JSON.parse(process.env.KILLED_WORKER),
    new AbortController().signal,
  ).catch(error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  });
