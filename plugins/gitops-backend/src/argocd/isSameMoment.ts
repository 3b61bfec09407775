import { isDeepStrictEqual } from 'node:util';
import type { Application } from './Application';

/** The fields that a GET answers and a list shows too. */
interface Observed {
  readonly status?: {
    readonly sync?: { readonly status?: Text } | null;
    readonly health?: { readonly status?: Text } | null;
    readonly operationState?: {
      readonly phase?: Text;
      readonly startedAt?: Text;
      readonly finishedAt?: Text;
    } | null;
  } | null;
}

type Text = string | null;

/**
 * Tells whether an answer about an Application is of the moment that was listed. Another replica of
 * argocd-server may answer from an older cache, and what is read of two moments must not be mixed.
 */
export function isSameMoment(
  { status }: Observed,
  listed: Application,
): boolean {
  const operation = status?.operationState;
  return isDeepStrictEqual(
    [
      status?.sync?.status || undefined,
      status?.health?.status || undefined,
      operation?.phase || undefined,
      operation?.startedAt || undefined,
      operation?.finishedAt || undefined,
    ],
    [
      listed.sync,
      listed.health,
      listed.operationPhase,
      listed.operationStartedAt,
      listed.operationFinishedAt,
    ],
  );
}
