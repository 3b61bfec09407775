import type { Cause } from 'backstage-plugin-gitops-common';
import { nameOf } from '../inventory/Diagnosis';
import { isHeldByWindow } from '../diagnosis/syncBlock';
import type { Facts } from './facts';
import { failureCauses, failedResourceOf, isMigration } from './failure';
import { failingPodsCause } from './podsCause';
import { toLine } from './text';
import { serves, Verdict } from './Verdict';

/** An operation that runs or is about to. */
export function operationVerdict(facts: Facts): Verdict | undefined {
  const { application } = facts;
  const { operationPhase: phase, isOperationRequested } = application;
  const since = application.operationStartedAt ?? null;
  if (phase === 'Terminating')
    return {
      state: 'deploying',
      cause: { code: 'syncStopping', params: {} },
      since,
    };
  if (phase !== 'Running' && !isOperationRequested) return undefined;
  if (phase !== 'Running')
    return {
      state: 'deploying',
      cause: { code: 'syncRequested', params: {} },
      remarks: serves(facts),
      since: null,
    };
  if (facts.diagnosis?.operation?.isDryRun) return undefined;
  const held = heldCause(facts);
  if (held)
    return { state: 'waiting', cause: held, remarks: serves(facts), since };
  const { retries = 0, retryLimit } = facts.diagnosis?.operation ?? {};
  const retrying: Cause[] =
    retries > 0
      ? [
          {
            code: 'retrying',
            params: { attempt: retries, limit: retryLimit },
          },
        ]
      : [];
  const waiting = waitingCause(facts);
  const failing =
    waiting?.code === 'waveWaiting' ? failingPodsCause(facts) : undefined;
  if (waiting || retries === 0)
    return {
      state: 'deploying',
      cause: waiting ?? { code: 'syncing', params: {} },
      remarks: [...retrying, ...(failing ? [failing] : []), ...serves(facts)],
      since,
    };
  // Between two tries, the failure of the last one is all there is to see
  const [cause, ...remarks] = failureCauses(facts);
  return {
    state: 'deploying',
    cause,
    remarks: [...retrying, ...remarks],
    since,
  };
}

/** What holds the operation up until a window ends, or until somebody decides. */
function heldCause({ diagnosis }: Facts): Cause | undefined {
  const message = toLine(diagnosis?.operation?.message ?? '');
  if (isHeldByWindow(message))
    return {
      code: 'syncHeld',
      params: { until: diagnosis?.syncWindow?.until },
    };
  const [, kind, name] =
    /^waiting for pruning confirmation of [^/\s]*\/([^/\s]+)\/([^/\s]+)/i.exec(
      message,
    ) ?? [];
  return kind
    ? { code: 'pruneUnconfirmed', params: { resource: nameOf({ kind, name }) } }
    : undefined;
}

/** What the operation waits for. Argo CD names it in the operation's message. */
function waitingCause({ diagnosis }: Facts): Cause | undefined {
  const operation = diagnosis?.operation;
  if (!operation) return undefined;
  const hook = operation.resources.find(
    one => one.phase === 'Running' && one.hook,
  );
  if (hook)
    return {
      code: 'hookRunning',
      params: {
        resource: nameOf(hook),
        isMigration: isMigration(hook),
        stuckAt:
          diagnosis.stuckHook?.resource === nameOf(hook)
            ? diagnosis.stuckHook.status
            : undefined,
      },
    };
  const message = toLine(operation.message ?? '');
  const awaited =
    /^waiting for (completion|healthy state|deletion) of (?:hook )?[^/\s]*\/([^/\s]+)\/([^/\s]+)/i.exec(
      message,
    );
  if (!awaited || failedResourceOf(diagnosis)) return undefined;
  const [, what, kind, name] = awaited;
  if (what.toLowerCase() === 'deletion')
    return {
      code: 'deletionAwaited',
      params: { resource: nameOf({ kind, name }) },
    };
  const resource = diagnosis.resources.find(
    one => one.kind === kind && one.name === name,
  );
  return {
    code: 'waveWaiting',
    params: {
      resource: nameOf({ kind, name }),
      // What is healthy already says nothing of why it is waited for
      detail:
        resource?.healthMessage && resource.health !== 'Healthy'
          ? toLine(resource.healthMessage)
          : undefined,
    },
  };
}
