import { parseEntityRef } from '@backstage/catalog-model';

/** Path of a service's page in the portal. */
export function pathOfPage(service: string): string {
  const { kind, namespace, name } = parseEntityRef(service);
  return `/catalog/${[namespace, kind, name]
    .map(encodeURIComponent)
    .join('/')}`;
}
