import { RiArrowRightLine } from '@remixicon/react';
import { Line } from '../parts/Line';
import { TextButton } from '../parts/TextButton';
import { displayVersion } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { usePromotion } from './usePromotion';

/** Which promotion took the place of another, and leads there. */
export function SupersededBy(props: {
  id: string;
  service: string;
  onShow: (promotion: string) => void;
}) {
  const t = useGitopsTranslation();
  const live = usePromotion(props.id, props.service);
  if (live.status !== 'data') return null;
  const version = displayVersion(live.data.version);
  return (
    <Line icon={<RiArrowRightLine aria-hidden size={14} />}>
      {t('tracker.supersededBy', { version })}{' '}
      <TextButton
        aria-label={t('tracker.showOther', { version })}
        onClick={() => props.onShow(props.id)}
      >
        {t('tracker.show')}
      </TextButton>
    </Line>
  );
}
