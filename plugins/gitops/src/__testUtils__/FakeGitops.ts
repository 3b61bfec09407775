import {
  Fleet,
  Environment,
  Freeze,
  FreezeAnswer,
  FreezeRequest,
  Freezes,
  GitopsApi,
  Instance,
  Promotion,
  PromotionAnswer,
  PromotionPlan,
  Release,
  ReleasePlan,
  Service,
  ServiceDeployments,
  Transition,
  WorkflowPlan,
} from 'backstage-plugin-gitops-common';
import { freeze } from './freezes';
import { itemOf, plan, promotion } from './promotions';
import { release, releasePlan } from './releases';

/** A backend that answers as the test says, at once or when it lets it. */
export class FakeGitops implements GitopsApi {
  readonly calls: { entityRef: string; signal?: AbortSignal }[] = [];
  /** What it was asked to do */
  readonly asked: object[] = [];
  /** Which promotions it was asked for */
  readonly listed: object[] = [];
  readonly #made: Promotion[] = [];
  answer: () => Promise<ServiceDeployments>;
  transitionsAnswer: () => Promise<Transition[]> = async () => [];
  promotionsAnswer: () => Promise<Promotion[]> = async () => [];
  /** Promotions that no list has */
  otherPromotions: () => Promise<Promotion[]> = async () => [];
  planAnswer: () => Promise<PromotionPlan> = async () => plan();
  /** What can be asked of Argo CD, by environment */
  actions: Service['actions'] = {};
  workflowPlanAnswer: () => Promise<WorkflowPlan> = async () => ({
    id: 'workflow',
    to: 'production',
    gates: [],
    canOverride: false,
  });
  freezesAnswer: () => Promise<Freezes> = async () => ({
    items: [],
    mayFreeze: [],
    mayFreezeAll: false,
    mayFreezeSome: false,
  });
  /** The freeze that was made or ended */
  frozenAnswer: () => Promise<Freeze> = async () => freeze();
  releaseAnswer: () => Promise<Release> = async () => release();
  releasePlanAnswer: () => Promise<ReleasePlan> = async () => releasePlan();
  goldenPath: Service['goldenPath'] = null;
  /** The promotion that anything that was asked for ends in */
  doneAnswer: () => Promise<Promotion> = async () => promotion();

  constructor(first: ServiceDeployments | (() => Promise<ServiceDeployments>)) {
    this.answer = typeof first === 'function' ? first : async () => first;
  }

  async service(
    entityRef: string,
    options?: { signal?: AbortSignal },
  ): Promise<Service> {
    this.calls.push({ entityRef, signal: options?.signal });
    return {
      deployments: await this.answer(),
      transitions: await this.transitionsAnswer(),
      freezes: (await this.freezesAnswer()).items,
      goldenPath: this.goldenPath,
      actions: this.actions,
      missing: [],
    };
  }

  serviceDeployments = (_entityRef: string) => this.answer();

  environments = async (): Promise<Environment[]> => [];

  templateFiles = async () => ({ files: [] });
  instances = async (): Promise<Instance[]> => [];
  claimProblems: GitopsApi['claimProblems'] = async () => ({
    items: [],
    total: 0,
    nextCursor: null,
    serviceLabel: 'app.kubernetes.io/name',
  });
  /** By what it is asked for */
  fleetAnswer: (
    of: NonNullable<Parameters<GitopsApi['fleet']>[0]>,
  ) => Promise<Fleet> = async () => {
    throw new Error('Not asked for by the card');
  };
  fleet: GitopsApi['fleet'] = (of = {}) => this.fleetAnswer(of);
  reviews: GitopsApi['reviews'] = async () => [];
  applicationSets: GitopsApi['applicationSets'] = async () => ({
    instances: [],
    isRestricted: false,
  });
  deliveryMetrics: GitopsApi['deliveryMetrics'] = async () => {
    throw new Error('Not asked for by the card');
  };
  countedDeployments: GitopsApi['countedDeployments'] = async () => ({
    items: [],
    next: null,
  });
  versionChanges: GitopsApi['versionChanges'] = async ({ from, to }) => ({
    from: { version: from, commit: null, tag: null },
    to: { version: to, commit: null, tag: null },
    repository: null,
    folder: null,
    missingFolder: null,
    added: null,
    takenBack: null,
    url: null,
    problem: { code: 'off', params: {}, sentence: 'Off' },
  });
  environmentDifference: GitopsApi['environmentDifference'] = async () => {
    throw new Error('Not asked for by the card');
  };
  renderedDifference: GitopsApi['renderedDifference'] = async () => {
    throw new Error('Not asked for by the card');
  };
  secretKeys: GitopsApi['secretKeys'] = async () => {
    throw new Error('Not asked for by the card');
  };
  applicationDetails: GitopsApi['applicationDetails'] = async () => {
    throw new Error('Not asked for by the card');
  };

  applicationDifference: GitopsApi['applicationDifference'] = async () => ({
    resources: [],
    moreResources: 0,
  });

  deploymentHistory: GitopsApi['deploymentHistory'] = async () => ({
    items: [],
    next: null,
    watchedSince: null,
    notRecordedSince: null,
  });
  seenVersions: GitopsApi['seenVersions'] = async () => ({
    items: [],
    notRecordedSince: null,
  });

  promotions: GitopsApi['promotions'] = async of => {
    this.listed.push(of ?? {});
    const items = await this.promotionsAnswer();
    return { items: items.map(itemOf), nextCursor: null };
  };
  exportPromotions: GitopsApi['exportPromotions'] = async of => {
    this.asked.push({ export: of });
    return new Blob(['id\r\n']);
  };
  /** Any that is told of elsewhere */
  promotion = async (id: string): Promise<Promotion> => {
    const transitions = await this.transitionsAnswer();
    const all = [
      ...transitions.flatMap(one => [one.promotion, one.last]),
      ...(await this.promotionsAnswer()),
      ...(await this.otherPromotions()),
      ...this.#made,
    ];
    const found = all.find(one => one?.id === id);
    if (found) return found;
    throw answered(404, `There is no promotion ${id}`);
  };
  promotionChanges = async () => (await this.planAnswer()).changes;
  planPromotion: GitopsApi['planPromotion'] = () => this.planAnswer();
  planRollback = () => this.planAnswer();

  promote = (request: object) => this.#request({ promote: request });
  retryPromotion = (id: string) => this.#request({ retry: id });
  rollbackPromotion = (id: string, request: object) =>
    this.#request({ rollback: id, ...request });

  closePromotion = (id: string) => this.#do({ close: id });
  release = () => this.releaseAnswer();
  planRelease: GitopsApi['planRelease'] = async way => {
    this.asked.push({ planRelease: way });
    return this.releasePlanAnswer();
  };
  planReleaseRollback = () => this.releasePlanAnswer();
  requestRelease = async (request: object) => ({
    release: await this.#toRelease({ release: request }),
    made: true,
  });
  closeRelease = (id: string) => this.#toRelease({ closeRelease: id });
  mergeRelease = (id: string) => this.#toRelease({ mergeRelease: id });
  rollbackRelease = async (id: string, request: object) => ({
    release: await this.#toRelease({ rollbackRelease: id, ...request }),
    made: true,
  });
  stopFollowingPromotion = (id: string) => this.#do({ stopFollowing: id });
  mergePromotion = (id: string) => this.#do({ merge: id });
  resumeAutomaticPromotion = async (where: object) => {
    await this.#do({ resume: where });
  };
  planWorkflow: GitopsApi['planWorkflow'] = () => this.workflowPlanAnswer();
  runWorkflow = async (run: object) => {
    await this.#do({ run });
  };

  freezes: GitopsApi['freezes'] = () => this.freezesAnswer();
  createFreeze = async (request: FreezeRequest): Promise<FreezeAnswer> => {
    this.asked.push({ freeze: request });
    return { freeze: await this.frozenAnswer(), made: true };
  };
  endFreeze = async (id: string): Promise<Freeze> => {
    this.asked.push({ endFreeze: id });
    return this.frozenAnswer();
  };

  refreshApplication = async () => {};
  syncApplication = async () => {};
  refreshSecrets = async () => {};

  async #request(request: object): Promise<PromotionAnswer> {
    return { promotion: await this.#do(request), made: true };
  }

  async #toRelease(request: object): Promise<Release> {
    this.asked.push(request);
    return this.releaseAnswer();
  }

  async #do(request: object): Promise<Promotion> {
    this.asked.push(request);
    const done = await this.doneAnswer();
    this.#made.push(done);
    return done;
  }
}

/** As the client fails where the backend answers with an error. */
export function answered(statusCode: number, message: string): Error {
  return Object.assign(new Error(`Request failed with ${statusCode}`), {
    statusCode,
    cause: new Error(message),
  });
}
