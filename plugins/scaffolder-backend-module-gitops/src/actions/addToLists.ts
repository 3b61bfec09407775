import type { LoggerService } from '@backstage/backend-plugin-api';
import type { JsonValue } from '@backstage/types';
import type { Draft } from '../draft/Draft';
import type { Entry } from '../manifests/addEntries';
import { findsFolder } from '../manifests/findsFolder';
import { generatorFor } from '../manifests/generatorFor';
import { readApplicationSet } from '../manifests/readApplicationSet';
import { withEnvironment } from '../manifests/withEnvironment';
import { withNewEnvironment } from '../manifests/withNewEnvironment';
import { valueFor } from '../names/byEnvironment';
import { pathOf } from '../names/layout';
import type { NewEnvironment } from './copyEnvironment';

/**
 * Adds the new environment where an ApplicationSet lists services; a git generator finds the files
 * by itself.
 *
 * @param file - of the set; with {service} in it, each service has one of its own
 * @returns the files that it has changed
 * @throws InputError, ConflictError where the set can't have it
 */
export async function addToLists(
  draft: Draft,
  services: readonly string[],
  environment: NewEnvironment,
  {
    file,
    name,
    logger,
  }: { file: string; name?: string; logger: LoggerService },
): Promise<string[]> {
  const byFile = new Map<string, string[]>();
  for (const service of services) {
    const path = pathOf(file, { service });
    byFile.set(path, [...(byFile.get(path) ?? []), service]);
  }
  const changed: string[] = [];
  for (const [path, ofFile] of byFile) {
    const text = await draft.read(path);
    if (text === undefined) {
      logger.warn(
        `The repository has no ${path}: where an ApplicationSet or an App of Apps lists the services, add ${environment.to} there`,
      );
      continue;
    }
    const after = withElements(text, path, ofFile, environment, name);
    if (after === text) continue;
    await draft.write(path, after);
    changed.push(path);
  }
  return changed;
}

function withElements(
  text: string,
  file: string,
  services: readonly string[],
  environment: NewEnvironment,
  name: string | undefined,
): string {
  const { to, overlay, entry, values } = environment;
  const set = readApplicationSet(text, file, name);
  const names = { service: services[0], environment: to };
  if (findsFolder(set, pathOf(overlay, names))) return text;
  const generator = generatorFor(set, {
    setFile: file,
    file: pathOf(entry, names),
  });
  if (generator.files) return text;
  return withNewEnvironment(
    { file, text, set, generator },
    services,
    environment,
    (element, service): Entry => {
      const own = Object.entries(element).map(([field, value]) => [
        field,
        field in values
          ? valueFor(
              values[field],
              { service, environment: to },
              `input.values.${field}`,
            )
          : renamed(value as JsonValue, environment),
      ]);
      return Object.fromEntries([...own, ['environment', to]]);
    },
  );
}

function renamed(value: JsonValue, environment: NewEnvironment): JsonValue {
  return typeof value === 'string'
    ? withEnvironment(value, '', environment)
    : value;
}
