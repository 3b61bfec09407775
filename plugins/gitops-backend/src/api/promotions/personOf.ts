import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { isAutomatic } from '../../promotions/automatic';
import type { Person } from '../../promotions/StoredPromotion';
import type { Access } from '../Access';
import { callerRef } from '../audited';

/** Who calls, as commits and pages name them. */
export async function personOf(
  access: Pick<Access, 'entity'>,
  credentials: BackstageCredentials,
): Promise<Person> {
  const ref = callerRef(credentials);
  const entity = ref.startsWith('user:') ? await access.entity(ref) : undefined;
  return { ref, name: nameOf(entity) ?? ref };
}

function nameOf(entity: Entity | undefined): string | undefined {
  const profile = entity?.spec?.profile as
    | { displayName?: unknown }
    | undefined;
  const name = profile?.displayName ?? entity?.metadata.title;
  // Nobody passes for the portal itself
  if (typeof name === 'string' && name.trim() && !isAutomatic(name.trim()))
    return name.trim();
  return entity && stringifyEntityRef(entity).split('/').at(-1);
}
