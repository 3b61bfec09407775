import { asSentence } from '../text/displayText';
import { Translate } from '../translations/useGitopsTranslation';

/** Why the backend's answer isn't there, in its own words where it gave any (a ResponseError carries them as its cause). */
export function failureSentence(error: Error, t: Translate): string {
  const { statusCode } = error as Error & { statusCode?: unknown };
  if (typeof statusCode !== 'number')
    return t('error.unreachable', { message: asSentence(error.message) });
  const { cause } = error as Error & { cause?: unknown };
  const message =
    cause instanceof Error && cause.message ? cause.message : error.message;
  return t('error.answered', {
    status: String(statusCode),
    message: asSentence(message),
  });
}
