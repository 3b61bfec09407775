import { posix } from 'node:path';
import { InputError } from '@backstage/errors';
import type { JsonValue } from '@backstage/types';
import type { SecretStoreKind } from 'backstage-plugin-gitops-common';
import { inParallel, setValue, type Value } from 'backstage-plugin-gitops-node';
import type { Draft } from '../draft/Draft';
import type { SecretKey } from '../manifests/externalSecret';
import { readExternalSecrets } from '../manifests/externalSecretKeys';
import { withEnvironment } from '../manifests/withEnvironment';
import { valueFor } from '../names/byEnvironment';
import { pathOf } from '../names/layout';
import { entryIn } from '../names/secretKeys';

/** Which environment is made of which, and where things are. */
export interface NewEnvironment {
  from: string;
  to: string;
  /** Names of other environments */
  others: readonly string[];
  /** Patterns of paths */
  overlay: string;
  entry: string;
  valuesFile: string;
  /** Fields of the entries that are others in the new environment */
  values: Readonly<Record<string, JsonValue>>;
  provider: SecretStoreKind;
  prefixes?: readonly string[];
}

/** What one service has in the new environment. */
export interface Copied {
  /** By their paths */
  files: [string, string][];
  /** Keys of its ExternalSecrets */
  keys: SecretKey[];
}

/**
 * The files of one service in a new environment, as they are in another, with the names changed.
 *
 * @throws InputError where the service is not in the other environment, or its ExternalSecret would
 *   read entries that are not its own
 */
export async function copyEnvironment(
  draft: Draft,
  service: string,
  environment: NewEnvironment,
): Promise<Copied> {
  const { from, to, overlay, entry, valuesFile, values } = environment;
  const names = { service, environment: to };
  const folder = pathOf(overlay, { service, environment: from });
  const target = pathOf(overlay, names);
  const paths = new Map(
    (await draft.files(folder)).map(path => [
      path,
      posix.join(
        target,
        withEnvironment(posix.relative(folder, path), '', environment),
      ),
    ]),
  );
  for (const pattern of [entry, valuesFile]) {
    const path = pathOf(pattern, { service, environment: from });
    const copy = pathOf(pattern, names);
    if (path !== copy && !path.startsWith(`${folder}/`)) paths.set(path, copy);
  }
  const files = await inParallel(paths, async ([path, copy]) => {
    const text = await draft.read(path);
    if (text === undefined) return [];
    const renamed = withEnvironment(text, path, environment);
    const isEntry = copy === pathOf(entry, names);
    return [[copy, isEntry ? withValues(renamed, copy) : renamed]] as [
      string,
      string,
    ][];
  });
  const found = files.flat();
  if (found.length === 0)
    throw new InputError(
      `${service} is not in ${from}: the repository has no ${folder}. Leave it out of services, or give another environment in from`,
    );
  return { files: found, keys: found.flatMap(keysIn) };

  function withValues(text: string, file: string): string {
    return Object.entries(values).reduce(
      (edited, [field, value]) =>
        setValue(
          edited,
          { file, path: [field] },
          valueFor(value, names, `input.values.${field}`) as Value,
        ),
      text,
    );
  }

  function keysIn([file, text]: [string, string]): SecretKey[] {
    if (!/\.ya?ml$/.test(file) || !text.includes('ExternalSecret')) return [];
    const { provider, prefixes } = environment;
    return readExternalSecrets(text, file).flatMap(({ keys }) =>
      keys.map(one => ({
        ...one,
        key: entryIn(
          one.key,
          `The entry of ${one.secretKey} in ${file}`,
          names,
          provider,
          prefixes,
        ),
      })),
    );
  }
}
