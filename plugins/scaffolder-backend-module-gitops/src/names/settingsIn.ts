import type { Resources } from '../manifests/workload';
import { isByEnvironment } from './byEnvironment';

type ByEnvironment<T> = T | Readonly<Record<string, T>>;

/** What all environments share, and what each has other than that. */
export interface SharedAndOwn<T> {
  shared: T;
  ownOf(environment: string): T;
}

/** Settings with one value are shared; others are set in the environments that they name. */
export function settingsIn(
  env: Readonly<Record<string, ByEnvironment<string>>> = {},
): SharedAndOwn<Record<string, string>> {
  const entries = Object.entries(env);
  return {
    shared: Object.fromEntries(
      entries.flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value]] : [],
      ),
    ),
    ownOf: environment =>
      Object.fromEntries(
        entries.flatMap(([name, value]) =>
          isByEnvironment(value) && Object.hasOwn(value, environment)
            ? [[name, value[environment]]]
            : [],
        ),
      ),
  };
}

/** Resources with requests are shared; others are of the environments that they are named for. */
export function resourcesIn(
  resources: ByEnvironment<Resources> | undefined,
): SharedAndOwn<Resources | undefined> {
  const isShared = (value: ByEnvironment<Resources>): value is Resources =>
    'requests' in value && 'limits' in value;
  if (resources === undefined || isShared(resources))
    return { shared: resources, ownOf: () => undefined };
  return { shared: undefined, ownOf: environment => resources[environment] };
}
