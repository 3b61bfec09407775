import type { Person, StoredPromotion } from './StoredPromotion';

/** The portal itself, as the requester of promotions. No entity and no token has such a name. */
export const AUTOMATIC: Person = {
  ref: 'auto:gitops',
  name: 'Automatic promotion',
};

/** Whether the portal requested it by itself. */
export function isAutomatic({
  requestedBy,
}: Pick<StoredPromotion, 'requestedBy'>): boolean {
  return requestedBy === AUTOMATIC.ref;
}
