import { automaticRequester } from '../automaticRequest';

/** The people among those who did something: it may have been the portal itself. */
export function withoutPortal(names: readonly string[]): string[] {
  return names.filter(name => name !== automaticRequester);
}
