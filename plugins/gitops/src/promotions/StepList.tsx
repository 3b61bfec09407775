import { VisuallyHidden } from '@backstage/ui';
import { PromotionState } from 'backstage-plugin-gitops-common';
import { LookIcon } from '../status/LookIcon';
import { looks } from '../status/looks';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './StepList.module.css';
import { Step } from './steps';

/** The steps of a promotion, side by side, or in a column if there is no room. */
export function StepList(props: { steps: Step[]; state: PromotionState }) {
  const t = useGitopsTranslation();
  return (
    <div className={styles.container}>
      <ol className={styles.steps} aria-label={t('tracker.steps')}>
        {props.steps.map(({ name, look, isCurrent, time }) => {
          const shown =
            look === 'current'
              ? looks.promotion[props.state]
              : looks.step[look];
          return (
            <li
              key={name}
              className={styles.step}
              data-look={look}
              aria-current={isCurrent ? 'step' : undefined}
            >
              <span className={styles.icon}>
                <LookIcon look={shown} />
              </span>
              <span className={styles.name}>
                {/* The icon of a step that isn't the current one shows it */}
                {!isCurrent && (
                  <VisuallyHidden>
                    {t(`tracker.${look === 'done' ? 'done' : 'notReached'}`)}:{' '}
                  </VisuallyHidden>
                )}
                {t(`tracker.step.${name}`)}
              </span>
              <span className={styles.time}>{time}</span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
