import { asSentence, displayText } from '../text/displayText';
import {
  Translate,
  useGitopsTranslation,
} from '../translations/useGitopsTranslation';
import { TimeoutError } from './withTimeout';

/**
 * Why the backend's answer is missing: in its own words if it gave any. What the browser says is in
 * the tooltip, since it says it in its own language.
 */
export function FailureText({ error }: { error: Error }) {
  const t = useGitopsTranslation();
  const sentence = displayText(failureSentence(error, t), { maxLength: 500 });
  return isAnswer(error) ? (
    sentence
  ) : (
    <span title={displayText(error.message, { maxLength: 500 })}>
      {sentence}
    </span>
  );
}

function failureSentence(error: Error, t: Translate): string {
  // A ResponseError has the backend's own words as its cause
  if (isAnswer(error)) {
    const message =
      error.cause instanceof Error && error.cause.message
        ? error.cause.message
        : error.message;
    return t('error.answered', {
      status: String(error.statusCode),
      message: asSentence(message),
    });
  }
  if (error instanceof TimeoutError)
    return t('error.timeout', { seconds: String(error.seconds) });
  // By name: the error may come from another realm than this page's
  return error.name === 'SyntaxError'
    ? t('error.unreadable')
    : t('error.unreachable');
}

/** The backend refuses every request of the caller. */
export function isForbidden(error: Error): boolean {
  return isAnswer(error) && error.statusCode === 403;
}

function isAnswer(
  error: Error,
): error is Error & { statusCode: number; cause?: unknown } {
  return 'statusCode' in error && typeof error.statusCode === 'number';
}
