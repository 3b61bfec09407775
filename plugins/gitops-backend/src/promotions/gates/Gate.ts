import type {
  EnvironmentDeployment,
  GateAnswer,
  PromotionKind,
  SecretKeyDetail,
} from 'backstage-plugin-gitops-common';
import type { PromotionSettings } from '../../environments/PromotionSettings';
import type { PromotionRecord } from '../store/PromotionStore';
import type { SyncWindow } from '../../argocd/window';

/** What a gate judges by. All of it is values, read before. */
export interface GateContext {
  readonly now: number;
  readonly kind: PromotionKind;
  readonly service: string;
  readonly version: string;
  readonly source: EnvironmentDeployment;
  readonly target: EnvironmentDeployment;
  readonly settings: PromotionSettings | undefined;
  /** How many files would change; undefined before they have been read */
  readonly changedFiles: number | undefined;
  /** The promotion that is under way to the same target */
  readonly underWay?: PromotionRecord;
  /** Id of the promotion that is rolled back */
  readonly rollsBack?: string;
  /** Argo CD's sync windows of each of the target's Applications */
  readonly syncWindows: Readable<readonly (readonly SyncWindow[])[]>;
  /** Keys that the ExternalSecrets of either side provide, Application by Application */
  readonly secretKeys: Readable<{
    source: readonly ApplicationKeys[];
    target: readonly ApplicationKeys[];
  }>;
  /** Hooks of the target that run the image which changes, such as `Job orders-migrate` */
  readonly migrations: Readable<readonly string[]>;
  /** Promotions to the target that ended, newest first */
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

/** What was read, or why it could not be. */
export type Readable<T> =
  | { readonly value: T }
  | { readonly unreadable: string };

export interface Verdict {
  readonly result: GateAnswer['result'];
  readonly sentence: string;
  readonly canOverride: boolean;
}

/** One thing that has to hold before a version moves. Pure. */
export interface Gate {
  /** As it stands in answers and in the record, for example `soak-time` */
  readonly name: string;
  /** Undefined where it has nothing to say here */
  check(context: GateContext): Verdict | undefined;
}

export function pass(sentence: string): Verdict {
  return { result: 'pass', sentence, canOverride: false };
}

export function warn(sentence: string): Verdict {
  return { result: 'warn', sentence, canOverride: false };
}

/** Those who may override go on all the same. */
export function block(sentence: string): Verdict {
  return { result: 'block', sentence, canOverride: true };
}

/** No permission helps against this. */
export function refuse(sentence: string): Verdict {
  return { result: 'block', sentence, canOverride: false };
}
