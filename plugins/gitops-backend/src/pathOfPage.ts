import { parseEntityRef } from '@backstage/catalog-model';

/** Path of a service's page in the portal. */
export function pathOfPage(service: string): string {
  const { kind, namespace, name } = parseEntityRef(service);
  return `/catalog/${[namespace, kind, name]
    .map(encodeURIComponent)
    .join('/')}`;
}

/** Path of a promotion on the page of its service. */
export function pathOfPromotion(promotion: {
  service: string;
  id: string;
}): string {
  const query = new URLSearchParams({ promotion: promotion.id });
  return `${pathOfPage(promotion.service)}/promotions?${query}`;
}
