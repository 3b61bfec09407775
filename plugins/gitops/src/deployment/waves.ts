import {
  ApplicationDetails,
  ResourceDetail,
} from 'backstage-plugin-gitops-common';

type Operation = Pick<ApplicationDetails, 'operation' | 'resources'>;

/** What the last operation did with one resource. */
export interface Step {
  resource: ResourceDetail;
  state: 'done' | 'running' | 'failed' | 'notReached';
  /** How long a hook took that failed; null where that is not known */
  tookMs: number | null;
}

/** What an operation applies at once. */
export interface Wave {
  /** `PreSync`, `Sync`, …; null of hooks that were not reached: only their results tell it */
  phase: string | null;
  /** Null where Argo CD doesn't tell it */
  wave: number | null;
  steps: Step[];
}

const phases = ['PreSync', 'Sync', null, 'PostSync', 'SyncFail'];

/** The last operation in its order, as far as Argo CD tells. */
export function wavesOf({ operation, resources }: Operation): Wave[] {
  if (operation === null) return [];
  const waves = new Map<string, Wave>();
  for (const resource of resources) {
    const step = stepOf(resource, operation);
    if (!step) continue;
    const phase = resource.phase ?? (resource.hook === null ? 'Sync' : null);
    const { wave } = resource;
    const key = `${phase} ${wave}`;
    const known = waves.get(key) ?? { phase, wave, steps: [] };
    waves.set(key, { ...known, steps: [...known.steps, step] });
  }
  return [...waves.values()].sort(
    (a, b) =>
      phases.indexOf(a.phase) - phases.indexOf(b.phase) ||
      (a.wave ?? 0) - (b.wave ?? 0),
  );
}

function stepOf(
  resource: ResourceDetail,
  operation: NonNullable<Operation['operation']>,
): Step | null {
  const state = stateOf(resource, operation.phase);
  if (state === null) return null;
  const { startedAt } = resource;
  const { finishedAt } = operation;
  const tookMs =
    state === 'failed' && startedAt !== null && finishedAt !== null
      ? Date.parse(finishedAt) - Date.parse(startedAt)
      : null;
  return { resource, state, tookMs };
}

/** Null where the operation succeeded without it: it was of other resources. */
function stateOf(
  { operationPhase, isRefused, health, hook }: ResourceDetail,
  operation: string,
): Step['state'] | null {
  if (isRefused || operationPhase === 'Failed' || operationPhase === 'Error')
    return 'failed';
  if (operationPhase === null)
    return operation === 'Succeeded' ? null : 'notReached';
  if (operation === 'Succeeded' || operationPhase !== 'Running') return 'done';
  // An operation waits until what it applied is healthy, hooks until they have ended
  if (health === 'Degraded') return 'failed';
  return hook !== null || health === 'Progressing' ? 'running' : 'done';
}

/** As many are read at a glance. */
const mostSteps = 12;

/**
 * Of an operation of many resources, what somebody looks for first: what failed, what runs, and
 * where it would have gone on.
 */
export function importantOf(waves: Wave[]): Wave[] {
  const all = waves.flatMap(({ steps }) => steps);
  if (all.length <= mostSteps) return waves;
  const next = waves.find(({ steps }) =>
    steps.every(({ state }) => state === 'notReached'),
  );
  return waves
    .map(wave => ({
      ...wave,
      steps: wave.steps
        .filter(
          ({ state }) =>
            state === 'failed' || state === 'running' || wave === next,
        )
        .slice(0, mostSteps),
    }))
    .filter(({ steps }) => steps.length > 0);
}
