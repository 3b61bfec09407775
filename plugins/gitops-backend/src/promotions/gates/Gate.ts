import type {
  EnvironmentDeployment,
  GateAnswer,
  GateReason,
  GateReasonCode,
  GateReasonParams,
  PromotedVersion,
  PromotionKind,
  SecretKeyDetail,
} from 'backstage-plugin-gitops-common';
import type { Gate as GateOf, GateVerdict } from 'backstage-plugin-gitops-node';
import type { PromotionSettings } from '../../environments/PromotionSettings';
import type { StoredFreeze } from '../freezes/StoredFreeze';
import type { Reach } from '../plan/reach';
import type { VersionSeen } from '../plan/versionSeen';
import type { WrittenOtherwise } from '../plan/writtenInSource';
import type { PromotionRecord } from '../store/Records';
import type { SyncWindow } from '../../argocd/window';

/** What the built-in gates judge by: values that were read before. */
export interface GateContext {
  readonly now: number;
  /** As {@link kindJudged} tells it */
  readonly kind: PromotionKind;
  /** As people call it */
  readonly service: string;
  readonly version: string;
  /** What would move in the target's files */
  readonly versions: readonly PromotedVersion[];
  readonly source: EnvironmentDeployment;
  readonly target: EnvironmentDeployment;
  /** What is known of the version in the source */
  readonly seen: VersionSeen;
  /** Titles of environments between both that have not run the version healthy */
  readonly skipped: readonly string[];
  readonly settings: PromotionSettings | undefined;
  /** Freezes of the service in the target that people made: in force, and to come */
  readonly freezes: readonly StoredFreeze[];
  /** What was seen to block at the request, and was overridden; undefined at the request itself */
  readonly overridden?: readonly GateAnswer[];
  /** How many files would change; undefined before they have been read */
  readonly changedFiles: number | undefined;
  /** Changes that other environments would take as well */
  readonly reach: Readable<readonly Reach[]>;
  /**
   * Where the files of the source say another version than runs there; undefined before they have
   * been read
   */
  readonly writtenOtherwise?: readonly WrittenOtherwise[];
  /** The promotion that is under way to the same target */
  readonly underWay?: PromotionRecord;
  /** Id of the promotion that is rolled back */
  readonly rollsBack?: string;
  /** Argo CD's sync windows of each of the target's Applications */
  readonly syncWindows: Readable<readonly (readonly SyncWindow[])[]>;
  /** The target's Applications whose automated sync is off */
  readonly notAutomated: readonly NotAutomated[];
  /** Keys that the ExternalSecrets of either side provide, Application by Application */
  readonly secretKeys: Readable<{
    source: readonly ApplicationKeys[];
    target: readonly ApplicationKeys[];
  }>;
  /** Hooks of the target that run the image which changes, such as `Job orders-migrate` */
  readonly migrations: Readable<readonly string[]>;
  /** Promotions to the target that succeeded, newest first */
  readonly past: readonly {
    readonly version: string;
    readonly endedAt: string;
  }[];
  /** Whether the caller may promote there */
  readonly isPermitted: boolean;
}

/** What the ExternalSecrets of one Application provide. */
export interface ApplicationKeys {
  readonly application: string;
  readonly keys: readonly SecretKeyDetail[];
}

/** An Application whose automated sync is off. */
export interface NotAutomated {
  readonly application: string;
  /** An ApplicationSet may sync it: Argo CD turns automated sync off for rolling syncs */
  readonly mayBeInRollingSync: boolean;
}

/** What was read, or why it could not be. */
export type Readable<T> =
  | { readonly value: T }
  | { readonly unreadable: string };

/** A gate that comes along. Pure. */
export type Gate = GateOf<GateContext>;

type Say = <Code extends GateReasonCode>(
  code: Code,
  params: GateReasonParams[Code],
) => GateVerdict;

export const pass: Say = (code, params) => ({
  result: 'pass',
  ...reason(code, params),
});

export const warn: Say = (code, params) => ({
  result: 'warn',
  ...reason(code, params),
});

/** Whether people with the permission may override it. */
export const block: Say = (code, params) => ({
  result: 'block',
  ...reason(code, params),
  canOverride: true,
});

/** No permission helps against this. */
export const refuse: Say = (code, params) => ({
  result: 'block',
  ...reason(code, params),
  canOverride: false,
});

function reason<Code extends GateReasonCode>(
  code: Code,
  params: GateReasonParams[Code],
): GateReason {
  return { code, params } as GateReason;
}
