import type { PromotionMode } from 'backstage-plugin-gitops-common';
import type { MergeMethod } from 'backstage-plugin-gitops-node';

/** How a version arrives in an environment. */
export interface PromotionSettings {
  mode: PromotionMode;
  /** How long a version has to be healthy in the environment before */
  soakTimeMs?: number;
  freezes: readonly Freeze[];
  /** Of the pull request */
  labels: readonly string[];
  /** Names of users of the Git host, and references of users and groups of the catalog */
  reviewers: readonly string[];
  /** How the portal merges. Undefined where that is left to the Git host's own page */
  merge?: MergeSettings;
  /** How the portal promotes by itself. Undefined where people do */
  auto?: AutoSettings;
  /** Whether the branch is made anew on the newest commit of its base without anybody asking */
  keepUpToDate: boolean;
  /** Whether someone other than the requester has to approve or merge a promotion */
  fourEyes: boolean;
  /** What services may set for themselves, by an annotation */
  servicesMaySet: readonly ServiceSetting[];
  workflow?: WorkflowSettings;
}

/** What of these settings a service may set for itself. */
export type ServiceSetting =
  | 'soakTime'
  | 'reviewers'
  | 'labels'
  | 'merge'
  | 'auto';

export interface AutoSettings {
  /** Whether what the portal has requested is also merged when it is ready, without anybody asking */
  merges: boolean;
}

export interface MergeSettings {
  /** What the repository does by default where undefined */
  method?: MergeMethod;
  /** Whether what can't be merged now is left to the host's auto-merge or merge queue */
  whenReady: boolean;
}

/** Times in which nothing is promoted here. */
export interface Freeze {
  title: string;
  /** When it begins: five fields of cron */
  schedule: string;
  durationMs: number;
  /** IANA name, such as Europe/Berlin */
  timeZone: string;
}

export interface WorkflowSettings {
  /** Name of its file, such as promote.yaml */
  file: string;
  /** Address of the repository that has it. The repository of the manifests where undefined */
  repository?: string;
  /** What it runs on. The repository's default branch where undefined */
  ref?: string;
  /** `{service}`, `{environment}` and `{version}` stand for what is asked for */
  inputs: Readonly<Record<string, string>>;
}
