import {
  insertItems,
  readDocuments,
  removeAt,
  setValue,
  valueOf,
  type ScalarPlace,
} from 'backstage-plugin-gitops-node';
import { toYaml } from './toYaml';

/** What a container asks for; what is absent is as it was. */
export interface SomeResources {
  requests?: { cpu?: string; memory?: string };
  limits?: { cpu?: string; memory?: string };
}

/** What differs in one environment. */
export interface Settings {
  env: Readonly<Record<string, string>>;
  resources?: SomeResources;
}

/** Name of the container that the first day writes. */
export const CONTAINER = 'app';

/** File of an overlay with what differs from the base. */
export const SETTINGS = 'settings.yaml';

/** A patch of a Deployment, with what one environment has other than the base. */
export function settingsPatch(
  { env, resources }: Settings,
  {
    deployment,
    container = CONTAINER,
    environment,
  }: { deployment: string; container?: string; environment: string },
): string {
  const variables = Object.entries(env).map(([name, value]) => ({
    name,
    value,
  }));
  return toYaml(
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: deployment },
      spec: {
        template: {
          spec: {
            containers: [
              {
                name: container,
                ...(variables.length > 0 && { env: variables }),
                ...(resources && { resources }),
              },
            ],
          },
        },
      },
    },
    `What ${deployment} has other than its base in ${environment}`,
  );
}

/** Where settings stand in a file: in a container, or in Helm values. */
export interface SettingsPlace {
  file: string;
  document: number;
  path: readonly (string | number)[];
}

/**
 * A text with other settings: every other byte is as it was. Variables are a list of names and
 * values, or a map, as the file has them.
 *
 * @param unset - names of variables that it is not to have
 * @throws InputError where the file can't be edited
 */
export function withSettings(
  text: string,
  place: SettingsPlace,
  { env, resources }: Settings,
  unset: readonly string[],
  emptyEnv: 'list' | 'map',
): string {
  const at = (...more: (string | number)[]): ScalarPlace => ({
    file: place.file,
    document: place.document,
    path: [...place.path, ...more],
  });
  let edited = text;
  for (const kind of ['requests', 'limits'] as const)
    for (const name of ['cpu', 'memory'] as const) {
      const value = resources?.[kind]?.[name];
      if (value) edited = setValue(edited, at('resources', kind, name), value);
    }
  for (const [name, value] of Object.entries(env))
    edited = withVariable(edited, at('env'), name, value, emptyEnv);
  for (const name of unset) edited = withoutVariable(edited, at('env'), name);
  return edited;
}

function withVariable(
  text: string,
  place: ScalarPlace,
  name: string,
  value: string,
  emptyEnv: 'list' | 'map',
): string {
  const there = valueAt(text, place);
  const isList = Array.isArray(there);
  if (isList && there.length > 0) {
    const index = indexOf(there, name);
    return index < 0
      ? insertItems(text, place, [
          { index: there.length, items: [{ name, value }] },
        ])
      : setValue(text, below(place, index, 'value'), value);
  }
  if (isList)
    return insertItems(text, place, [{ index: 0, items: [{ name, value }] }]);
  return emptyEnv === 'list' && (there === undefined || there === null)
    ? setValue(text, place, [{ name, value }])
    : setValue(text, below(place, name), value);
}

function withoutVariable(
  text: string,
  place: ScalarPlace,
  name: string,
): string {
  const there = valueAt(text, place);
  const key = Array.isArray(there) ? indexOf(there, name) : name;
  const isThere = Array.isArray(there)
    ? key !== -1
    : Object.hasOwn(Object(there), name);
  return isThere ? removeAt(text, below(place, key)) : text;
}

function indexOf(list: readonly unknown[], name: string): number {
  return list.findIndex(
    one => (one as { name?: unknown } | null)?.name === name,
  );
}

function below(place: ScalarPlace, ...more: (string | number)[]): ScalarPlace {
  return { ...place, path: [...place.path, ...more] };
}

/** What a file says at a place; undefined where there is nothing. */
export function valueAt(
  text: string,
  { file, document = 0, path }: ScalarPlace,
): unknown {
  return path.reduce<unknown>(
    (there, key) =>
      typeof there === 'object' && there !== null
        ? (there as Record<string | number, unknown>)[key]
        : undefined,
    valueOf(readDocuments(text, file)[document], file),
  );
}
