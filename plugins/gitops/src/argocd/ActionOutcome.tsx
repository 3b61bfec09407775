import { FailureText } from '../live/FailureText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './ActionsButton.module.css';
import { Asked } from './useArgoCdRequest';
import { outcomeText } from './wording';

/**
 * How it goes with what Argo CD was asked for. Both regions stand before they say anything, or it
 * would not be read out.
 */
export function ActionOutcome({ asked }: { asked: Asked | null }) {
  const t = useGitopsTranslation();
  const text = asked && outcomeText(asked, t);
  return (
    <div className={styles.outcome}>
      <p role="status" className={styles.told}>
        {asked?.status !== 'failed' && text}
      </p>
      <p role="alert" className={styles.failed}>
        {asked?.status === 'failed' && (
          <>
            {text} <FailureText error={asked.error} />
          </>
        )}
      </p>
    </div>
  );
}
