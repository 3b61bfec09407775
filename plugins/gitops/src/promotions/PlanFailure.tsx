import { Button } from '@backstage/ui';
import { FailureText } from '../live/FailureText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './PlanDialog.module.css';

/** Why it isn't known what would change. */
export function PlanFailure(props: { error: Error; onRetry: () => void }) {
  const t = useGitopsTranslation();
  return (
    <div className={styles.failure}>
      <div role="alert">
        <p className={styles.heading}>{t('promote.failed')}</p>
        <p className={styles.text}>
          <FailureText error={props.error} />
        </p>
      </div>
      <Button variant="secondary" size="small" onPress={props.onRetry}>
        {t('error.retry')}
      </Button>
    </div>
  );
}
