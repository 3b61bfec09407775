/** Somebody of the simulation's catalog, as whom the portal can be opened. */
export interface Person {
  /** Of the User entity */
  readonly name: string;
  readonly title: string;
  readonly may: string;
}

/**
 * One for each part of the backend's permission policy. Those named in
 * `auth.providers.people.names` get in.
 */
export const people: readonly Person[] = [
  {
    name: 'ana',
    title: 'Ana Ribeiro',
    may: 'Team A. Promotes its services: payments, catalog, ledger, pricing, shipping and more',
  },
  {
    name: 'jonas',
    title: 'Jonas Weber',
    may: 'Team B. Promotes its services: orders, search, identity, reviews and more',
  },
  {
    name: 'nora',
    title: 'Nora Lindqvist',
    may: 'Reviewers. Merges promotions of every service',
  },
  {
    name: 'mei',
    title: 'Mei Tanaka',
    may: 'Platform. Promotes every service, and past a gate that blocks, with a reason',
  },
];

/** Is in no team: sees what runs, but neither who promoted it nor why. */
export const guest: Person = {
  name: 'guest',
  title: 'Guest',
  may: 'Sees what runs where. Promotes nothing, and reads nobody’s reasons',
};
