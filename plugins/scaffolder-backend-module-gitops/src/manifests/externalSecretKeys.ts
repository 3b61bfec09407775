import {
  insertItems,
  readDocuments,
  removeAt,
  setValue,
  valueOf,
} from 'backstage-plugin-gitops-node';
import { keyItem, SecretKey } from './externalSecret';

/** An ExternalSecret as it stands in a file. */
export interface FoundSecret {
  file: string;
  text: string;
  /** Which of the file's documents, from 0 */
  document: number;
  /** Of the Secret that it makes */
  target: string;
  keys: SecretKey[];
  /** Whether it takes more keys from the store, whose names only the store knows */
  hasMore: boolean;
}

interface Manifest {
  kind?: string;
  metadata?: { name?: string };
  spec?: {
    target?: { name?: string };
    data?: { secretKey?: string; remoteRef?: Partial<SecretKey> }[];
    dataFrom?: unknown[];
  };
}

/** All ExternalSecrets of a file. @throws InputError where it can't be read */
export function readExternalSecrets(text: string, file: string): FoundSecret[] {
  return readDocuments(text, file).flatMap((one, document) => {
    const manifest = valueOf(one, file) as Manifest | null | undefined;
    if (manifest?.kind !== 'ExternalSecret') return [];
    const { metadata, spec } = manifest;
    const data = Array.isArray(spec?.data) ? spec.data : [];
    return {
      file,
      text,
      document,
      target: String(spec?.target?.name ?? metadata?.name ?? ''),
      keys: data.map(({ secretKey, remoteRef }) => ({
        secretKey: String(secretKey ?? ''),
        key: String(remoteRef?.key ?? ''),
        ...(remoteRef?.property && { property: String(remoteRef.property) }),
      })),
      hasMore: Array.isArray(spec?.dataFrom) && spec.dataFrom.length > 0,
    };
  });
}

/**
 * The file with one key more in its ExternalSecret, written as those that are there.
 *
 * @throws InputError where the file can't be edited
 */
export function withKey(found: FoundSecret, key: SecretKey): string {
  const { text, file, document, keys } = found;
  const place = { file, document, path: ['spec', 'data'] };
  const manifest = valueOf(
    readDocuments(text, file)[document],
    file,
  ) as Manifest;
  const item = keyItem(key);
  if (!manifest.spec?.data) return setValue(text, place, [item]);
  // Without the defaults where the others have none: the operator that reads them adds none
  const like: Record<string, unknown> =
    manifest.spec.data[0]?.remoteRef ?? item.remoteRef;
  const remoteRef = Object.fromEntries(
    Object.entries(item.remoteRef).filter(
      ([field]) => field === 'key' || field === 'property' || field in like,
    ),
  );
  return insertItems(text, place, [
    { index: keys.length, items: [{ ...item, remoteRef }] },
  ]);
}

/** With other values of one key. @throws InputError where the file can't be edited */
export function withChangedKey(
  { text, file, document }: FoundSecret,
  index: number,
  { secretKey, key, property }: Partial<SecretKey>,
): string {
  const path = ['spec', 'data', index];
  const changes: [(string | number)[], string | undefined][] = [
    [[...path, 'secretKey'], secretKey],
    [[...path, 'remoteRef', 'key'], key],
    [[...path, 'remoteRef', 'property'], property],
  ];
  return changes.reduce(
    (edited, [place, value]) =>
      value === undefined
        ? edited
        : setValue(edited, { file, document, path: place }, value),
    text,
  );
}

/** Without one key. @throws InputError where the file can't be edited */
export function withoutKey(
  { text, file, document }: FoundSecret,
  index: number,
): string {
  return removeAt(text, { file, document, path: ['spec', 'data', index] });
}
