import type { Entity } from '@backstage/catalog-model';
import {
  type ChangedCommits,
  changesProblemSentence,
  type ChangesProblemReason,
  type VersionChanges,
} from 'backstage-plugin-gitops-common';
import {
  type Comparison,
  GitHostError,
  type GitRepository,
} from 'backstage-plugin-gitops-node';
import { LRUCache } from 'lru-cache';
import pLimit, { Limit } from 'p-limit';
import type { ChangesSettings } from '../config/readChanges';
import { matcherOf } from '../environments/pattern';
import { toLine } from '../judgement/text';
import { memoize } from '../memoize';
import { Source, SourceHosts, sourceOf } from './sourceOf';
import { FoundCommit, VersionCommits } from './VersionCommits';

/** For all that is asked of the Git host for one answer. */
const TIMEOUT_MS = 15_000;
/** Answers that are read from one Git host at once. */
const CONCURRENCY = 4;
/** What is between two commits never changes. */
const MAX_HELD = 300;
const MAX_SUBJECT = 200;

/** What is asked for. */
export interface Versions {
  readonly from: string;
  readonly to: string;
}

/** Thrown so that it is not held: the host may come to know the commit. */
class NotComparable extends Error {}

/** Tells the commits between two versions of a service. Nothing is guessed. */
export class ChangesReader {
  readonly #settings: ChangesSettings | undefined;
  readonly #hosts: SourceHosts;
  readonly #isAllowed: (address: string) => boolean;
  readonly #commits: VersionCommits;
  readonly #limits = new Map<string, Limit>();
  readonly #compared = new LRUCache<string, Promise<Comparison>>({
    max: MAX_HELD,
  });

  /** @param options - `settings`: undefined where nothing is compared */
  constructor(options: {
    settings: { changes?: ChangesSettings };
    hosts: SourceHosts;
  }) {
    const { changes } = options.settings;
    this.#settings = changes;
    this.#hosts = options.hosts;
    const isMatched = matcherOf(
      (changes?.repositories ?? []).map(one => one.toLowerCase()),
    );
    this.#isAllowed = address => isMatched(address.toLowerCase());
    this.#commits = new VersionCommits(changes?.tags ?? []);
  }

  /** Whether pull requests list the commits. */
  get isInPullRequests(): boolean {
    return this.#settings?.inPullRequests ?? false;
  }

  async read(entity: Entity, versions: Versions): Promise<VersionChanges> {
    const nothing = unknownChanges(versions);
    if (!this.#settings)
      return withProblem(nothing, { code: 'off', params: {} });
    const { annotation } = this.#settings;
    const source = sourceOf(
      this.#hosts,
      entity.metadata.annotations?.[annotation],
    );
    if (!source)
      return withProblem(nothing, {
        code: 'noRepository',
        params: { annotation },
      });
    const { name: repository, url, host } = source.repository;
    if (!this.#isAllowed(url))
      return withProblem(nothing, {
        code: 'notAllowed',
        params: { repository },
      });
    const known = { ...nothing, repository: { name: repository, url } };
    const limit = this.#limits.get(host) ?? pLimit(CONCURRENCY);
    this.#limits.set(host, limit);
    try {
      return await limit(() =>
        this.#between(source, entity.metadata.name, known),
      );
    } catch (error) {
      return withProblem(known, failureOf(error, repository));
    }
  }

  /** @throws GitHostError */
  async #between(
    { repository, folder }: Source,
    name: string,
    known: VersionChanges,
  ): Promise<VersionChanges> {
    const options = { signal: AbortSignal.timeout(TIMEOUT_MS) };
    const { from, to } = known;
    const [before, after] = await Promise.all(
      [from, to].map(({ version }) =>
        this.#commits.of(repository, { name, version }, options),
      ),
    );
    const told = {
      ...known,
      from: { ...from, ...toldOf(before) },
      to: { ...to, ...toldOf(after) },
    };
    const problem =
      problemOf(before, from.version, repository) ??
      problemOf(after, to.version, repository);
    if (problem) return withProblem(told, problem);
    const shas = { from: told.from.commit!, to: told.to.commit! };
    const isThere =
      folder === '' || (await this.#has(repository, folder, shas, options));
    const path = isThere ? folder : '';
    const [added, takenBack] = await Promise.all([
      this.#compare(repository, { ...shas, path }, options),
      this.#compare(
        repository,
        { from: shas.to, to: shas.from, path },
        options,
      ),
    ]);
    if (!added || !takenBack)
      return withProblem(told, {
        code: 'notComparable',
        params: { repository: repository.name },
      });
    const isBack = added.total === 0 && takenBack.total !== 0;
    return {
      ...told,
      folder: path || null,
      missingFolder: isThere ? null : folder,
      added: presented(added),
      takenBack: presented(takenBack),
      url: (isBack ? takenBack : added).url,
    };
  }

  async #has(
    repository: GitRepository,
    path: string,
    { from, to }: { from: string; to: string },
    options: { signal: AbortSignal },
  ): Promise<boolean> {
    const lists = await Promise.all(
      [from, to].map(ref => repository.list({ path, ref }, options)),
    );
    return lists.some(entries => entries.length > 0);
  }

  async #compare(
    repository: GitRepository,
    of: { from: string; to: string; path: string },
    options: { signal: AbortSignal },
  ): Promise<Comparison | undefined> {
    const key = JSON.stringify([repository.url, of.from, of.to, of.path]);
    try {
      return await memoize(this.#compared, key, async () => {
        const found = await repository.compare(of, options);
        if (!found) throw new NotComparable();
        return found;
      });
    } catch (error) {
      if (error instanceof NotComparable) return undefined;
      throw error;
    }
  }
}

function unknownChanges({ from, to }: Versions): VersionChanges {
  const unknown = { commit: null, tag: null };
  return {
    from: { version: from, ...unknown },
    to: { version: to, ...unknown },
    repository: null,
    folder: null,
    missingFolder: null,
    added: null,
    takenBack: null,
    url: null,
    problem: null,
  };
}

function withProblem(
  changes: VersionChanges,
  reason: ChangesProblemReason,
): VersionChanges {
  const problem = { ...reason, sentence: changesProblemSentence(reason) };
  return { ...changes, problem };
}

function toldOf(found: FoundCommit) {
  return 'commit' in found ? found : {};
}

function problemOf(
  found: FoundCommit,
  version: string,
  { name: repository }: GitRepository,
): ChangesProblemReason | undefined {
  if ('commit' in found) return undefined;
  return 'names' in found
    ? { code: 'severalCommits', params: { version, repository, ...found } }
    : { code: 'noCommit', params: { version, repository, ...found } };
}

function failureOf(error: unknown, repository: string): ChangesProblemReason {
  const isOfHost = error instanceof GitHostError;
  const isLate = (error as Error)?.name === 'TimeoutError';
  if (!isOfHost && !isLate) throw error;
  return {
    code: 'gitHostFailed',
    params: isOfHost
      ? { problem: error.problem, detail: error.message }
      : {
          problem: 'unavailable',
          detail: `The Git host of ${repository} has not answered in ${
            TIMEOUT_MS / 1_000
          } s`,
        },
  };
}

/** Without addresses of people. */
function presented({ commits, total }: Comparison): ChangedCommits {
  return {
    total: total ?? null,
    commits: commits.map(
      ({ sha, subject, author, date, url, pullRequest }) => ({
        sha,
        subject: toLine(subject).slice(0, MAX_SUBJECT),
        author: toLine(author.name).slice(0, MAX_SUBJECT),
        date,
        url,
        pullRequest: pullRequest ?? null,
      }),
    ),
  };
}
