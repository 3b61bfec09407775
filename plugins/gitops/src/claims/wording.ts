import { ClaimProblem } from 'backstage-plugin-gitops-common';
import { displayName } from '../text/displayText';
import { listText } from '../text/formats';
import { Translate } from '../translations/useGitopsTranslation';

/** Why an Application is in a list, in a sentence. */
export function whyText(
  problem: ClaimProblem,
  serviceLabel: string,
  t: Translate,
): string {
  const { code, label, claimedBy, hiddenClaims } = problem;
  const owners = listText(problem.owners.map(displayName), t);
  const others = claimedBy.map(displayName);
  if (hiddenClaims > 0)
    others.push(t('claims.hidden', { count: hiddenClaims }));
  if (code === 'noEnvironment' && problem.owners.length === 0)
    return t('claims.why.noEnvironmentNoOwner');
  return t(`claims.why.${code}`, {
    label: displayName(serviceLabel),
    value: displayName(label ?? ''),
    owners,
    others: listText(others, t),
  });
}
