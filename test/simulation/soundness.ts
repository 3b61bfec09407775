import type {
  ApplicationDeployment,
  CauseCode,
} from 'backstage-plugin-gitops-common';
import type { Truth } from './truth';

/**
 * The parts of a claim that were true at no moment in `truths`. Empty if the claim is sound: it may
 * be late, and it may say that something is unknown.
 *
 * @param truths - the moments at which the claim may have been read
 */
export function falsehoods(
  claim: ApplicationDeployment,
  truths: readonly Truth[],
): string[] {
  const wasEver = (holds: (truth: Truth) => boolean) => truths.some(holds);
  const problems: string[] = [];
  const expect = (what: string, holds: (truth: Truth) => boolean) => {
    if (!wasEver(holds)) problems.push(what);
  };
  if (claim.versions.length > 0)
    expect(`runs ${claim.running}`, ({ serving }) =>
      claim.versions.every(version => serving.has(version)),
    );
  if (claim.nothingRuns)
    expect('nothing runs', ({ serving }) => serving.size === 0);
  if (claim.wanted !== null)
    expect(
      `Git asks for ${claim.wanted}`,
      ({ wanted }) => wanted === claim.wanted,
    );
  expect(claim.state, truth => mayBe(claim, truth));
  const { cause } = claim;
  if (cause) expect(cause.code, truth => mayKeep(cause.code, truth));
  return problems;
}

/** Whether it is true what is said to keep the cluster from what Git wants. */
function mayKeep(code: CauseCode, { isManual, isWindowShut }: Truth): boolean {
  switch (code) {
    case 'syncWindow':
      return isWindowShut;
    case 'syncManual':
    case 'neverDeployedManual':
      return isManual;
    case 'syncPending':
    case 'selfHealOff':
    case 'neverDeployed':
      return !isManual;
    default:
      return true;
  }
}

/** Whether the state says no more than is true. */
function mayBe({ state }: ApplicationDeployment, truth: Truth): boolean {
  const isWell =
    truth.isSynced && truth.isComplete && !truth.isBroken && !truth.isPaused;
  switch (state) {
    case 'healthy':
      return isWell && !truth.hasFailed;
    case 'deploying':
      return truth.isMoving || !truth.isSynced;
    case 'waiting':
      return !isWell;
    case 'suspended':
      return truth.isPaused;
    case 'notDeployed':
      return truth.serving.size === 0 && !truth.isComplete;
    case 'outOfSync':
      return !truth.isSynced;
    case 'degraded':
      return truth.isBroken || !truth.isComplete;
    case 'failed':
      return truth.hasFailed || truth.isBroken;
    default:
      return true;
  }
}

/**
 * What is missing from an answer after nothing has changed for minutes and Argo CD works.
 *
 * @param options - `comesAndGoes`: its Pods do, while nothing changes in a list
 */
export function omissions(
  claim: ApplicationDeployment | undefined,
  truth: Truth,
  { comesAndGoes }: { comesAndGoes: boolean },
): string[] {
  if (!truth.exists) return claim ? ['the Application is gone'] : [];
  if (!claim) return ['there is an Application'];
  const problems = falsehoods(claim, [truth]);
  if (claim.staleSince) problems.push('nothing is stale');
  if (!comesAndGoes && claim.running === null && truth.serving.size > 0)
    problems.push(`${[...truth.serving]} runs`);
  // Where manifests can't be read, Argo CD itself knows little
  if (truth.wanted === undefined) return problems;
  if (claim.state === 'unknown') problems.push('the state can be known');
  if (!comesAndGoes && !claim.nothingRuns && truth.serving.size === 0)
    problems.push('nothing runs, which can be known');
  return problems;
}
