import type { AutoFactsRead } from '../../../plugins/gitops-backend/src/promotions/auto/AutoFactsReader';
import {
  AutoPlace,
  AutoStore,
} from '../../../plugins/gitops-backend/src/promotions/auto/AutoStore';
import { readPast } from '../../../plugins/gitops-backend/src/promotions/auto/readPast';
import type { PromotionStore } from '../../../plugins/gitops-backend/src/promotions/store/PromotionStore';
import { Cluster, versionIn } from './Cluster';

/** What is decided by, as the product reads it. It may be old when it is decided. */
export class SimulatedFacts {
  readonly #cluster: Cluster;
  readonly #store: PromotionStore;
  readonly #automatic: AutoStore;
  readonly #pause: () => Promise<void>;

  constructor(options: {
    cluster: Cluster;
    store: PromotionStore;
    /** Somebody else may do something now */
    pause(): Promise<void>;
  }) {
    this.#cluster = options.cluster;
    this.#store = options.store;
    this.#automatic = new AutoStore(options.store.database);
    this.#pause = options.pause;
  }

  async read(place: AutoPlace): Promise<AutoFactsRead> {
    const { service, environment: to } = place;
    const { records } = this.#store;
    const of = this.#cluster.services.find(one => one.ref === service)!;
    const version = this.#cluster.staged(of);
    const made = await records.count({ service, to });
    const past = await readPast(place, { records, automatic: this.#automatic });
    const underWay = await records.underWay(service);
    await this.#pause();
    const isThere = of.repositories.every(
      one => versionIn(of, one) === version,
    );
    const state = isThere ? 'nothing' : 'available';
    return {
      facts: {
        ...past,
        transition: {
          state: underWay.length > 0 ? 'underWay' : state,
          reason: null,
        },
        version,
        source: 'Staging',
        environment: 'Production',
        isOwn: true,
        now: 0,
      },
      entity: {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name: of.name },
      },
      query: { service } as AutoFactsRead['query'],
      host: '',
      from: 'staging',
      made,
      basis: '',
    };
  }
}
