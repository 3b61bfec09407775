import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';

/** References as the catalog writes them, each once. @throws InputError for what is none */
export function servicesOf({
  services,
}: {
  services: readonly string[];
}): string[] {
  return [...new Set(services.map(normalized))];
}

/** A reference as the catalog writes it. @throws InputError for what is none */
export function normalized(ref: string): string {
  try {
    return stringifyEntityRef(parseEntityRef(ref));
  } catch {
    throw new InputError(
      `${ref} is not the reference of an entity, such as component:default/orders`,
    );
  }
}
