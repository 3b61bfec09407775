import type { Entity } from '@backstage/catalog-model';
import type { VersionChanges } from 'backstage-plugin-gitops-common';
import type { CallOptions } from 'backstage-plugin-gitops-node';
import pLimit, { Limit } from 'p-limit';
import type { ChangesSettings } from '../config/readChanges';
import { matcherOf } from '../environments/pattern';
import { Comparisons } from './Comparisons';
import { Source, SourceHosts, sourceOf } from './sourceOf';
import { FoundCommit, VersionCommits } from './VersionCommits';
import {
  failureOf,
  presented,
  problemOf,
  toldOf,
  unknownChanges,
  Versions,
  withProblem,
} from './versionChanges';

/** For one answer, with the time in which it waits for others: a pull request waits for it. */
const TIMEOUT_MS = 15_000;
/** Answers that are read from one Git host at once. */
const CONCURRENCY = 4;

/** Tells the commits between two versions of a service. Nothing is guessed. */
export class ChangesReader {
  readonly #settings: ChangesSettings | undefined;
  readonly #hosts: SourceHosts;
  readonly #isAllowed: (address: string) => boolean;
  readonly #commits: VersionCommits;
  readonly #limits = new Map<string, Limit>();
  readonly #comparisons = new Comparisons();

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

  /** @param built - commits that are known without the Git host, by version */
  async read(
    entity: Entity,
    versions: Versions,
    built: ReadonlyMap<string, string> = new Map(),
  ): Promise<VersionChanges> {
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
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    try {
      return await limit(() => {
        signal.throwIfAborted();
        const of = { name: entity.metadata.name, built };
        return this.#between(source, of, known, { signal });
      });
    } catch (error) {
      return withProblem(known, failureOf(error, repository, TIMEOUT_MS));
    }
  }

  /** @throws GitHostError */
  async #between(
    { repository, folder }: Source,
    { name, built }: { name: string; built: ReadonlyMap<string, string> },
    known: VersionChanges,
    options: CallOptions,
  ): Promise<VersionChanges> {
    const { from, to } = known;
    const [before, after] = await Promise.all(
      [from, to].map(({ version }): Promise<FoundCommit> => {
        const commit = built.get(version);
        return commit === undefined
          ? this.#commits.of(repository, { name, version }, options)
          : Promise.resolve({ commit, tag: null });
      }),
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
    const found = await this.#comparisons.of(
      repository,
      { ...shas, folder },
      options,
    );
    if (!found)
      return withProblem(told, {
        code: 'notComparable',
        params: { repository: repository.name },
      });
    const { isInFolder, added, takenBack } = found;
    const isBack = added.total === 0 && takenBack.total !== 0;
    return {
      ...told,
      folder: (isInFolder && folder) || null,
      missingFolder: isInFolder ? null : folder,
      added: presented(added),
      takenBack: presented(takenBack),
      url: (isBack ? takenBack : added).url,
    };
  }
}
