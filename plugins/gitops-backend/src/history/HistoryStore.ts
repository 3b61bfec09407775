import type { Knex } from 'knex';
import type { Deployment } from './Deployment';
import { DeploymentStore } from './DeploymentStore';
import { ArrivalStore } from './metrics/ArrivalStore';
import { MetricsStore } from './metrics/MetricsStore';
import { promotionsOf } from './promotionsOf';
import { VersionStore } from './VersionStore';
import { Watches } from './Watches';

/** The history in the database. */
export interface HistoryStore {
  readonly deployments: DeploymentStore;
  readonly versions: VersionStore;
  readonly watches: Watches;
  readonly metrics: MetricsStore;
  readonly arrivals: ArrivalStore;
  /** The promotions of a service that are known to have brought deployments, by those' ids */
  promotionsOf(
    service: string,
    deployments: readonly Deployment[],
  ): Promise<ReadonlyMap<string, string>>;
}

/** @param knex - a database with its tables */
export function historyStore(knex: Knex): HistoryStore {
  return {
    deployments: new DeploymentStore({ knex }),
    versions: new VersionStore({ knex }),
    watches: new Watches({ knex }),
    metrics: new MetricsStore({ knex }),
    arrivals: new ArrivalStore({ knex }),
    promotionsOf: (service, deployments) =>
      promotionsOf(knex, service, deployments),
  };
}
