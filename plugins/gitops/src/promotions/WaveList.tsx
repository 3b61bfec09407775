import {
  RemixiconComponentType,
  RiCheckboxBlankCircleLine,
  RiCheckboxCircleLine,
  RiCloseCircleFill,
  RiProgress4Line,
} from '@remixicon/react';
import { VisuallyHidden } from '@backstage/ui';
import { PromotionWave } from 'backstage-plugin-gitops-common';
import { StateLook } from '../deployments/stateLooks';
import tones from '../deployments/tones.module.css';
import { displayName, displayText } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './PromotionTracker.module.css';

const looks: Record<
  PromotionWave['state'],
  { Icon: RemixiconComponentType; tone: StateLook['tone'] }
> = {
  done: { Icon: RiCheckboxCircleLine, tone: 'positive' },
  running: { Icon: RiProgress4Line, tone: 'announcement' },
  failed: { Icon: RiCloseCircleFill, tone: 'negative' },
  notReached: { Icon: RiCheckboxBlankCircleLine, tone: 'muted' },
};

/** What Argo CD's operation did, in its order. */
export function WaveList({ waves }: { waves: PromotionWave[] }) {
  const t = useGitopsTranslation();
  return (
    <ol className={styles.waves} aria-label={t('tracker.waves')}>
      {waves.map(({ wave, kind, name, state, message }) => {
        const { Icon, tone } = looks[state];
        const details =
          message ??
          (state === 'notReached' && t('tracker.waveState.notReached'));
        return (
          <li key={`${wave} ${kind} ${name}`} className={styles.wave}>
            <span className={styles.waveNumber}>
              {t('tracker.wave', { wave: String(wave).replace('-', '−') })}
            </span>
            <Icon aria-hidden size={14} className={tones[tone]} />
            <span className={styles.waveText}>
              <VisuallyHidden>
                {t(`tracker.waveState.${state}`)}:{' '}
              </VisuallyHidden>
              {displayName(kind)} {displayName(name)}
              {details && `, ${displayText(details, { maxLength: 300 })}`}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
