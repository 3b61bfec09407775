import { nameOf } from '../inventory/Diagnosis';
import type { Facts } from './facts';
import { toLine } from './text';
import type { Verdict } from './Verdict';

/**
 * Resources are deleted within seconds. What takes longer waits for a finalizer, or for somebody.
 */
const HANGS_AFTER_MS = 5 * 60_000;

export function deletionVerdict(
  { application: { deletedSince }, diagnosis }: Facts,
  now: number,
): Verdict | undefined {
  if (deletedSince === undefined) return undefined;
  const error = diagnosis?.conditions.find(
    ({ type }) => type === 'DeletionError',
  );
  const failed = error && failedHooksOf(error.message);
  if (failed)
    return {
      state: 'failed',
      cause: { code: 'deletionHookFailed', params: failed },
      since: deletedSince,
    };
  const unconfirmed = diagnosis?.unconfirmedDeletions ?? [];
  if (!error && unconfirmed.length > 0)
    return {
      state: 'waiting',
      cause: {
        code: 'deletionUnconfirmed',
        params: { resources: unconfirmed.map(nameOf) },
      },
      since: deletedSince,
    };
  const hook = diagnosis?.deletionHook;
  if (!error && hook)
    return {
      state: hook.stuckAt ? 'degraded' : 'waiting',
      cause: {
        code: 'deletionHookRunning',
        params: {
          hook: hook.type,
          resources: [...hook.resources],
          stuckAt: hook.stuckAt,
        },
      },
      since: deletedSince,
    };
  if (!error && now - Date.parse(deletedSince) < HANGS_AFTER_MS)
    return {
      state: 'waiting',
      cause: { code: 'deleting', params: {} },
      since: deletedSince,
    };
  const left = (diagnosis?.resources ?? []).filter(
    ({ health, isHook }) =>
      !isHook && health !== undefined && health !== 'Missing',
  );
  const detail = error
    ? toLine(error.message)
    : left.find(({ healthMessage }) => healthMessage)?.healthMessage;
  return {
    state: error ? 'failed' : 'degraded',
    cause: {
      code: 'deletionHangs',
      params: { resources: left.map(nameOf), detail },
    },
    since: deletedSince,
  };
}

/** Argo CD writes `PreDelete hook(s) failed: shop/backup, shop/notify`. */
function failedHooksOf(message: string) {
  const [, hook, names] =
    /\b(PreDelete|PostDelete) hook\(s\) failed: (.+)$/.exec(toLine(message)) ??
    [];
  return names ? { hook, resources: names.split(', ') } : undefined;
}
