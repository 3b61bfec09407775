import { Release } from 'backstage-plugin-gitops-common';
import { serviceName } from '../text/displayText';
import { listText } from '../text/formats';
import { Translate } from '../translations/useGitopsTranslation';

/** Names that a reader takes in at once. */
const MAX_NAMED = 8;

/** Asks whether a release may be withdrawn, as far as it is not merged. */
export function releaseQuestion(
  { promotions, hidden, can }: Release,
  options: { t: Translate; environment: string },
): { question: string; answer?: string } {
  const { t, environment } = options;
  const open = promotions.filter(
    ({ state }) => state === 'requested' || state === 'pullRequestOpen',
  );
  const named = open.slice(0, MAX_NAMED);
  const more = open.length - named.length + hidden;
  const names = [
    ...named.map(({ service }) => serviceName(service)),
    ...(more > 0 ? [t('tracker.moreServices', { count: more })] : []),
  ];
  const words = { services: listText(names, t), environment };
  return can.close
    ? {
        question: t('tracker.withdrawReleaseQuestion', words),
        answer: t('tracker.withdrawRelease'),
      }
    : { question: t('tracker.withdrawReleaseRefused', words) };
}
