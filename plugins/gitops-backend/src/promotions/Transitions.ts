import {
  ArgoCdAction,
  AutomaticCommit,
  EnvironmentDeployment,
  gitopsPromotionCreatePermission,
  gitopsPromotionReadPermission,
  gitopsWorkflowRunPermission,
  Promotion,
  PromotionRun,
  Transition,
} from 'backstage-plugin-gitops-common';
import type {
  Commit,
  GitRepository,
  WorkflowRun,
} from 'backstage-plugin-gitops-node';
import { LRUCache } from 'lru-cache';
import type { Environments } from '../environments/Environments';
import type { PromotionSettings } from '../environments/PromotionSettings';
import { askGates } from './gates/gates';
import type { Rights } from './present';
import type { PromotionRecord } from './store/PromotionStore';

/** How old what a Git host says of arrivals may be. Nobody waits for it: what is there is shown, and open pages hear when it changes. */
const FRESH_MS = 30_000;
/** How long somebody may look for what has ended. */
const SHOWN_MS = 60 * 60_000;
const TIMEOUT_MS = 20_000;
const MAX_HELD = 5_000;
const MAX_COMMITS = 10;
/** Of all services that the workflow runs for. */
const MAX_RUNS = 100;

/** Recorded of Image Updater 1.3: author and subject of its commits. */
const UPDATER = /^build: automatic update of /;

export interface TransitionsOptions {
  environments: Environments;
  settingsOf(environment: string): PromotionSettings | undefined;
  repositoryOf(url: string): GitRepository;
  /** Told that a service's answer may be another now */
  onChange(service: string): void;
  now(): number;
}

export interface TransitionsOf {
  readonly service: string;
  readonly name: string;
  /** Those that the caller may see */
  readonly deployments: readonly EnvironmentDeployment[];
  readonly underWay: readonly PromotionRecord[];
  /** The newest promotion to each environment, whatever its state */
  readonly newest: readonly PromotionRecord[];
  readonly rights: Rights;
  /** The manifests of an environment's first Application */
  sourceOf(environment: EnvironmentDeployment): ManifestsAt | undefined;
  present(record: PromotionRecord): Promotion;
  /** What the caller may ask of Argo CD in an environment */
  actionsIn(environment: string): ArgoCdAction[];
}

/** Where an Application's manifests are. */
export interface ManifestsAt {
  repository: string;
  path: string;
  /** What Argo CD follows; undefined for the default branch */
  ref: string | undefined;
}

interface Arrival {
  commit?: AutomaticCommit;
  run?: PromotionRun;
  problem?: string;
}

/** What is between the environments of a service, from memory: neither Argo CD nor a Git host is waited for. */
export class Transitions {
  readonly #options: TransitionsOptions;
  readonly #arrivals = new LRUCache<
    string,
    { value: Arrival; readAt: number; isReading: boolean }
  >({ max: MAX_HELD });

  constructor(options: TransitionsOptions) {
    this.#options = options;
  }

  of(asked: TransitionsOf): Transition[] {
    const { deployments } = asked;
    return this.#options.environments.all().flatMap(environment => {
      const target = deployments.find(
        one => one.environment === environment.name,
      );
      if (!target) return [];
      const sources = environment.from.flatMap(
        name => deployments.find(one => one.environment === name) ?? [],
      );
      const from = sources.length > 0 ? sources : [undefined];
      return from.map((source, index) =>
        this.#between(source, target, {
          ...asked,
          newest: asked.newest.filter(({ promotion }) =>
            // A rollback comes from none of them
            sources.some(one => one.environment === promotion.from)
              ? promotion.from === source?.environment
              : index === 0,
          ),
        }),
      );
    });
  }

  #between(
    source: EnvironmentDeployment | undefined,
    target: EnvironmentDeployment,
    asked: TransitionsOf,
  ): Transition {
    const { rights, underWay } = asked;
    const to = target.environment;
    const settings = this.#options.settingsOf(to);
    const mode = settings?.mode ?? null;
    const record = underWay.find(
      ({ promotion }) =>
        promotion.to === to &&
        (source === undefined ||
          promotion.kind === 'rollback' ||
          promotion.from === source.environment),
    );
    const last = record
      ? undefined
      : asked.newest.find(
          ({ promotion }) =>
            promotion.to === to &&
            isWorthShowing(promotion, this.#options.now()),
        );
    const mayRead = rights(gitopsPromotionReadPermission, to);
    const arrival = this.#arrivalOf(target, settings, asked);
    const permission =
      mode === 'workflow'
        ? gitopsWorkflowRunPermission
        : gitopsPromotionCreatePermission;
    return {
      from: source?.environment ?? null,
      to,
      mode,
      version: record?.promotion.version ?? source?.running ?? null,
      ...this.#stateOf(source, target, settings, record, asked),
      promotion: record && mayRead ? asked.present(record) : null,
      last: last && mayRead ? asked.present(last) : null,
      commit: arrival.commit ?? null,
      run: arrival.run
        ? { ...arrival.run, actor: mayRead ? arrival.run.actor : null }
        : null,
      isPermitted: isPromotedHere(settings) && rights(permission, to),
      actions: asked.actionsIn(to),
      problem: arrival.problem ?? null,
    };
  }

  #stateOf(
    source: EnvironmentDeployment | undefined,
    target: EnvironmentDeployment,
    settings: PromotionSettings | undefined,
    record: PromotionRecord | undefined,
    { name }: TransitionsOf,
  ): Pick<Transition, 'state' | 'reason'> {
    if (record)
      return {
        state: 'underWay',
        reason: `${record.promotion.version} is on its way to ${target.title}.`,
      };
    const version = source?.running ?? undefined;
    const isThere =
      version === target.running &&
      (target.wanted === null || target.wanted === version);
    if (!source || version === undefined || isThere)
      return { state: 'nothing', reason: null };
    if (settings?.mode === 'imageUpdater' || target.applications.length === 0)
      return { state: 'nothing', reason: null };
    const blocks = askGates({
      now: this.#options.now(),
      kind: 'promotion',
      service: name,
      version,
      source,
      target,
      settings,
      changedFiles: undefined,
      syncWindows: { value: [] },
      secretKeys: { value: { source: [], target: [] } },
      migrations: { value: [] },
      past: [],
      isPermitted: true,
    }).filter(one => one.result === 'block');
    return blocks.length > 0
      ? { state: 'waiting', reason: blocks[0].sentence }
      : { state: 'available', reason: null };
  }

  /** What is known of how the last version arrived by itself; what is old is read again, behind the answer. */
  #arrivalOf(
    target: EnvironmentDeployment,
    settings: PromotionSettings | undefined,
    asked: TransitionsOf,
  ): Arrival {
    const source = asked.sourceOf(target);
    if (!source || !settings || settings.mode === 'pullRequest') return {};
    if (settings.mode === 'workflow' && !settings.workflow) return {};
    const key = `${asked.service}#${target.environment}`;
    const known = this.#arrivals.get(key) ?? {
      value: {},
      readAt: -Infinity,
      isReading: false,
    };
    const now = this.#options.now();
    if (!known.isReading && now - known.readAt > FRESH_MS) {
      const reading = { ...known, isReading: true };
      this.#arrivals.set(key, reading);
      void this.#read(source, target, settings, asked).then(value => {
        this.#arrivals.set(key, { value, readAt: now, isReading: false });
        if (JSON.stringify(value) !== JSON.stringify(known.value))
          this.#options.onChange(asked.service);
      });
    }
    return known.value;
  }

  async #read(
    source: ManifestsAt,
    { environment }: EnvironmentDeployment,
    { mode, workflow }: PromotionSettings,
    { name }: TransitionsOf,
  ): Promise<Arrival> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    try {
      if (mode === 'imageUpdater') {
        const repository = this.#options.repositoryOf(source.repository);
        const ref =
          source.ref ?? (await repository.get({ signal })).defaultBranch;
        const commits = await repository.commits(
          { path: source.path, ref, limit: MAX_COMMITS },
          { signal },
        );
        return { commit: commitOf(commits.find(isAutomatic)) };
      }
      const { file, repository: url } = workflow!;
      const workflows = this.#options.repositoryOf(
        url ?? source.repository,
      ).workflows;
      if (!workflows)
        return { problem: 'This Git host has no workflows that could be run.' };
      const runs = await workflows.runs({ file, limit: MAX_RUNS }, { signal });
      // A repository of many services runs one workflow for all of them
      const own = runs.filter(
        ({ title }) => mentions(title, name) && mentions(title, environment),
      );
      return { run: runOf(own[0]) };
    } catch (error) {
      return {
        problem: error instanceof Error ? error.message : String(error),
      };
    }
  }
}

/** Whether people have something to do with how versions arrive, here in the portal. */
function isPromotedHere(settings: PromotionSettings | undefined): boolean {
  switch (settings?.mode) {
    case 'imageUpdater':
      return false;
    case 'workflow':
      return settings.workflow !== undefined;
    default:
      return true;
  }
}

/** A failure until something newer takes its place, every other end for an hour. */
function isWorthShowing(
  { state, endedAt }: PromotionRecord['promotion'],
  now: number,
): boolean {
  if (state === 'failed') return true;
  return endedAt !== undefined && now - Date.parse(endedAt) < SHOWN_MS;
}

function isAutomatic({ subject, author }: Commit): boolean {
  return author.name === 'argocd-image-updater' || UPDATER.test(subject);
}

function mentions(title: string, word: string): boolean {
  return title.split(/[^A-Za-z0-9_-]+/).includes(word);
}

function commitOf(commit: Commit | undefined): AutomaticCommit | undefined {
  return (
    commit && {
      sha: commit.sha,
      subject: commit.subject,
      author: commit.author.name,
      at: commit.date,
      url: commit.url,
    }
  );
}

function runOf(run: WorkflowRun | undefined): PromotionRun | undefined {
  return (
    run && {
      title: run.title,
      state: run.state,
      ref: run.ref,
      actor: run.actor ?? null,
      startedAt: run.startedAt ?? null,
      finishedAt: run.finishedAt ?? null,
      url: run.url,
    }
  );
}
