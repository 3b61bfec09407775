import { serviceName } from '../text/displayText';
import { Release } from 'backstage-plugin-gitops-common';
import { listText } from '../text/formats';
import { Translate } from '../translations/useGitopsTranslation';

/** Names that a reader takes in at once. */
const MAX_NAMED = 8;

/** Asks whether a promotion may be withdrawn that takes other services along. */
export function releaseQuestion(
  { services, hidden, canWithdraw }: Release,
  options: { t: Translate; environment: string },
): { question: string; answer?: string } {
  const { t, environment } = options;
  const named = services.slice(0, MAX_NAMED);
  const more = services.length - named.length + hidden;
  const names = [
    ...named.map(({ service }) => serviceName(service)),
    ...(more > 0 ? [t('tracker.moreServices', { count: more })] : []),
  ];
  const words = { services: listText(names, t), environment };
  return canWithdraw
    ? {
        question: t('tracker.withdrawReleaseQuestion', words),
        answer: t('tracker.withdrawRelease'),
      }
    : { question: t('tracker.withdrawReleaseRefused', words) };
}
