import { InputError } from '@backstage/errors';
import { Entry, isEntry } from './addEntries';
import { filled } from './filled';
import type { FoundSet, Generator } from './readApplicationSet';

interface Expression {
  key: string;
  operator: string;
  values?: string[];
}

interface Rollout {
  strategy?: {
    type?: string;
    rollingSync?: { steps?: { matchExpressions?: Expression[] }[] };
  };
  template?: { metadata?: { labels?: Record<string, string> } };
  templatePatch?: string;
}

/**
 * Refuses an entry whose Application would be in no step of a set that rolls out step by step: Argo
 * CD would never sync it.
 *
 * @throws InputError which says what step to add
 */
export function checkSteps(set: FoundSet, entries: readonly Entry[]): void {
  const { strategy, template, templatePatch = '' } = set.spec as Rollout;
  const steps = strategy?.rollingSync?.steps;
  // What a patch makes of the labels is not known here
  if (strategy?.type !== 'RollingSync' || !steps) return;
  if (templatePatch.includes('labels')) return;
  const labels = template?.metadata?.labels ?? {};
  for (const entry of entries) {
    const isTaken = steps.some(({ matchExpressions = [] }) =>
      matchExpressions.every(({ key, operator, values = [] }) => {
        if (!Object.hasOwn(labels, key)) return operator === 'NotIn';
        const label = filled(labels[key], entry);
        return (
          label === undefined || values.includes(label) === (operator === 'In')
        );
      }),
    );
    if (isTaken) continue;
    throw new InputError(
      `ApplicationSet ${set.name} rolls out step by step, and none of its steps takes ${entry.service} in ${entry.environment}: Argo CD would never sync it. Add a step where it belongs in the order: {matchExpressions: [{key: environment, operator: In, values: [${entry.environment}]}]}`,
    );
  }
}

/**
 * Says that a set which rolls out step by step has another service too; undefined where it has
 * none, or does not roll out so.
 */
export function sharedRollout(
  { name, spec }: FoundSet,
  { elements }: Generator,
  service: string,
): string | undefined {
  if ((spec as Rollout).strategy?.type !== 'RollingSync') return undefined;
  const other = (Array.isArray(elements) ? elements : []).find(
    one => isEntry(one) && one.service !== service,
  );
  return (
    other &&
    `ApplicationSet ${name} rolls out step by step, and has ${other.service} too: each step waits until all of its Applications are healthy, so that one service holds up the other`
  );
}
