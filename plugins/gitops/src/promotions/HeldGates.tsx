import { VisuallyHidden } from '@backstage/ui';
import {
  gateSentence,
  PromotionPullRequest,
} from 'backstage-plugin-gitops-common';
import { gateTitle } from '../status/wording';
import { LookIcon } from '../status/LookIcon';
import { looks } from '../status/looks';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { Reason } from '../status/Reason';
import styles from './PromotionTracker.module.css';

/** Why an open pull request may not be merged yet, gate by gate. */
export function HeldGates({
  pullRequest,
}: {
  pullRequest: Pick<PromotionPullRequest, 'state' | 'gates'>;
}) {
  const t = useGitopsTranslation();
  const held = pullRequest.gates.filter(one => one.state !== 'success');
  if (pullRequest.state !== 'open' || held.length === 0) return null;
  return (
    <ul className={styles.held} aria-label={t('tracker.heldBy')}>
      {held.map(gate => {
        const state = gate.state === 'failure' ? 'failure' : 'pending';
        return (
          <li key={gate.gate} className={styles.problem}>
            <LookIcon look={looks.heldGate[state]} />
            <div>
              {/* Its icon shows it */}
              <VisuallyHidden>{t(`tracker.held.${state}`)}: </VisuallyHidden>
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
