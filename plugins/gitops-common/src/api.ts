import type { VersionChanges } from './changes';
import type { ClaimProblemFilter, ClaimProblems } from './claims';
import type { ServiceDeployments } from './deployments';
import type { ApplicationDetails } from './details';
import type { ApplicationDifference } from './difference';
import type { EnvironmentDifference } from './environmentDifference';
import type { Environment } from './environments';
import type { Fleet } from './fleet';
import type { FreezeAnswer, FreezeRequest, Freeze, Freezes } from './freezes';
import type { DeploymentHistory, SeenVersions } from './history';
import type { ApplicationSets } from './applicationSets';
import type {
  CountedDeployments,
  DeliveryMetrics,
  MetricsFilter,
} from './metrics';
import type { Instance } from './instances';
import type { PromotionPlan, RepositoryChange } from './plans';
import type { RenderedDifference } from './renderedDifference';
import type { PromotionFilter, PromotionPage } from './promotionLists';
import type { Promotion, PromotionAnswer } from './promotions';
import type { ReleasePlan } from './releasePlans';
import type {
  Release,
  ReleaseAnswer,
  ReleaseRequest,
  ReleaseRollbackRequest,
} from './releases';
import type { PromotionRequest } from './requests';
import type { SecretKeyMatrix } from './secretKeys';
import type { Service } from './services';
import type { TemplateFiles } from './templates';
import type { WorkflowPlan, WorkflowRunRequest } from './workflows';

/**
 * Every method throws ResponseError, with the sentence that the backend answered: 403 where the
 * caller may not, 404 where it does not exist or may not be seen.
 *
 * @public
 */
export interface GitopsApi {
  environments(options?: RequestOptions): Promise<Environment[]>;
  /** The files beside a template, as a dry run of it takes them */
  templateFiles(
    of: { namespace: string; name: string },
    options?: RequestOptions,
  ): Promise<TemplateFiles>;
  instances(options?: RequestOptions): Promise<Instance[]>;
  /** Applications that no service or environment claims, or that several entities claim */
  claimProblems(
    of: ClaimProblemFilter & { q?: string; limit?: number; cursor?: string },
    options?: RequestOptions,
  ): Promise<ClaimProblems>;
  /** The ApplicationSets of all instances, as they were listed last */
  applicationSets(options?: RequestOptions): Promise<ApplicationSets>;
  /** How often, how fast and how reliably services are deployed to an environment */
  deliveryMetrics(
    of: MetricsFilter,
    options?: RequestOptions,
  ): Promise<DeliveryMetrics>;
  /** The deployments that metrics count, the last one first */
  countedDeployments(
    of: MetricsFilter & { before?: string; limit?: number },
    options?: RequestOptions,
  ): Promise<CountedDeployments>;
  /** All that the page of a service shows, of one moment */
  service(entityRef: string, options?: RequestOptions): Promise<Service>;
  /**
   * What runs of every service; with `since`, what has changed since that cursor; with `owner`
   * (references, separated by commas) or `system`, of these services only
   */
  fleet(
    of?: { since?: string; owner?: string; system?: string },
    options?: RequestOptions,
  ): Promise<Fleet>;
  /** Promotions that wait for a review of the caller, or of a group of theirs */
  reviews(options?: RequestOptions): Promise<Promotion[]>;
  /** The keys of a service's ExternalSecrets in all its environments. Never their values */
  secretKeys(
    entityRef: string,
    options?: RequestOptions,
  ): Promise<SecretKeyMatrix>;
  /** What is deployed, without what is in the database */
  serviceDeployments(
    entityRef: string,
    options?: RequestOptions,
  ): Promise<ServiceDeployments>;
  applicationDetails(
    application: ApplicationRef,
    options?: RequestOptions,
  ): Promise<ApplicationDetails>;
  /** Where the cluster is not as Git asks for. Never of Secrets */
  applicationDifference(
    application: ApplicationRef,
    options?: RequestOptions,
  ): Promise<ApplicationDifference>;

  /** Finished deployments of a service, newest first; `before` is `next` of the page before */
  deploymentHistory(
    of: {
      service: string;
      environment?: string;
      before?: string;
      limit?: number;
    },
    options?: RequestOptions,
  ): Promise<DeploymentHistory>;
  /**
   * What was seen to run of a service, the last begun first; with `to`, what may be promoted there,
   * from all environments before it or from just one
   */
  seenVersions(
    of: { service: string; environment?: string; from?: string; to?: string },
    options?: RequestOptions,
  ): Promise<SeenVersions>;

  /** The commits that come, or are taken back, with another version of a service */
  versionChanges(
    of: { service: string; environment: string; from: string; to: string },
    options?: RequestOptions,
  ): Promise<VersionChanges>;

  /** How the configuration of a service differs between two environments */
  environmentDifference(
    of: { service: string; from: string; to: string },
    options?: RequestOptions,
  ): Promise<EnvironmentDifference>;

  /** How the manifests that Argo CD renders for a service differ between two environments */
  renderedDifference(
    of: { service: string; from: string; to: string },
    options?: RequestOptions,
  ): Promise<RenderedDifference>;

  /** Writes nothing */
  planPromotion(
    promotion: PromotedRoute,
    options?: RequestOptions,
  ): Promise<PromotionPlan>;
  /**
   * Asked twice, it answers the same promotion. ResponseError 409 where the plan that was seen is
   * another by now
   */
  promote(
    request: PromotionRequest,
    options?: RequestOptions,
  ): Promise<PromotionAnswer>;
  /** Of one service or all, newest first; `cursor` is `nextCursor` of the page before */
  promotions(
    of?: PromotionFilter & { cursor?: string; limit?: number },
    options?: RequestOptions,
  ): Promise<PromotionPage>;
  /** All of them as CSV */
  exportPromotions(
    of?: PromotionFilter,
    options?: RequestOptions,
  ): Promise<Blob>;
  promotion(id: string, options?: RequestOptions): Promise<Promotion>;
  /** How the files of its pull requests change, as they were made */
  promotionChanges(
    id: string,
    options?: RequestOptions,
  ): Promise<RepositoryChange[]>;
  /** Closes the pull request without merging; one that several services share, closeRelease does */
  closePromotion(id: string, options?: RequestOptions): Promise<Promotion>;
  /** What a release would do, service by service. Writes nothing */
  planRelease(
    release: Pick<ReleaseRequest, 'services' | 'from' | 'to'>,
    options?: RequestOptions,
  ): Promise<ReleasePlan>;
  /**
   * Several services at once, with a pull request for each repository. Asked twice, it answers the
   * same release. ResponseError 409 where a plan that was seen is another by now
   */
  requestRelease(
    request: ReleaseRequest,
    options?: RequestOptions,
  ): Promise<ReleaseAnswer>;
  release(id: string, options?: RequestOptions): Promise<Release>;
  /** Closes the pull requests of a release that are not merged */
  closeRelease(id: string, options?: RequestOptions): Promise<Release>;
  /** Merges all pull requests of a release */
  mergeRelease(id: string, options?: RequestOptions): Promise<Release>;
  /** What going back to the versions before a release would do */
  planReleaseRollback(
    id: string,
    options?: RequestOptions,
  ): Promise<ReleasePlan>;
  rollbackRelease(
    id: string,
    request: ReleaseRollbackRequest,
    options?: RequestOptions,
  ): Promise<ReleaseAnswer>;
  /** Follows a merged promotion no longer. */
  stopFollowingPromotion(
    id: string,
    options?: RequestOptions,
  ): Promise<Promotion>;
  /**
   * Plans anew and requests that, for one that failed or was closed, or whose pull request can't be
   * merged
   */
  retryPromotion(
    id: string,
    options?: RequestOptions,
  ): Promise<PromotionAnswer>;
  /** What rolling it back would do; without `version`, to the last one that was healthy there */
  planRollback(
    id: string,
    to?: { version?: string },
    options?: RequestOptions,
  ): Promise<PromotionPlan>;
  /** Requests that version, by pull request */
  rollbackPromotion(
    id: string,
    request: {
      version?: string;
      reason: string;
      plan?: string;
      override?: string[];
    },
    options?: RequestOptions,
  ): Promise<PromotionAnswer>;
  mergePromotion(id: string, options?: RequestOptions): Promise<Promotion>;
  /** Has the portal promote to an environment by itself again, after it has stopped */
  resumeAutomaticPromotion(
    where: { service: string; to: string },
    options?: RequestOptions,
  ): Promise<void>;
  /** What speaks against running the environment's promotion workflow now, such as a freeze */
  planWorkflow(
    of: { service: string; to: string },
    options?: RequestOptions,
  ): Promise<WorkflowPlan>;
  /** Runs the environment's promotion workflow for a tag; asked for twice, it runs once */
  runWorkflow(
    run: { service: string } & WorkflowRunRequest,
    options?: RequestOptions,
  ): Promise<void>;

  /**
   * Freezes in force and to come, of a service or of all that the caller may see; or the last ones
   * that are over
   */
  freezes(
    of?: { service?: string; ended?: boolean },
    options?: RequestOptions,
  ): Promise<Freezes>;
  /** Asked twice, it answers the same freeze */
  createFreeze(
    request: FreezeRequest,
    options?: RequestOptions,
  ): Promise<FreezeAnswer>;
  endFreeze(id: string, options?: RequestOptions): Promise<Freeze>;

  /** Has Argo CD compare with Git again */
  refreshApplication(
    application: ApplicationRef,
    options?: RequestOptions,
  ): Promise<void>;
  /** Syncs to the revision that was shown; 409 where Argo CD compares to another by now */
  syncApplication(
    application: ApplicationRef,
    request: { revision: string },
    options?: RequestOptions,
  ): Promise<void>;
  /** Has ExternalSecrets read from their store again: one, or all of the Application's */
  refreshSecrets(
    application: ApplicationRef,
    request?: { externalSecret?: string },
    options?: RequestOptions,
  ): Promise<void>;
}

/**
 * What moves from where to where; without `version`, what runs in `from`.
 *
 * @public
 */
export type PromotedRoute = Pick<
  PromotionRequest,
  'service' | 'from' | 'to' | 'version' | 'digest'
>;

/** @public */
export interface ApplicationRef {
  instance: string;
  namespace: string;
  name: string;
}

/** @public */
export interface RequestOptions {
  signal?: AbortSignal;
}
