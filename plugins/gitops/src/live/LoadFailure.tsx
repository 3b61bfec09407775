import { Button } from '@backstage/ui';
import { RiErrorWarningLine } from '@remixicon/react';
import { useRef, useState } from 'react';
import { useNow } from '../time/useNow';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { FailureText, isForbidden } from './FailureText';
import { Failure } from './LiveResource';
import styles from './LoadFailure.module.css';
import { useKeptFocus } from './useKeptFocus';

/**
 * What failed, and whether it is tried again. The countdown is outside of the alert, or it would be
 * read out each second. What fails again is read out again only to those who asked for the attempt.
 */
export function LoadFailure(props: {
  title: string;
  /** The title for readers without the permission, which it names; no other text follows it */
  forbidden?: string;
  failure: Failure;
  note?: string;
  onRetry: () => void;
}) {
  const t = useGitopsTranslation();
  const [asked, setAsked] = useState<{ times: number; after: Failure | null }>({
    times: 0,
    after: null,
  });
  const forbidden = isForbidden(props.failure.error)
    ? props.forbidden
    : undefined;
  const isTrying = asked.after === props.failure;
  const part = useRef<HTMLDivElement>(null);
  useKeptFocus(part);
  const retry = () => {
    setAsked({ times: asked.times + 1, after: props.failure });
    props.onRetry();
  };
  return (
    <div ref={part} className={styles.failure}>
      <div role="alert" key={isTrying ? asked.times - 1 : asked.times}>
        <p className={styles.title}>
          <RiErrorWarningLine aria-hidden size={16} />
          {forbidden ?? props.title}
        </p>
        {forbidden === undefined && (
          <p className={styles.text}>
            <FailureText error={props.failure.error} /> {props.note}
          </p>
        )}
      </div>
      <div className={styles.actions}>
        <Button
          variant="secondary"
          size="small"
          isPending={isTrying}
          onPress={retry}
        >
          {t('error.retry')}
        </Button>
        <span>
          <span role="status" className={styles.nextTry}>
            {isTrying && t('error.retrying')}
          </span>
          {!isTrying && <NextTry failure={props.failure} />}
        </span>
      </div>
    </div>
  );
}

/** Counts the seconds to the next attempt; nothing where none follows by itself. */
export function NextTry({ failure }: { failure: Failure }) {
  const t = useGitopsTranslation();
  const now = useNow(1_000);
  if (failure.nextTryAt === null) return null;
  const seconds = Math.ceil((failure.nextTryAt - now) / 1_000);
  return (
    <span className={styles.nextTry}>
      {seconds > 0
        ? t('error.nextTry', { seconds: String(seconds) })
        : t('error.retrying')}
    </span>
  );
}
