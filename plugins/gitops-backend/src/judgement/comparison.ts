import type { Cause, MissingFile } from 'backstage-plugin-gitops-common';
import type { Facts } from './facts';
import { toLine } from './text';
import { Verdict, whatRuns } from './Verdict';

const MAX_DETAIL = 500;
/**
 * The repo server does not answer, or can't list the branches of the repository. Nothing is wrong
 * with the manifests then.
 */
const GIT_UNREADABLE =
  /rpc error: code = (Unavailable|DeadlineExceeded) |desc = failed to list refs: /;

/**
 * How Argo CD begins a ComparisonError, and what it means. Any other is a comparison that failed.
 */
const steps = [
  ['Failed to load target state: ', 'manifestsBroken'],
  ['Failed to load live state: ', 'clusterUnreadable'],
  ['Failed to compare desired state to live state: ', 'comparisonFailed'],
] as const;

/**
 * Changes in Git don't arrive: they can't be rendered or compared. What Argo CD says of health is
 * then its last value.
 */
export function comparisonVerdict(facts: Facts): Verdict | undefined {
  const found = obstacle(facts);
  if (!found) return undefined;
  return { state: 'unknown', remarks: remarksOn(facts), ...found };
}

function remarksOn(facts: Facts): Cause[] {
  const { diagnosis, isServing } = facts;
  if (!diagnosis || (diagnosis.pods && !isServing)) return [];
  const runs: Cause[] = diagnosis.pods
    ? whatRuns(facts)
    : [{ code: 'runningUnknown', params: {} }];
  return runs.length > 0
    ? [...runs, { code: 'noChangeArrives', params: {} }]
    : [];
}

function obstacle({
  application: { sync, hydrator, isSkipped },
  diagnosis,
}: Facts): Pick<Verdict, 'cause' | 'since'> | undefined {
  if (diagnosis ? diagnosis.isSkipped : isSkipped)
    return { cause: { code: 'reconcileSkipped', params: {} }, since: null };
  const error = diagnosis?.conditions.find(({ type }) =>
    ['ComparisonError', 'InvalidSpecError', 'UnknownError'].includes(type),
  );
  if (error)
    return { cause: comparisonCause(error), since: error.since ?? null };
  if (hydrator?.phase === 'Failed')
    return {
      cause: {
        code: 'hydrationFailed',
        params: missingFile(hydrator.message ?? '') ?? {
          detail: hydrator.message && essenceOf(hydrator.message),
        },
      },
      since: hydrator.startedAt ?? null,
    };
  if (sync === undefined)
    return { cause: { code: 'notCompared', params: {} }, since: null };
  if (sync === 'Unknown')
    return { cause: { code: 'comparisonUnknown', params: {} }, since: null };
  return undefined;
}

function comparisonCause({
  type,
  message,
}: {
  type: string;
  message: string;
}): Cause {
  if (type === 'InvalidSpecError')
    return { code: 'specInvalid', params: { detail: essenceOf(message) } };
  const [start, code] = steps.find(([one]) => message.startsWith(one)) ?? [
    '',
    'comparisonFailed' as const,
  ];
  const detail = essenceOf(message.slice(start.length));
  if (code === 'manifestsBroken' && GIT_UNREADABLE.test(message))
    return { code: 'gitUnreadable', params: { detail } };
  return code === 'manifestsBroken'
    ? { code, params: missingFile(message) ?? { detail } }
    : { code, params: { detail } };
}

/** The file that Git names and does not have, where the message is about one. */
function missingFile(message: string): MissingFile | undefined {
  const [, file] =
    /lstat (\S+): no such file or directory\W*$/.exec(lineOf(message)) ?? [];
  return file ? { missingFile: file } : undefined;
}

/** The last link of a chain of wrapped errors is what a person can act on. */
export function essenceOf(message: string): string {
  const line = lineOf(message);
  const cause = line
    .split(
      /rpc error: code = \w+ desc = |Manifest generation error \(cached\): /,
    )
    .pop()!;
  return cause.slice(0, MAX_DETAIL);
}

function lineOf(message: string): string {
  return toLine(message).replace(/<path to cached source>\//g, '');
}
