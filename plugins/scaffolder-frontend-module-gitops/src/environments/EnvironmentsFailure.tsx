import { ErrorLike, isError } from '@backstage/errors';
import { Button } from '@backstage/ui';
import { RiErrorWarningLine } from '@remixicon/react';
import {
  Translate,
  useFieldsTranslation,
} from '../translations/useFieldsTranslation';
import styles from './EnvironmentsField.module.css';
import { NoAnswerError, timeoutMs } from './useEnvironments';

/** What failed, and the way to try again. */
export function EnvironmentsFailure(props: {
  error: ErrorLike;
  onRetry: () => void;
}) {
  const t = useFieldsTranslation();
  return (
    <div className={styles.state}>
      <div role="alert">
        <p className={styles.title}>
          <RiErrorWarningLine aria-hidden size={16} />
          {t('environments.error.title')}
        </p>
        <p className={styles.quiet} title={props.error.message}>
          {failureSentence(props.error, t)}
        </p>
      </div>
      <Button variant="secondary" size="small" onPress={props.onRetry}>
        {t('environments.error.retry')}
      </Button>
    </div>
  );
}

/** In the backend's own words where it gave any: a ResponseError carries them as its cause. */
function failureSentence(error: ErrorLike, t: Translate): string {
  if (error instanceof NoAnswerError)
    return t('environments.error.timeout', {
      seconds: String(timeoutMs / 1_000),
    });
  const { statusCode, cause } = error;
  if (typeof statusCode !== 'number')
    return t('environments.error.unreachable');
  return t('environments.error.answered', {
    status: String(statusCode),
    message: isError(cause) ? cause.message : error.message,
  });
}
