import { ResourceDetail } from 'backstage-plugin-gitops-common';

const fromWorstToBest = [
  'Degraded',
  'Missing',
  'Unknown',
  'Suspended',
  'Progressing',
];

/** Resources by how much they need somebody's attention; otherwise in their order. */
export function worstFirst(resources: ResourceDetail[]): ResourceDetail[] {
  return [...resources].sort((a, b) => badness(b) - badness(a));
}

export function hasProblem(resource: ResourceDetail): boolean {
  return badness(resource) > 0;
}

function badness({ health, sync, isRefused }: ResourceDetail): number {
  const rank = fromWorstToBest.indexOf(health ?? '');
  const ofHealth = rank < 0 ? 0 : fromWorstToBest.length - rank;
  return (isRefused ? 20 : 0) + 2 * ofHealth + (sync === 'OutOfSync' ? 1 : 0);
}
