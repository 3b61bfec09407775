import { VisuallyHidden } from '@backstage/ui';
import { PromotionWave } from 'backstage-plugin-gitops-common';
import { LookIcon } from '../status/LookIcon';
import { looks } from '../status/looks';
import { displayName, displayText } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './PromotionTracker.module.css';

/** What Argo CD's operation did, in its order. */
export function WaveList({ waves }: { waves: PromotionWave[] }) {
  const t = useGitopsTranslation();
  return (
    <ol className={styles.waves} aria-label={t('tracker.waves')}>
      {waves.map(({ wave, kind, name, state, message }) => {
        const details =
          message ??
          (state === 'notReached' && t('tracker.waveState.notReached'));
        return (
          <li key={`${wave} ${kind} ${name}`} className={styles.wave}>
            <span className={styles.waveNumber}>
              {t('tracker.wave', { wave: String(wave).replace('-', '−') })}
            </span>
            <LookIcon look={looks.wave[state]} size={14} />
            <span className={styles.waveText}>
              {state !== 'notReached' && (
                <VisuallyHidden>
                  {t(`tracker.waveState.${state}`)}:{' '}
                </VisuallyHidden>
              )}
              {displayName(kind)} {displayName(name)}
              {details && `, ${displayText(details, { maxLength: 300 })}`}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
