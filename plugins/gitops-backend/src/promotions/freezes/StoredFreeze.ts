import { EVERYTHING } from 'backstage-plugin-gitops-common';
import type { Person } from '../StoredPromotion';

/** A freeze that somebody made at run time, as the database keeps it. Times are ISO 8601. */
export interface StoredFreeze extends FreezeScope {
  readonly id: string;
  readonly reason: string;
  readonly from: string;
  /** Undefined where somebody has to end it */
  readonly until?: string;
  /** IANA name */
  readonly timeZone: string;
  readonly createdBy: Person;
  readonly createdAt: string;
  /** Who ended it before its time */
  readonly endedBy?: Person;
  readonly endedAt?: string;
}

/** What is frozen: names, or {@link EVERYTHING} alone. */
export interface FreezeScope {
  /** References of entities */
  readonly services: readonly string[];
  readonly environments: readonly string[];
}

/** Where something would be promoted. */
export interface Place {
  /** Reference of the entity */
  readonly service: string;
  readonly environment: string;
}

export function covers(
  scope: FreezeScope,
  { service, environment }: Place,
): boolean {
  return (
    coversService(scope, service) && isAmong(environment, scope.environments)
  );
}

export function coversService(
  { services }: FreezeScope,
  service: string,
): boolean {
  return isAmong(service, services);
}

/** Names of the environments in a scope, of those that there are where it is every one. */
export function environmentsIn(
  { environments }: FreezeScope,
  all: readonly { readonly name: string }[],
): readonly string[] {
  return isEverything(environments)
    ? all.map(({ name }) => name)
    : environments;
}

export function isEverything(names: readonly string[]): boolean {
  return names.includes(EVERYTHING);
}

/** Whether somebody ended it, or its time is over. */
export function isOver(
  { endedAt, until }: Pick<StoredFreeze, 'endedAt' | 'until'>,
  now: number,
): boolean {
  return (
    endedAt !== undefined || (until !== undefined && Date.parse(until) <= now)
  );
}

function isAmong(name: string, names: readonly string[]): boolean {
  return isEverything(names) || names.includes(name);
}
