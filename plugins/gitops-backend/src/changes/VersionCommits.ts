import {
  CallOptions,
  GitHostError,
  GitRepository,
} from 'backstage-plugin-gitops-node';
import { LRUCache } from 'lru-cache';
import { memoize } from '../memoize';

/** Tags can be moved, and made later. */
const MAX_AGE_MS = 5 * 60_000;
const MAX_HELD = 2_000;

/** A name that Git takes as a part of a tag, and that leads nowhere else in an address. */
const PLAIN = /^[A-Za-z0-9_](?:[\w+-]|\.(?!\.|$))*$/;

/** The commit that a version was built from, or why that isn't known. */
export type FoundCommit =
  | { readonly commit: string; readonly tag: string | null }
  /** Names that lead to different commits */
  | { readonly names: string[] }
  /** Names of tags that are not there */
  | { readonly tags: string[] };

/** Finds the commits of versions by tags. Nothing is guessed: where two differ, none is it. */
export class VersionCommits {
  readonly #patterns: readonly string[];
  readonly #found = new LRUCache<string, Promise<FoundCommit>>({
    max: MAX_HELD,
    ttl: MAX_AGE_MS,
  });

  constructor(patterns: readonly string[]) {
    this.#patterns = patterns;
  }

  /** @throws GitHostError */
  of(
    repository: GitRepository,
    { name, version }: { name: string; version: string },
    options: CallOptions,
  ): Promise<FoundCommit> {
    const tags = this.#patterns.map(pattern =>
      pattern.replaceAll('{version}', version).replaceAll('{name}', name),
    );
    const key = JSON.stringify([repository.url, tags]);
    return memoize(
      this.#found,
      key,
      () => find(repository, version, [...new Set(tags)], options),
      options.signal,
    );
  }
}

async function find(
  repository: GitRepository,
  version: string,
  tags: string[],
  options: CallOptions,
): Promise<FoundCommit> {
  if (!PLAIN.test(version)) return { tags };
  const digits = /^(?:sha-)?([0-9a-f]{7,40})$/.exec(version)?.[1];
  const [named, ...tagged] = await Promise.all([
    digits ? commitAt(repository, digits, options) : undefined,
    ...tags.map(tag => commitOfTag(repository, tag, options)),
  ]);
  const itself = digits && named?.startsWith(digits) ? named : undefined;
  const found = [
    ...(itself ? [{ name: digits!, commit: itself, tag: null }] : []),
    ...tagged.flatMap((commit, index) =>
      // What is no tag, hosts take for the first digits of a commit
      commit && commit !== itself
        ? [{ name: tags[index], commit, tag: tags[index] }]
        : [],
    ),
  ];
  const [first] = found;
  // A missing repository has no tags either
  if (!first) await repository.get(options);
  if (!first) return { tags };
  const { commit, tag } = first;
  return found.every(one => one.commit === commit)
    ? { commit, tag }
    : { names: found.map(one => one.name) };
}

/** Undefined where there is none, or where a branch of that name makes it ambiguous. */
async function commitOfTag(
  repository: GitRepository,
  tag: string,
  options: CallOptions,
): Promise<string | undefined> {
  const commit = await commitAt(repository, tag, options);
  const isBranch =
    commit !== undefined && (await repository.head(tag, options)) !== undefined;
  return isBranch ? undefined : commit;
}

async function commitAt(
  repository: GitRepository,
  ref: string,
  options: CallOptions,
): Promise<string | undefined> {
  try {
    const of = { path: '', ref, limit: 1 };
    return (await repository.commits(of, options))[0]?.sha;
  } catch (error) {
    if (error instanceof GitHostError && error.problem === 'notFound')
      return undefined;
    throw error;
  }
}
