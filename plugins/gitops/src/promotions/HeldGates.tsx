import { VisuallyHidden } from '@backstage/ui';
import { RiErrorWarningFill, RiTimeLine } from '@remixicon/react';
import {
  gateSentence,
  PromotionPullRequest,
} from 'backstage-plugin-gitops-common';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { Reason } from '../deployments/Reason';
import styles from './PromotionTracker.module.css';
import { gateTitle } from './wording';

const icons = { failure: RiErrorWarningFill, pending: RiTimeLine };

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
        const Icon = icons[state];
        return (
          <li key={gate.gate} className={styles.problem}>
            <Icon aria-hidden size={16} />
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
