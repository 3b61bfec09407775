import { stringifyEntityRef } from '@backstage/catalog-model';
import type {
  AnnotationProblem,
  AnnotationProblemCause,
} from 'backstage-plugin-gitops-common';
import { annotationProblem } from '../environments/annotations';
import type { ServiceQuery } from '../environments/ServiceLocator';
import type { Claim } from './Claim';

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
  const { serviceLabel: label, shows } = options;
  const others = claims.filter(one => one.isVisible && !one.isOwn);
  const causes = namesByOwners(others).map(
    (params): AnnotationProblemCause => ({
      code: 'ownedByOther',
      params: { ...params, label },
    }),
  );
  for (const { isOwn, ownership } of claims) {
    const refs = ownership.owners.map(stringifyEntityRef);
    if (!isOwn || refs.length < 2) continue;
    const otherRefs = refs.filter(ref => ref !== service).sort();
    const entities = otherRefs.filter(shows);
    const areSomeHidden = entities.length < otherRefs.length;
    causes.push(
      ownership.by === 'ambiguousLabel'
        ? { code: 'ambiguousName', params: { entities, areSomeHidden } }
        : { code: 'sharedClaim', params: { entities, areSomeHidden, label } },
    );
  }
  // Several Applications may have the same problem
  const problems = causes.map(cause => annotationProblem(annotation, cause));
  return [...new Map(problems.map(one => [JSON.stringify(one), one])).values()];
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

function namesByOwners(
  claims: readonly Claim[],
): { applications: string[]; owners: string[] }[] {
  const byOwners = new Map<string, { names: Set<string>; owners: string[] }>();
  for (const { application, ownership } of claims) {
    const owners = ownership.owners.map(stringifyEntityRef);
    const key = owners.join();
    const known = byOwners.get(key) ?? { names: new Set(), owners };
    known.names.add(application.name);
    byOwners.set(key, known);
  }
  return [...byOwners]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([, { names, owners }]) => ({
      applications: [...names].sort(),
      owners,
    }));
}
