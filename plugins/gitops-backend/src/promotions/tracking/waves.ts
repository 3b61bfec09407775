import type { PromotionWave } from 'backstage-plugin-gitops-common';
import type {
  ComparedResource,
  Diagnosis,
  OperationResource,
} from '../../inventory/Diagnosis';
import { isWorkload } from '../../diagnosis/workloads';
import { toLine } from '../../judgement/text';

/**
 * What an operation does, wave by wave, as far as it says something of a deployment: secrets,
 * hooks, workloads, and whatever failed.
 */
export function wavesOf(diagnosis: Diagnosis | undefined): PromotionWave[] {
  if (!diagnosis) return [];
  const applied = new Map(
    (diagnosis.operation?.resources ?? []).map(one => [keyOf(one), one]),
  );
  return diagnosis.resources
    .map(resource => waveOf(resource, applied.get(keyOf(resource))))
    .filter(
      ({ resource, wave }) =>
        resource.isHook ||
        resource.kind === 'ExternalSecret' ||
        isWorkload(resource) ||
        wave.state === 'failed',
    )
    .map(({ wave }) => wave)
    .sort((a, b) => a.wave - b.wave || a.name.localeCompare(b.name));
}

function waveOf(
  resource: ComparedResource,
  result: OperationResource | undefined,
): { resource: ComparedResource; wave: PromotionWave } {
  // A resource that this operation has not reached still has its health of before
  const message = result && (result.message ?? resource.healthMessage);
  return {
    resource,
    wave: {
      wave: resource.wave,
      kind: resource.kind,
      name: resource.name,
      state: stateOf(resource, result),
      message: message ? toLine(message) : null,
    },
  };
}

function stateOf(
  { health }: ComparedResource,
  result: OperationResource | undefined,
): PromotionWave['state'] {
  if (!result) return 'notReached';
  if (result.phase === 'Failed' || result.phase === 'Error') return 'failed';
  if (result.status === 'SyncFailed' || health === 'Degraded') return 'failed';
  if (result.phase === 'Running' || health === 'Progressing') return 'running';
  return 'done';
}

function keyOf(one: {
  group: string;
  kind: string;
  namespace: string;
  name: string;
}): string {
  return `${one.group}/${one.kind}/${one.namespace}/${one.name}`;
}
