import type { GitRepository } from '../../../plugins/gitops-node/src';
import type { PromotionSettings } from '../../../plugins/gitops-backend/src/environments/PromotionSettings';
import type { GateAnswer } from '../../../plugins/gitops-common/src';
import type { Clock } from '../../../plugins/gitops-backend/src/inventory/Clock';
import { FOUR_EYES } from '../../../plugins/gitops-backend/src/promotions/gates/fourEyes';
import { AutoPromoter } from '../../../plugins/gitops-backend/src/promotions/auto/AutoPromoter';
import { Merges } from '../../../plugins/gitops-backend/src/promotions/Merges';
import { Promotions } from '../../../plugins/gitops-backend/src/promotions/Promotions';
import { Releases } from '../../../plugins/gitops-backend/src/promotions/Releases';
import type { PromotionStore } from '../../../plugins/gitops-backend/src/promotions/store/PromotionStore';
import { Statuses } from '../../../plugins/gitops-backend/src/promotions/statuses/Statuses';
import type { PromotionRecord } from '../../../plugins/gitops-backend/src/promotions/store/Records';
import type {
  PassedState,
  StoredPromotion,
} from '../../../plugins/gitops-backend/src/promotions/StoredPromotion';
import type { TargetReader } from '../../../plugins/gitops-backend/src/promotions/tracking/TargetReader';
import { PromotionWorker } from '../../../plugins/gitops-backend/src/promotions/worker/PromotionWorker';
import { Clearances } from './Clearances';
import type { Cluster } from './Cluster';
import type { SimulatedHost } from './SimulatedHost';
import { SimulatedFacts } from './SimulatedFacts';
import { SimulatedPlanner } from './SimulatedPlanner';

/** The gate that is asked while a pull request is open. */
export const GATE = 'freeze';
/** The label that keeps a pull request from being merged. */
export const HOLD = 'hold';

/** Nobody has to approve anything. */
const reviews = {
  refuseRequester() {},
  answer: async () => ({
    gate: FOUR_EYES,
    state: 'success' as const,
    code: 'noObjection' as const,
    params: {},
  }),
  async audit() {},
};

/** One process of the portal. */
export class Replica {
  /** Which of the replicas it is; one that takes the place of a dead one has the same */
  readonly index: number;
  /** Another one after it was killed */
  readonly process: number;
  readonly promotions: Promotions;
  readonly releases: Releases;
  readonly merges: Merges;
  readonly promoter: AutoPromoter;
  readonly #worker: PromotionWorker;
  /** Neither hears nor does anything, for a while */
  isStopped = false;
  isDead = false;
  #isWorking = false;

  constructor(options: {
    index: number;
    process: number;
    store: PromotionStore;
    host: SimulatedHost;
    cluster: Cluster;
    clock: Clock;
    settings: PromotionSettings;
    /** Somebody else may do something now */
    pause(): Promise<void>;
    /** What the only gate says now. @throws Error where it can't be asked */
    gate(): GateAnswer[];
    /** Told of what must never be */
    note(violation: string): void;
    /** Told of a promotion that was just requested automatically */
    noteAutomatic(promotion: StoredPromotion): Promise<void>;
    announce(record: PromotionRecord, passed: PassedState): Promise<void>;
    warn(what: string): void;
  }) {
    const { process, store, host, cluster, settings, gate } = options;
    const { announce, warn, note } = options;
    this.index = options.index;
    this.process = process;
    const planner = new SimulatedPlanner(options);
    const cleared = new Clearances(options.clock.now);
    /** Those that somebody waits for who merges */
    const clearedForMerges = new Clearances(options.clock.now);
    const gates = {
      names: () => [GATE],
      hasAdded: false,
      evaluate: async ({ id }: StoredPromotion) => {
        // A gate that can't be asked now takes nothing back from a click that goes on beside it
        const answers = gate();
        if (answers.length === 0) cleared.note(id);
        else cleared.takeBack(id);
        return answers;
      },
      basisOf: async () => '',
    };
    const repositoryOf = (url: string): GitRepository => {
      const repository = host.repositoryOf(process, url);
      return {
        ...repository,
        merge: async (request, { signal }) => {
          const { branch } = host.repository(url).pull(request.number);
          const isLeft = request.whenReady && !isOfRelease(branch);
          if (isLeft && !signal.aborted && !cleared.has(branch))
            note(`${branch} is left to the host before its gate has passed`);
          return repository.merge(request, { signal });
        },
      };
    };
    const merging = {
      gates: {
        evaluate: async (promotion: StoredPromotion) => {
          const answers = await gates.evaluate(promotion);
          if (answers.length === 0) clearedForMerges.note(promotion.id);
          return answers;
        },
      },
      repositoryOf: (url: string): GitRepository => {
        const repository = repositoryOf(url);
        return {
          ...repository,
          merge: async (request, { signal }) => {
            const { branch } = host.repository(url).pull(request.number);
            const isAsked = !signal.aborted && !isOfRelease(branch);
            if (isAsked && !clearedForMerges.use(branch))
              note(`${branch} is merged by what its gate said before another`);
            return repository.merge(request, { signal });
          },
        };
      },
    };
    const common = {
      ...options,
      planner,
      repositoryOf,
      settingsOf: async () => settings,
      pageOf: () => undefined,
      wake() {},
      reviewersOf: async (asked: readonly string[]) => ({
        asked,
        notified: [],
      }),
      holdLabel: HOLD,
      gates,
      reviews,
    };
    const statuses = new Statuses({ ...common, records: store.records });
    this.promotions = new Promotions(common);
    this.releases = new Releases(common);
    this.merges = new Merges({ ...common, ...merging, statuses });
    this.promoter = new AutoPromoter({
      ...common,
      facts: new SimulatedFacts(options),
      // It only saves requests: what is promoted once has to be so without it
      store: { claim: async () => true, settle: async () => {} },
      requests: {
        automatic: async (promotion, ...more) => {
          const isMade = await store.requests.automatic(promotion, ...more);
          if (isMade) await options.noteAutomatic(promotion);
          return isMade;
        },
      },
      gitops: { diagnosed: async () => {} },
      auditor: {
        createEvent: async () => ({ async success() {}, async fail() {} }),
      },
      logger: { info() {} },
      onChange() {},
      now: options.clock.now,
    });
    const targets: Pick<TargetReader, 'read'> = {
      read: async (target, commit) =>
        cluster.view(
          target,
          commit,
          host.repository(target.repositoryUrl).main,
        ),
    };
    this.#worker = new PromotionWorker({
      ...common,
      statuses,
      targets: targets as TargetReader,
      deployments: { application: () => undefined } as never,
      logger: {
        warn: (what: string) => {
          if (!this.isDead) warn(what);
        },
        debug() {},
        info() {},
        error() {},
      } as never,
      onChange() {},
      announce,
    });
  }

  /** Does what is due, unless it is at it. */
  work(onDone: () => void): void {
    if (this.isStopped || this.#isWorking) return;
    this.#isWorking = true;
    void this.#worker.work().then(() => {
      this.#isWorking = false;
      onDone();
    });
  }
}

function isOfRelease(branch: string): boolean {
  return branch.includes('/release/');
}
