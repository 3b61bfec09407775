import { posix } from 'node:path';
import type { CallOptions, GitRepository } from 'backstage-plugin-gitops-node';
import type { ApplicationManifestsAnswer } from '../argocd/manifestSchemas';
import { readRevisions } from '../diagnosis/applicationDetail';

/** Of one Application. What is beyond is not read. */
const MAX_FILES = 40;
const MAX_FILE_BYTES = 64 * 1024;

const CONFIGURATION = /\.(?:ya?ml|json|toml|properties|env|conf|ini|tpl|txt)$/i;

/** What an Application's configuration is in Git. */
export interface SourceFiles {
  /** By their paths below the source's folder */
  readonly files: ReadonlyMap<string, string>;
  readonly revision: string | null;
  /** Whether no file was left out */
  readonly isWhole: boolean;
}

interface Place {
  readonly repository: GitRepository;
  readonly ref: string;
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
  { spec, status }: ApplicationManifestsAnswer,
  repositoryOf: (url: string) => GitRepository | undefined,
  options: CallOptions,
): Promise<SourceFiles | undefined> {
  const sources =
    spec.sources.length > 0
      ? spec.sources
      : [spec.source].flatMap(one => one ?? []);
  const revisions = readRevisions(status?.sync);
  const known = await Promise.all(
    sources.map(async (source, index) => {
      const repository = source.repoURL && repositoryOf(source.repoURL);
      if (!repository || source.chart) return { source };
      const ref =
        revisions[index] ??
        (await namedRevision(repository, source.targetRevision, options));
      return { source, at: { repository, ref } };
    }),
  );
  const places: Place[] = [];
  let isWhole = true;
  for (const { source, at } of known) {
    const valueFiles = source.helm?.valueFiles ?? [];
    const folder = source.path ?? '';
    for (const file of valueFiles) {
      const [, ref, rest] = /^\$([\w-]+)\/(.*)$/.exec(file) ?? [];
      const other = ref ? known.find(one => one.source.ref === ref)?.at : at;
      const path = posix.normalize(ref ? rest : posix.join(folder, file));
      if (other && !path.startsWith('..') && !file.includes('://'))
        places.push({ ...other, path, name: path });
      else isWhole = false;
    }
    if (!at || source.ref || valueFiles.length > 0) continue;
    const entries = await at.repository.list(
      { path: folder, ref: at.ref },
      options,
    );
    for (const { kind, name, path } of entries)
      if (kind === 'file' && CONFIGURATION.test(name))
        places.push({ ...at, path, name });
      else if (kind !== 'file') isWhole = false;
  }
  if (known.every(({ at }) => !at)) return undefined;
  const texts = await Promise.all(
    places.slice(0, MAX_FILES).map(async place => {
      const bytes = await place.repository.read(place, options);
      if (!bytes || bytes.length > MAX_FILE_BYTES) isWhole &&= !bytes;
      return bytes && bytes.length <= MAX_FILE_BYTES
        ? [[place.name, Buffer.from(bytes).toString('utf8')] as const]
        : [];
    }),
  );
  return {
    files: new Map(texts.flat()),
    revision: known.find(({ at }) => at)?.at?.ref ?? null,
    isWhole: isWhole && places.length <= MAX_FILES,
  };
}

/** `HEAD`, or nothing, is the default branch. */
async function namedRevision(
  repository: GitRepository,
  revision: string | null | undefined,
  options: CallOptions,
): Promise<string> {
  if (revision && revision !== 'HEAD') return revision;
  return (await repository.get(options)).defaultBranch;
}
