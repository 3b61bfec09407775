import { RiErrorWarningFill, RiTimeLine } from '@remixicon/react';
import {
  gateSentence,
  PromotionPullRequest,
} from 'backstage-plugin-gitops-common';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { Reason } from '../deployments/Reason';
import styles from './PromotionTracker.module.css';
import { gateTitle } from './wording';

/** Why an open pull request may not be merged yet, gate by gate. */
export function HeldGates({
  pullRequest: { state, gates },
}: {
  pullRequest: Pick<PromotionPullRequest, 'state' | 'gates'>;
}) {
  const t = useGitopsTranslation();
  const held = gates.filter(one => one.state !== 'success');
  if (state !== 'open' || held.length === 0) return null;
  return (
    <ul className={styles.held} aria-label={t('tracker.heldBy')}>
      {held.map(gate => {
        const Icon = gate.state === 'failure' ? RiErrorWarningFill : RiTimeLine;
        return (
          <li key={gate.gate} className={styles.problem}>
            <Icon aria-hidden size={16} />
            <div>
              <Reason
                reason={`${gateTitle(gate, t)}: ${gateSentence(
                  gate,
                  t('language'),
                )}`}
              />
            </div>
          </li>
        );
      })}
    </ul>
  );
}
