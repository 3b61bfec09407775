import { Alert } from '@backstage/ui';
import { Promotion, promotionSentence } from 'backstage-plugin-gitops-common';
import { displayText, displayVersion } from '../text/displayText';
import { requestText } from '../status/requested';
import { TitleOf } from '../status/wording';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';

interface Props {
  promotion: Promotion;
  titleOf: TitleOf;
}

/** The same has been asked for before. */
export function AlreadyUnderWay({ promotion, titleOf }: Props) {
  const t = useGitopsTranslation();
  return (
    <Alert
      role="status"
      icon
      status="info"
      title={t('promote.alreadyUnderWay', {
        version: displayVersion(promotion.version),
        environment: titleOf(promotion.to),
      })}
      description={
        <>
          {displayText(promotionSentence(promotion.cause, t('language')), {
            maxLength: 300,
          })}{' '}
          {requestText(promotion, t, { maxLength: 300 })}
        </>
      }
    />
  );
}

/** Another version is on its way there. */
export function Supersedes({ promotion, titleOf }: Props) {
  const t = useGitopsTranslation();
  return (
    <Alert
      icon
      status="info"
      title={t('promote.supersedes', {
        version: displayVersion(promotion.version),
        environment: titleOf(promotion.to),
      })}
    />
  );
}
