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

export function promotionPath(id: string): string {
  return `promotions/${path(id)}`;
}

export function releasePath(id: string): string {
  return `releases/${path(id)}`;
}

/** With a query of what is given, and neither empty nor false. */
export function withQuery(
  resource: string,
  of: Record<string, string | number | boolean | undefined>,
): string {
  const given = Object.entries(of).flatMap(([name, value]) =>
    value ? [[name, String(value)]] : [],
  );
  return given.length > 0
    ? `${resource}?${new URLSearchParams(given)}`
    : resource;
}

/** Segments of a path, as they stand in an address. */
export function path(...segments: string[]): string {
  return segments.map(encodeURIComponent).join('/');
}
