import { automaticRequester } from 'backstage-plugin-gitops-common';
import type { Person } from './StoredPromotion';

/** The portal itself, as the requester of promotions: Git has its name in English. */
export const AUTOMATIC: Person = {
  ref: automaticRequester,
  name: 'Automatic promotion',
};

/** Whether it is the portal itself. @param ref - of who did something */
export function isAutomatic(ref: string): boolean {
  return ref === AUTOMATIC.ref;
}

/** As causes name who did something: sentences name the portal itself in each language. */
export function nameInCauses({ ref, name }: Person): string {
  return isAutomatic(ref) ? ref : name;
}
