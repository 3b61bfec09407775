import type { Cause } from '../causes/Cause';
import type { DeploymentState } from '../constants';
import type { CodedReason } from '../reasons';

/**
 * Every reason that a gate gives, by its code. What a code means is said by its sentence.
 *
 * `source` and `environment` are titles: the environment that the version comes from, and the one
 * that it moves to. Moments are ISO 8601, durations are milliseconds.
 *
 * @public
 */
export interface GateReasonParams {
  // change
  alreadyRuns: { version: string; environment: string };
  alreadyInGit: { version: string; environment: string } & DeploymentReason;
  newThere: { version: string; environment: string };
  runsThere: { running: string; environment: string };

  // mid-promotion
  onItsWay: { version: string } & NamedPullRequest;
  pushedAgain: { version: string } & NamedPullRequest;
  replacesPullRequest: { version: string } & NamedPullRequest;
  promotionDeploying: {
    version: string;
    environment: string;
  } & NamedPullRequest;
  rollbackWhileDeploying: {
    version: string;
    environment: string;
  } & NamedPullRequest;
  environmentDeploying: { environment: string; wanted?: string };

  // freeze
  frozen: FreezeName & {
    /** Absent where no end is in sight */
    until?: string;
  };
  frozenSoon: FreezeName & {
    from: string;
    /** Absent where no end is in sight */
    until?: string;
  };
  frozenByPerson: FreezeOfPerson & {
    /** Absent where somebody has to end it */
    until?: string;
  };
  frozenByPersonSoon: FreezeOfPerson & { from: string };
  notFrozen: { environment: string };

  // sync-windows
  syncWindowsUnreadable: { detail: string };
  syncDenied: {
    environment: string;
    window: NamedSyncWindow;
    until?: string;
  } & OtherSyncWindows;
  syncDeniedSoon: {
    environment: string;
    window: NamedSyncWindow;
    from: string;
  } & OtherSyncWindows;
  syncNotAllowed: {
    environment: string;
    /** When the next window opens, where that is known */
    next?: { from: string; timeZone: string };
  } & OtherSyncWindows;
  syncAllowedUntil: { environment: string; until: string; timeZone: string };
  syncAllowed: { environment: string };

  // sync-off
  syncedByHand: { applications: string[]; environment: string };
  /** An ApplicationSet may sync them in its own order: Argo CD turns automated sync off for that */
  automatedSyncOff: { applications: string[]; environment: string };

  // reach
  reachesOthers: {
    /** Such as `image.tag in values/common.yaml` */
    place: string;
    repository: string;
    environment: string;
    /** Titles of the other environments that read the same place */
    others: string[];
    applications: string[];
  };
  reachUnknown: { environment: string; detail: string };
  placeReadElsewhere: {
    place: string;
    repository: string;
    environment: string;
    /** Applications of other services */
    count: number;
  };
  /** It is in a base or a chart, which others than this service may read */
  placeShared: { place: string; repository: string; environment: string };

  // migration
  migrationsUnreadable: { version: string; detail: string };
  migrationsRun: { resources: string[]; version: string; running?: string };
  migrationsNotUndone: { resources: string[]; version: string };
  migrationsRunAgain: { resources: string[]; version: string };

  // order
  skips: {
    version: string;
    source: string;
    environment: string;
    /** Titles of environments between both that have not run it healthy */
    skipped: string[];
  };
  ranBefore: { version: string; environment: string; endedAgoMs: number };
  olderThanRunning: { version: string; running: string; environment: string };
  notRunBefore: { version: string; environment: string };

  // health
  nothingRuns: { source: string };
  runningUnknown: { source: string };
  sourceStale: { source: string; version: string; since: string };
  otherVersionsRun: { source: string; version: string; running: string };
  sourceUnhealthy: { source: string } & DeploymentReason;
  onlyVersionRuns: { source: string; version: string };
  /** It was replaced since */
  wasHealthy: { source: string; version: string } & WasHealthy;
  wasUnhealthyInTheEnd: { source: string; version: string } & WasHealthy;
  /** A rollback that brings back a version which was rolled back or replaced */
  rollsForward: { version: string; environment: string };

  // source-in-git
  sourceDiffersFromGit: {
    source: string;
    /** Such as `image.tag in values/staging.yaml` */
    place: string;
    repository: string;
    written: string;
    /** Versions of the same image that run */
    running: string[];
    /** Without quotes, YAML takes `written` for a number, and Helm writes that in another way */
    looksLikeNumber: boolean;
  };

  // soak-time
  soakUnknown: { source: string; version: string; requiredMs: number };
  soaking: { source: string; healthyForMs: number; requiredMs: number };
  soaked: { source: string; healthyForMs: number; requiredMs: number };

  // secret-parity
  secretsUnreadable: { environment: string; detail: string };
  keysMissing: Keys & {
    source: string;
    /** Further keys, which the store does not give; absent where there are none */
    notReady?: string[];
  };
  keysNotReady: Keys;
  keysUnnamed: { externalSecret: string; source: string; environment: string };
  keysReady: { keys: string[]; source: string; environment: string };

  // permission
  permitted: { service: string; environment: string };
  notPermitted: { service: string; environment: string; permission: string };

  // four-eyes
  fourEyesNotRequired: { environment: string };
  /** `requestedBy` is empty where the portal requested it by itself */
  fourEyesGiven: { by: string[]; requestedBy: string[] };
  fourEyesMissing: { requestedBy: string[] };
  /** The login of who requested it is not known: who approved it may be the same person */
  approverMayBeRequester: { approvedBy: string[]; requestedBy: string[] };
  /** Somebody pushed to the branch, so what was approved may be something else */
  approvalsOfOther: Record<string, never>;

  // Any gate, where its answer stands beside the checks of a pull request
  ofOtherService: Record<string, never>;
  noObjection: Record<string, never>;
  /** How many services a pull request has */
  noObjections: { count: number };
  overridden: { by: string; reason: string };

  // Gates of other plugins, and any gate
  ownWords: { sentence: string };
  gateFailed: { detail: string };
  /** Stands for a reason that tells of an environment which the reader may not see */
  hidden: Record<string, never>;
}

/** @public */
export interface DeploymentReason {
  state: DeploymentState;
  cause: Cause | null;
  remarks: Cause[];
  /** The environment's Applications, the worst first */
  applications: { namespace: string; name: string }[];
}

/** @public */
export interface WasHealthy {
  /** Absent where it is not known of every Application */
  healthyForMs?: number;
  /** Absent where it is not known when it was replaced */
  endedAgoMs?: number;
}

/** @public */
export interface NamedPullRequest {
  /** Such as `platform/gitops #12`; absent before it has a number */
  pullRequest?: string;
}

/** @public */
export interface FreezeName {
  environment: string;
  title: string;
  timeZone: string;
  /** Further freezes of the same environment; absent where there are none */
  others?: OtherFreeze[];
}

/**
 * A freeze that an answer names beside the one that it tells of.
 *
 * @public
 */
export interface OtherFreeze {
  /** What tells it apart from every other freeze */
  id: string;
  /** Such as `Weekend`, or `Incident 4711 (Ana Ribeiro)` */
  name: string;
}

/**
 * A freeze that somebody made at run time.
 *
 * @public
 */
export interface FreezeOfPerson {
  /** Its id */
  freeze: string;
  environment: string;
  /** Absent where every service is frozen */
  service?: string;
  /** Name of who made it */
  by: string;
  reason: string;
  timeZone: string;
  /** Further freezes of the same environment; absent where there are none */
  others?: OtherFreeze[];
}

/**
 * One of Argo CD's own.
 *
 * @public
 */
export interface NamedSyncWindow {
  description?: string;
  /** Five fields of cron */
  schedule: string;
  /** As Argo CD writes it, for example `72h` */
  duration: string;
  /** Absent where the project can't be read */
  timeZone?: string;
}

/** @public */
export interface OtherSyncWindows {
  /** Further ones that deny it, or do within the hour; absent where there are none */
  others?: NamedSyncWindow[];
}

/** @public */
export interface Keys {
  /** May contain {@link ALL_KEYS} */
  keys: string[];
  environment: string;
  /** Applications that the keys concern; empty where they concern all of the environment */
  applications: string[];
}

/** @public */
export type GateReasonCode = keyof GateReasonParams;

/**
 * What a gate has found, as data: it can be filtered, counted and said in any language.
 *
 * @public
 */
export type GateReason = CodedReason<GateReasonParams>;
