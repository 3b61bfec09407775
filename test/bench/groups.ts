/** Has every right, without conditions, by the portal's policy. */
export const PLATFORM = 'group:default/platform';
/** Sees what its team owns only: a condition that the bench adds to the portal's policy. */
export const OWNERS = 'group:default/owners';
/** Owns all services of the benches. */
export const TEAM = 'group:default/team-a';
