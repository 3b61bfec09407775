import {
  AutomaticCommit,
  PromotionRun,
  TransitionProblem,
  TransitionProblemReason,
  transitionProblemSentence,
} from 'backstage-plugin-gitops-common';
import {
  Commit,
  GitHostError,
  GitRepository,
  WorkflowRun,
} from 'backstage-plugin-gitops-node';
import { LRUCache } from 'lru-cache';
import type { PromotionSettings } from '../environments/PromotionSettings';
import type { ManifestsAt } from './ManifestsAt';

/** What is older is read again. Nobody waits for that: open pages are notified of a change. */
const FRESH_MS = 30_000;
/** While a run goes on. */
const FRESH_OF_RUN_MS = 10_000;
/** After a start, hosts list the run within seconds. */
const FRESH_AFTER_START_MS = 3_000;
const TIMEOUT_MS = 20_000;
const MAX_HELD = 5_000;
const MAX_COMMITS = 10;
/** Of all services that the workflow runs for. */
const MAX_RUNS = 100;

/** Recorded of Image Updater 1.3: author and subject of its commits. */
const UPDATER = /^build: automatic update of /;

export interface ArrivalsOptions {
  repositoryOf(url: string): GitRepository;
  /** Told that a service's answer may be another now */
  onChange(service: string): void;
  now(): number;
}

/** Where versions arrive. */
export interface ArrivalsIn {
  readonly service: string;
  /** As people call the service */
  readonly name: string;
  readonly environment: string;
  readonly settings: PromotionSettings | undefined;
  /** The manifests of the environment's first Application */
  readonly source: ManifestsAt | undefined;
  /** Whether its workflow was just started, so that its run is looked for every few seconds */
  readonly isRunExpected: boolean;
}

/** How the last version arrived, or why that isn't known. Empty before it has been read. */
export interface Arrival {
  commit?: AutomaticCommit;
  run?: PromotionRun;
  problem?: TransitionProblem;
}

/** How versions arrived that nobody promoted in the portal: by Image Updater or by a workflow. */
export class Arrivals {
  readonly #options: ArrivalsOptions;
  readonly #held = new LRUCache<
    string,
    { value: Arrival; readAt: number; isReading: boolean }
  >({ max: MAX_HELD });

  constructor(options: ArrivalsOptions) {
    this.#options = options;
  }

  /** From memory. What is old is read again, after the answer. */
  of(place: ArrivalsIn): Arrival {
    const { service, source, settings } = place;
    if (!source || !settings || settings.mode === 'pullRequest') return {};
    if (settings.mode === 'workflow' && !settings.workflow) return {};
    const key = `${service}#${place.environment}`;
    const known = this.#held.get(key) ?? {
      value: {},
      readAt: -Infinity,
      isReading: false,
    };
    const now = this.#options.now();
    if (!known.isReading && now - known.readAt > freshMs(place, known.value)) {
      this.#held.set(key, { ...known, isReading: true });
      void this.#read(source, settings, place).then(value => {
        this.#held.set(key, { value, readAt: now, isReading: false });
        if (JSON.stringify(value) !== JSON.stringify(known.value))
          this.#options.onChange(service);
      });
    }
    return known.value;
  }

  async #read(
    source: ManifestsAt,
    { mode, workflow }: PromotionSettings,
    { name, environment }: ArrivalsIn,
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
        return { problem: problemOf({ code: 'noWorkflows', params: {} }) };
      const runs = await workflows.runs({ file, limit: MAX_RUNS }, { signal });
      // A repository of many services runs one workflow for all of them
      const own = runs.filter(
        ({ title }) => mentions(title, name) && mentions(title, environment),
      );
      return { run: runOf(own[0]) };
    } catch (error) {
      return { problem: failureOf(error) };
    }
  }
}

function freshMs({ isRunExpected }: ArrivalsIn, { run }: Arrival): number {
  if (isRunExpected) return FRESH_AFTER_START_MS;
  return run?.state === 'waiting' || run?.state === 'running'
    ? FRESH_OF_RUN_MS
    : FRESH_MS;
}

function problemOf(reason: TransitionProblemReason): TransitionProblem {
  return { ...reason, sentence: transitionProblemSentence(reason) };
}

function failureOf(error: unknown): TransitionProblem {
  return problemOf({
    code: 'gitHostFailed',
    params: {
      detail: error instanceof Error ? error.message : String(error),
      ...(error instanceof GitHostError ? { problem: error.problem } : {}),
    },
  });
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
