import type { Document } from 'yaml';
import type { Search } from './Locator';
import { readBlock, valueOf } from './readDocuments';
import { readOnce } from './readOnce';
import type { Path, VersionPlace } from './VersionPlace';

/** Why a place is not edited, as the end of a sentence; undefined if nothing speaks against it. */
export async function reasonAgainst(
  { repository, ref, file, document, block, scalars }: VersionPlace,
  search: Search,
): Promise<string | undefined> {
  const files = search.files(repository, ref);
  if (!(await files.isBranch()))
    return `which is read at ${ref}, which is not a branch`;
  const text = (await files.read(file)) ?? '';
  const read = readOnce(search, text, file)[document];
  const inner = block && readBlock(read, block.path, file)?.[block.document];
  const reasons = Object.values(scalars).map(path =>
    block
      ? secretReason(read, file, block.path) ?? secretReason(inner, file, path)
      : secretReason(read, file, path),
  );
  return reasons.find(reason => reason !== undefined);
}

/** Why what stands at a path may be a secret, as the end of a sentence. */
export function secretReason(
  document: Document | undefined,
  file: string,
  path: Path,
): string | undefined {
  let value = valueOf(document, file);
  // A list of manifests has their kinds further down
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    const map = value as Record<string | number, unknown>;
    if (/Secret$/.test(String(map.kind)))
      return `which is in a document of kind ${map.kind}: that is never read`;
    if (map.sops !== undefined)
      return 'which is in a document that SOPS encrypts: that is never read';
    value = map[key];
  }
  return undefined;
}
