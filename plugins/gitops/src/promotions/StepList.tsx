import {
  RemixiconComponentType,
  RiCheckboxBlankCircleLine,
  RiCheckboxCircleLine,
  RiCloseCircleFill,
  RiGitClosePullRequestLine,
  RiTimeLine,
} from '@remixicon/react';
import { PromotionState } from 'backstage-plugin-gitops-common';
import { StateLook } from '../deployments/stateLooks';
import tones from '../deployments/tones.module.css';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { promotionLooks } from './promotionLooks';
import styles from './StepList.module.css';
import { Step } from './steps';

const looks: Record<
  Exclude<Step['look'], 'current'>,
  { Icon: RemixiconComponentType; tone: StateLook['tone'] }
> = {
  done: { Icon: RiCheckboxCircleLine, tone: 'positive' },
  waiting: { Icon: RiTimeLine, tone: 'muted' },
  failed: { Icon: RiCloseCircleFill, tone: 'negative' },
  closed: { Icon: RiGitClosePullRequestLine, tone: 'muted' },
  toCome: { Icon: RiCheckboxBlankCircleLine, tone: 'muted' },
};

/** The steps of a promotion, one beside the other, or below where there is no room. */
export function StepList(props: { steps: Step[]; state: PromotionState }) {
  const t = useGitopsTranslation();
  return (
    <div className={styles.container}>
      <ol className={styles.steps} aria-label={t('tracker.steps')}>
        {props.steps.map(({ name, look, isCurrent, time }) => {
          const { Icon, tone } =
            look === 'current' ? promotionLooks[props.state] : looks[look];
          return (
            <li
              key={name}
              className={styles.step}
              data-look={look}
              aria-current={isCurrent ? 'step' : undefined}
            >
              <span className={styles.icon}>
                <Icon aria-hidden size={16} className={tones[tone]} />
              </span>
              <span className={styles.name}>{t(`tracker.step.${name}`)}</span>
              <span className={styles.time}>{time}</span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
