import { Button } from '@backstage/ui';
import { RiErrorWarningLine } from '@remixicon/react';
import { displayText } from '../text/displayText';
import { useNow } from '../time/useNow';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { failureSentence } from './failureSentence';
import { Failure } from './LiveResource';
import styles from './LoadFailure.module.css';

/** What failed, and that it is tried again. The countdown is outside of the alert, or it would be read out each second. */
export function LoadFailure(props: {
  title: string;
  failure: Failure;
  note?: string;
  onRetry: () => void;
}) {
  const t = useGitopsTranslation();
  return (
    <div className={styles.failure}>
      <div role="alert">
        <p className={styles.title}>
          <RiErrorWarningLine aria-hidden size={16} />
          {props.title}
        </p>
        <p className={styles.text}>
          {displayText(failureSentence(props.failure.error, t), {
            maxLength: 500,
          })}{' '}
          {props.note}
        </p>
      </div>
      <div className={styles.actions}>
        <Button variant="secondary" size="small" onPress={props.onRetry}>
          {t('error.retry')}
        </Button>
        <NextTry failure={props.failure} />
      </div>
    </div>
  );
}

/** Counts the seconds to the next attempt. */
export function NextTry({ failure }: { failure: Failure }) {
  const t = useGitopsTranslation();
  const now = useNow(1_000);
  const seconds = Math.ceil((failure.nextTryAt - now) / 1_000);
  return (
    <span className={styles.nextTry}>
      {seconds > 0
        ? t('error.nextTry', { seconds: String(seconds) })
        : t('error.retrying')}
    </span>
  );
}
