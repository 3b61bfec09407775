import { parseEntityRef } from '@backstage/catalog-model';
import type { ApplicationRef } from './api';

/** Under `v1/`, as the API's description has them. */
export function servicePath(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return `services/${path(kind, namespace, name)}`;
}

export function applicationPath({
  instance,
  namespace,
  name,
}: ApplicationRef): string {
  return `deployments/${path(instance, namespace, name)}`;
}

/** Without those that are undefined. */
export function queryOf(
  parts: Readonly<Record<string, string | number | undefined>>,
): URLSearchParams {
  return new URLSearchParams(
    Object.entries(parts).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
}

/** Segments of a path, as they stand in an address. */
export function path(...segments: string[]): string {
  return segments.map(encodeURIComponent).join('/');
}
