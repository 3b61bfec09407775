/**
 * Somebody who can be chosen on the pages. There are no accounts and no passwords: it is a
 * simulation.
 */
export interface Person {
  login: string;
  name: string;
  /** Whether they may push and merge; the others only read, comment and open pull requests */
  canPush: boolean;
}

/** The people of every forge, who also have tokens of their own (see `authenticate`). */
export const people: readonly Person[] = [
  { login: 'ada', name: 'Ada Osei', canPush: true },
  { login: 'grace', name: 'Grace Lund', canPush: true },
  { login: 'hana', name: 'Hana Sato', canPush: true },
  { login: 'omar', name: 'Omar Haddad', canPush: true },
  { login: 'ana', name: 'Ana Ribeiro', canPush: true },
  { login: 'jonas', name: 'Jonas Weber', canPush: true },
  { login: 'mei', name: 'Mei Tanaka', canPush: true },
  { login: 'nora', name: 'Nora Lindqvist', canPush: true },
  { login: 'guest', name: 'Guest', canPush: false },
];

export function personNamed(login: string | null): Person | undefined {
  return people.find(person => person.login === login?.toLowerCase());
}
