import { posix } from 'node:path';
import {
  type CallOptions,
  GitHostError,
  type GitRepository,
} from 'backstage-plugin-gitops-node';
import type { ApplicationManifestsAnswer } from '../argocd/manifestSchemas';
import { readRevisions } from '../diagnosis/applicationDetail';

/** Of one Application. What is beyond is not read. */
const MAX_FILES = 40;
const MAX_FILE_BYTES = 64 * 1024;

const CONFIGURATION = /\.(?:ya?ml|json|toml|properties|env|conf|ini|tpl|txt)$/i;

/** What an Application's configuration is in Git. */
export interface SourceFiles {
  /** By their paths, of files in the source's folder by their names */
  readonly files: ReadonlyMap<string, string>;
  readonly revision: string | null;
  /** Whether no file was left out */
  readonly isWhole: boolean;
}

type Source = NonNullable<ApplicationManifestsAnswer['spec']['source']>;

/** A repository at one commit, branch or tag. */
interface Checkout {
  readonly repository: GitRepository;
  readonly ref: string;
}

interface KnownSource {
  readonly source: Source;
  /** Undefined of a chart, and of a repository that no configured host has */
  readonly at?: Checkout;
}

interface Place extends Checkout {
  /** From the repository's root */
  readonly path: string;
  /** What it is called in the comparison */
  readonly name: string;
}

/**
 * The files that make an Application's configuration: its Helm value files where it names some,
 * else what is directly in its folder. Undefined where no source is in a known repository.
 *
 * @param repositoryOf - undefined where no configured host has it
 * @throws GitHostError
 */
export async function readSourceFiles(
  manifests: ApplicationManifestsAnswer,
  repositoryOf: (url: string) => GitRepository | undefined,
  options: CallOptions,
): Promise<SourceFiles | undefined> {
  const known = await knownSources(manifests, repositoryOf, options);
  const first = known.find(({ at }) => at)?.at;
  if (!first) return undefined;
  // What is left out is undefined
  const places = (
    await Promise.all(
      known.map(async one => [
        ...valueFilesOf(one, known),
        ...(await folderOf(one, options)),
      ]),
    )
  ).flat();
  const texts = await Promise.all(
    places
      .slice(0, MAX_FILES)
      .map(async place => place && (await textAt(place, options))),
  );
  return {
    files: new Map(texts.flatMap(one => (one ? [one] : []))),
    revision: first.ref,
    isWhole: places.length <= MAX_FILES && !texts.includes(undefined),
  };
}

function knownSources(
  { spec, status }: ApplicationManifestsAnswer,
  repositoryOf: (url: string) => GitRepository | undefined,
  options: CallOptions,
): Promise<KnownSource[]> {
  const sources =
    spec.sources.length > 0
      ? spec.sources
      : [spec.source].flatMap(one => one ?? []);
  const revisions = readRevisions(status?.sync);
  return Promise.all(
    sources.map(async (source, index) => {
      const repository = source.repoURL && repositoryOf(source.repoURL);
      if (!repository || source.chart) return { source };
      const named = source.targetRevision;
      const ref =
        revisions[index] ||
        (named && named !== 'HEAD'
          ? named
          : (await repository.get(options)).defaultBranch);
      return { source, at: { repository, ref } };
    }),
  );
}

/** `$values/orders.yaml` is in the source that is called `values`. */
function valueFilesOf(
  { source, at }: KnownSource,
  known: readonly KnownSource[],
): (Place | undefined)[] {
  const folder = source.path ?? '';
  return (source.helm?.valueFiles ?? []).map(file => {
    const [, ref, rest] = /^\$([\w-]+)\/(.*)$/.exec(file) ?? [];
    const place = ref ? known.find(one => one.source.ref === ref)?.at : at;
    const path = posix.normalize(ref ? rest : posix.join(folder, file));
    const isThere = place && !path.startsWith('..') && !file.includes('://');
    return isThere ? { ...place, path, name: path } : undefined;
  });
}

async function folderOf(
  { source, at }: KnownSource,
  options: CallOptions,
): Promise<(Place | undefined)[]> {
  if (!at || source.ref || source.helm?.valueFiles.length) return [];
  const { repository, ref } = at;
  const of = { path: source.path ?? '', ref };
  return (await repository.list(of, options)).flatMap(
    ({ kind, name, path }) => {
      if (kind !== 'file') return [undefined];
      return CONFIGURATION.test(name) ? [{ ...at, path, name }] : [];
    },
  );
}

/** Undefined where it is no file, or too large. A value file may be missing where Helm allows it. */
async function textAt(
  { repository, ref, path, name }: Place,
  options: CallOptions,
): Promise<[name: string, text: string] | undefined> {
  try {
    const bytes = await repository.read({ path, ref }, options);
    return bytes && bytes.length <= MAX_FILE_BYTES
      ? [name, Buffer.from(bytes).toString('utf8')]
      : undefined;
  } catch (error) {
    const isLeftOut =
      error instanceof GitHostError &&
      ['notAFile', 'tooLarge'].includes(error.problem);
    if (isLeftOut) return undefined;
    throw error;
  }
}
