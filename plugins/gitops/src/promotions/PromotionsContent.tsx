import { Card, Skeleton, VisuallyHidden } from '@backstage/ui';
import { PromotionItem, PromotionPage } from 'backstage-plugin-gitops-common';
import { useCallback } from 'react';
import { FreezesPart } from '../freezes/FreezesPart';
import { LoadFailure } from '../live/LoadFailure';
import { Refreshable } from '../live/useLive';
import { useAnnouncement } from '../live/useAnnouncement';
import { Empty } from '../parts/Empty';
import tokens from '../tokens.module.css';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { useEnvironmentTitles } from '../status/useEnvironmentTitles';
import { useUrlParameter } from '../url/useUrlParameter';
import { EnvironmentSelect } from './EnvironmentSelect';
import styles from './PromotionsContent.module.css';
import { PromotionTable } from './PromotionTable';
import { usePromotions } from './usePromotions';
import { promotionChanges } from './wording';
import { PromotionPanel } from './PromotionPanelOnRequest';

/** As many as the backend answers at most */
const mostListed = 50;

/** The promotions of a service: who moved what, why, when, how long it took and how it ended. */
export function PromotionsContent({ entityRef }: { entityRef: string }) {
  const t = useGitopsTranslation();
  const [to, setTo] = useUrlParameter('to');
  const live = usePromotions(entityRef, to);
  const isAny = live.status === 'data' && live.data.items.length > 0;
  return (
    <Card
      className={`${tokens.tokens} ${styles.card}`}
      aria-label={t('promotions.title')}
    >
      <h2 className={styles.title}>{t('promotions.title')}</h2>
      <FreezesPart entityRef={entityRef} onChanged={live.refresh} />
      {(isAny || to !== null) && (
        <div className={styles.filters}>
          <EnvironmentSelect
            className={styles.select}
            environment={to}
            onChange={setTo}
          />
        </div>
      )}
      <Listed
        key={to}
        entityRef={entityRef}
        live={live}
        isFiltered={to !== null}
      />
    </Card>
  );
}

function Listed(props: {
  entityRef: string;
  live: Refreshable<PromotionPage>;
  isFiltered: boolean;
}) {
  const t = useGitopsTranslation();
  const { entityRef, isFiltered } = props;
  const { refresh, follow, ...live } = props.live;
  const [shown, setShown] = useUrlParameter('promotion');
  const titleOf = useEnvironmentTitles();
  const promotions = live.status === 'data' ? live.data.items : null;
  const announcement = useAnnouncement(
    promotions,
    useCallback(
      (before: PromotionItem[], after: PromotionItem[]) =>
        promotionChanges(before, after, titleOf, t),
      [titleOf, t],
    ),
  );
  const isListed = promotions?.some(({ id }) => id === shown);
  return (
    <>
      <VisuallyHidden role="status" aria-live="polite">
        {live.status === 'loading' ? t('promotions.loading') : announcement}
      </VisuallyHidden>
      {live.status === 'loading' && (
        <div aria-hidden className={styles.skeleton}>
          {[0, 1, 2, 3, 4].map(row => (
            <Skeleton key={row} width="100%" height={20} />
          ))}
        </div>
      )}
      {live.status !== 'loading' && live.failure && (
        <LoadFailure
          title={t('promotions.errorTitle')}
          forbidden={t('promotions.forbidden')}
          failure={live.failure}
          onRetry={refresh}
        />
      )}
      {promotions && shown !== null && !isListed && (
        <div className={styles.panel}>
          <PromotionPanel
            key={shown}
            id={shown}
            service={entityRef}
            titleOf={titleOf}
            onShow={setShown}
            onChanged={follow}
          />
        </div>
      )}
      {promotions?.length === 0 && (
        <Empty
          title={t(
            isFiltered ? 'allPromotions.noneTitle' : 'promotions.emptyTitle',
          )}
          text={t(isFiltered ? 'promotions.noneText' : 'promotions.emptyText')}
        />
      )}
      {promotions && promotions.length > 0 && (
        <PromotionTable
          promotions={promotions}
          titleOf={titleOf}
          shown={shown}
          onShow={setShown}
          onChanged={follow}
        />
      )}
      {promotions && promotions.length >= mostListed && (
        <p className={styles.note}>
          {t('promotions.newest', { count: promotions.length })}
        </p>
      )}
    </>
  );
}
