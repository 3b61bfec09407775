import type {
  AuditorService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { GitRepository } from 'backstage-plugin-gitops-node';
import type { Access } from './api/Access';
import type { ArgoCdCalls } from './api/ArgoCdCalls';
import type { PromotionAccess } from './api/PromotionAccess';
import { Presenter } from './api/promotions/Presenter';
import { PromotionActs } from './api/promotions/PromotionActs';
import type { PromotionCalls } from './api/promotions/PromotionCalls';
import { PromotionPlans } from './api/promotions/PromotionPlans';
import { PromotionReads } from './api/promotions/PromotionReads';
import { PromotionRequests } from './api/promotions/PromotionRequests';
import { ReleaseCalls } from './api/promotions/ReleaseCalls';
import { ReviewReads } from './api/promotions/ReviewReads';
import { Transitions } from './api/promotions/Transitions';
import type { ChangesReader } from './changes/ChangesReader';
import type { PromotionSettings } from './environments/PromotionSettings';
import type { Gitops } from './Gitops';
import type { Clock } from './inventory/Clock';
import type { FreezesInForce } from './promotions/freezes/FreezesInForce';
import type { Merges } from './promotions/Merges';
import type { Planner } from './promotions/plan/Planner';
import type { VersionHistory } from './promotions/plan/VersionHistory';
import type { Promotions } from './promotions/Promotions';
import type { Releases } from './promotions/Releases';
import type { Records } from './promotions/store/Records';

/** Puts together what callers see and do of promotions, under their rights. */
export function wirePromotionCalls(options: {
  gitops: Gitops;
  access: Access;
  allowed: PromotionAccess;
  records: Records;
  planner: Planner;
  promotions: Promotions;
  releases: Releases;
  merges: Merges;
  freezes: FreezesInForce;
  history: VersionHistory;
  argocd: ArgoCdCalls;
  changes: ChangesReader;
  auditor: AuditorService;
  userInfo: UserInfoService;
  settingsOf(
    environment: string,
    annotation?: string,
  ): PromotionSettings | undefined;
  repositoryOf(url: string): GitRepository;
  onChange(service: string): void;
  clock: Clock;
}): PromotionCalls {
  const { environments } = options.gitops;
  const { now } = options.clock;
  const presenter = new Presenter(options);
  return {
    reads: new PromotionReads({
      ...options,
      presenter,
      transitions: new Transitions({ ...options, environments, now }),
    }),
    plans: new PromotionPlans({ ...options, presenter }),
    requests: new PromotionRequests({ ...options, presenter }),
    acts: new PromotionActs({ ...options, presenter }),
    releases: new ReleaseCalls({ ...options, presenter }),
    reviews: new ReviewReads({ ...options, presenter }),
  };
}
