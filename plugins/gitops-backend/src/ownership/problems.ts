import { stringifyEntityRef } from '@backstage/catalog-model';
import type { AnnotationProblem } from 'backstage-plugin-gitops-common';
import type { ServiceQuery } from '../environments/ServiceLocator';
import type { Claim } from './Claim';

const MAX_NAMED = 3;

/** What is wrong with the Applications that an entity refers to, as one caller may know it. */
export function ownershipProblems(
  { service, claim: annotation }: ServiceQuery,
  claims: readonly Claim[],
  options: {
    serviceLabel: string;
    /** Whether the caller may know of an entity */
    shows(entityRef: string): boolean;
  },
): AnnotationProblem[] {
  const { serviceLabel, shows } = options;
  const problems = new Map<string, AnnotationProblem>();
  const add = (code: AnnotationProblem['code'], message: string) =>
    problems.set(message, { code, annotation, message });

  const others = claims.filter(one => one.isVisible && !one.isOwn);
  for (const [owner, names] of namesByOwner(others)) {
    const [belongs, it] =
      names.length === 1 ? ['belongs', 'it'] : ['belong', 'them'];
    add(
      'ownedByOther',
      `${listed(
        names,
      )} ${belongs} to ${owner}, which the label ${serviceLabel} names. Nobody can act on ${it} from this page. Remove ${it} from the annotation, or correct the label.`,
    );
  }
  for (const { isOwn, ownership } of claims) {
    const refs = ownership.owners.map(stringifyEntityRef);
    if (!isOwn || refs.length < 2) continue;
    const named = refs
      .filter(ref => ref !== service)
      .map(ref => (shows(ref) ? ref : 'an entity that you may not see'));
    if (ownership.by === 'ambiguousLabel')
      add(
        'ambiguousName',
        `${listed(
          named,
        )} has the same name, so it is not known whose the Applications are, and nobody can act on them. Rename one of the Components, or remove its namespace from gitops.catalogNamespaces.`,
      );
    else
      add(
        'sharedClaim',
        `${listed(
          named,
        )} claims Applications of this service too. Only who has the right on all of these entities sees them and acts on them. Remove one of the annotations, or let the label ${serviceLabel} name the Component that owns them.`,
      );
  }
  return [...problems.values()];
}

/** Why nobody can act on some Applications from where they are shown; undefined where one can. */
export function refusalOf(claims: readonly Claim[]): string | undefined {
  for (const { application, ownership, isOwn } of claims) {
    const { owners, by } = ownership;
    const refs = owners.map(stringifyEntityRef);
    if (by === 'ambiguousLabel')
      return `Nobody can act on ${
        application.name
      }: its label names several Components, ${refs.join(' and ')}`;
    if (!isOwn)
      return `${application.name} belongs to ${
        refs.join(' and ') || 'no entity'
      }: act on it there`;
  }
  return undefined;
}

function namesByOwner(claims: readonly Claim[]): [string, string[]][] {
  const names = new Map<string, string[]>();
  for (const { application, ownership } of claims) {
    const owner = ownership.owners.map(stringifyEntityRef).join(' or ');
    names.set(owner, [...(names.get(owner) ?? []), application.name]);
  }
  return [...names].sort(([a], [b]) => a.localeCompare(b));
}

function listed(names: readonly string[]): string {
  const sorted = [...new Set(names)].sort();
  const rest = sorted.length - MAX_NAMED;
  const shown =
    rest > 0 ? [...sorted.slice(0, MAX_NAMED), `${rest} more`] : sorted;
  return shown.length < 2
    ? shown.join()
    : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
