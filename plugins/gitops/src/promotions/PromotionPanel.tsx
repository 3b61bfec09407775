import { Button, Skeleton, VisuallyHidden } from '@backstage/ui';
import { Promotion } from 'backstage-plugin-gitops-common';
import { LoadFailure } from '../live/LoadFailure';
import { TitleOf } from '../status/wording';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { PromotionTracker } from './PromotionTracker';
import { usePromotion } from './usePromotion';

/** The details of one promotion, by its id: of any that the reader may see, listed or not. */
export function PromotionPanel(props: {
  id: string;
  /** Where the page knows it */
  service?: string;
  /** What is shown until it is read, where the page has it already */
  known?: Promotion;
  titleOf: TitleOf;
  /** Another promotion is to be shown; null: none */
  onShow: (promotion: string | null) => void;
  /** Something was done that other parts of the page show */
  onChanged: () => void;
}) {
  const t = useGitopsTranslation();
  const { id, service, known, titleOf, onShow } = props;
  const live = usePromotion(id, service);
  const promotion = live.status === 'data' ? live.data : known;
  return (
    <>
      {live.status !== 'loading' && live.failure && (
        <LoadFailure
          title={t('tracker.errorTitle')}
          failure={live.failure}
          onRetry={live.refresh}
        />
      )}
      {live.status === 'error' && (
        <Button variant="tertiary" size="small" onPress={() => onShow(null)}>
          {t('tracker.hide')}
        </Button>
      )}
      {live.status === 'loading' && !known && (
        <>
          <VisuallyHidden role="status">{t('tracker.loading')}</VisuallyHidden>
          <Skeleton aria-hidden width="100%" height={120} />
        </>
      )}
      {live.status !== 'error' && promotion && (
        <PromotionTracker
          promotion={promotion}
          titleOf={titleOf}
          onChanged={changed => {
            if (changed.id === id) live.follow();
            else onShow(changed.id);
            props.onChanged();
          }}
          onShow={onShow}
        />
      )}
    </>
  );
}
