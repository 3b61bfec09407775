import type { ResourceDetail } from 'backstage-plugin-gitops-common';
import type { ApplicationDetail } from '../argocd/detailSchemas';
import { readOperation, readResources } from '../diagnosis/applicationDetail';
import type {
  ComparedResource,
  OperationResource,
  ResourceName,
} from '../inventory/Diagnosis';
import { toLine } from '../judgement/text';

/**
 * In the order of their waves, what the operation applied joined with what the comparison shows:
 * only the latter knows waves, only the former phases. Hooks of other phases than `Sync` are not
 * compared.
 */
export function resourceDetails(detail: ApplicationDetail): ResourceDetail[] {
  const applied = readOperation(detail)?.resources ?? [];
  const byName = new Map(applied.map(one => [keyOf(one), one]));
  const compared = readResources(detail);
  const isCompared = new Set(compared.map(keyOf));
  return [
    ...compared.map(one => resourceDetail(one, one, byName.get(keyOf(one)))),
    ...applied
      .filter(one => one.hook !== undefined && !isCompared.has(keyOf(one)))
      .map(one => resourceDetail(one, undefined, one)),
  ].sort(
    (a, b) =>
      (a.wave ?? 0) - (b.wave ?? 0) ||
      a.kind.localeCompare(b.kind) ||
      a.name.localeCompare(b.name),
  );
}

function resourceDetail(
  { group, kind, namespace, name }: ResourceName,
  compared: ComparedResource | undefined,
  result: OperationResource | undefined,
): ResourceDetail {
  const message = result?.message ?? compared?.healthMessage;
  return {
    group,
    kind,
    namespace,
    name,
    wave: compared?.wave ?? null,
    phase: result?.syncPhase ?? null,
    startedAt: null,
    hook: result?.hook ?? (compared?.isHook ? 'Unknown' : null),
    sync: compared?.sync ?? null,
    health: compared?.health ?? null,
    operationPhase: result?.phase ?? null,
    isRefused: ['SyncFailed', 'PruneSkipped'].includes(result?.status ?? ''),
    message: message ? toLine(message) : null,
    images: [...(result?.images ?? [])],
  };
}

function keyOf({ group, kind, namespace, name }: ResourceName): string {
  return `${group}/${kind}/${namespace}/${name}`;
}
