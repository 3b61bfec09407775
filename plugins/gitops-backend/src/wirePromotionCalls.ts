import type {
  AuditorService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { ReadablePlaces } from './api/ReadablePlaces';
import type { PromotionAccess } from './api/PromotionAccess';
import { AutomaticCalls } from './api/promotions/AutomaticCalls';
import { Presenter } from './api/promotions/Presenter';
import { PromotionActs } from './api/promotions/PromotionActs';
import type { PromotionCalls } from './api/promotions/PromotionCalls';
import { PromotionLists } from './api/promotions/PromotionLists';
import { PromotionPlans } from './api/promotions/PromotionPlans';
import { PromotionReads } from './api/promotions/PromotionReads';
import { PromotionRequests } from './api/promotions/PromotionRequests';
import { ReleaseAccess } from './api/promotions/ReleaseAccess';
import { ReleaseActs } from './api/promotions/ReleaseActs';
import { ReleasePlans } from './api/promotions/ReleasePlans';
import { ReleaseRequests } from './api/promotions/ReleaseRequests';
import { ReviewReads } from './api/promotions/ReviewReads';
import { Transitions } from './api/promotions/Transitions';
import type { ChangesReader } from './changes/ChangesReader';
import type { PromotionSettings } from './environments/PromotionSettings';
import type { Gitops } from './Gitops';
import type { Clock } from './inventory/Clock';
import type { Entities } from './ownership/Entities';
import type { Arrivals } from './promotions/Arrivals';
import type { AutoStore } from './promotions/auto/AutoStore';
import type { FreezesInForce } from './promotions/freezes/FreezesInForce';
import type { Merges } from './promotions/Merges';
import type { Planner } from './promotions/plan/Planner';
import type { VersionHistory } from './promotions/plan/VersionHistory';
import type { Promotions } from './promotions/Promotions';
import type { Releases } from './promotions/Releases';
import type { Database } from './promotions/store/Database';
import type { WorkflowStarts } from './promotions/WorkflowStarts';
import { Listings } from './promotions/store/Listings';
import type { Records } from './promotions/store/Records';
import type { Permitting } from './wireAccess';

/** Puts together what callers see and do of promotions, under their rights. */
export function wirePromotionCalls(
  options: Permitting & {
    gitops: Gitops;
    allowed: PromotionAccess;
    records: Records;
    automatic: AutoStore;
    starts: WorkflowStarts;
    /** Told that the transitions of a service are others than before */
    onChange(service: string): void;
    /** Has a service looked at that the portal promotes by itself */
    look(service: string): void;
    database: Database;
    entities: Entities;
    planner: Planner;
    promotions: Promotions;
    releases: Releases;
    merges: Merges;
    freezes: FreezesInForce;
    history: VersionHistory;
    arrivals: Arrivals;
    changes: ChangesReader;
    auditor: AuditorService;
    userInfo: UserInfoService;
    settingsOf(
      environment: string,
      annotation?: string,
    ): PromotionSettings | undefined;
    clock: Clock;
  },
): PromotionCalls {
  const { environments } = options.gitops;
  const { now } = options.clock;
  const presenter = new Presenter(options);
  const released = new ReleaseAccess(options);
  const reads = new PromotionReads({
    ...options,
    presenter,
    transitions: new Transitions({ ...options, environments, now }),
  });
  return {
    reads,
    lists: new PromotionLists({
      reads,
      places: new ReadablePlaces(options),
      listings: new Listings(options.database),
    }),
    plans: new PromotionPlans({ ...options, presenter }),
    requests: new PromotionRequests({ ...options, presenter }),
    acts: new PromotionActs({ ...options, presenter }),
    automatic: new AutomaticCalls(options),
    releases: {
      plans: new ReleasePlans({ ...options, presenter, released }),
      requests: new ReleaseRequests({ ...options, presenter, released }),
      acts: new ReleaseActs({ ...options, presenter, released }),
    },
    reviews: new ReviewReads({ ...options, presenter }),
  };
}
