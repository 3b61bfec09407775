import { Button, Skeleton, VisuallyHidden } from '@backstage/ui';
import { PromotionFilter } from 'backstage-plugin-gitops-common';
import { useState } from 'react';
import { focusRowBefore } from '../live/focusRowBefore';
import { LoadFailure } from '../live/LoadFailure';
import { DataTable } from '../parts/DataTable';
import { Empty } from '../parts/Empty';
import { TitleOf } from '../status/wording';
import { useNow } from '../time/useNow';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './AllPromotions.module.css';
import { isOfAllUnderWay } from './promotionFilters';
import { PromotionItemRow } from './PromotionItemRow';
import { useAllPromotions } from './useAllPromotions';

interface Shown {
  filter: PromotionFilter;
  titleOf: TitleOf;
  /** Id of the promotion whose details are open */
  shown: string | null;
  onShow: (id: string | null) => void;
}

const columns = [
  'allPromotions.service',
  'promotions.version',
  'allPromotions.environment',
  'promotions.result',
  'allPromotions.waitsFor',
  'promotions.by',
  'allPromotions.since',
  'allPromotions.pullRequest',
] as const;

/** A row for each promotion, page by page; its details open above the table. */
export function AllPromotionsTable(props: Shown) {
  const t = useGitopsTranslation();
  return (
    <DataTable
      className={styles.table}
      label={t('allPromotions.title')}
      columns={columns.map(column => t(column))}
    >
      <Page key={JSON.stringify(props.filter)} {...props} cursor={null} />
    </DataTable>
  );
}

function NoPromotion({ filter }: { filter: PromotionFilter }) {
  const t = useGitopsTranslation();
  return isOfAllUnderWay(filter) ? (
    <Empty
      title={t('allPromotions.idleTitle')}
      text={t('allPromotions.idleText')}
    />
  ) : (
    <Empty
      title={t('allPromotions.noneTitle')}
      text={t('allPromotions.noneText')}
    />
  );
}

/** The rows of a page, and those of the next ones when they are asked for. */
function Page(props: Shown & { cursor: string | null }) {
  const t = useGitopsTranslation();
  const { filter, cursor, shown, onShow } = props;
  const live = useAllPromotions(filter, cursor);
  const [isContinued, setIsContinued] = useState(false);
  const now = useNow(15_000);
  const { items = [], nextCursor = null } =
    live.status === 'data' ? live.data : {};
  return (
    <>
      {live.status === 'loading' && (
        <tr>
          <td colSpan={columns.length}>
            <VisuallyHidden role="status">
              {t('promotions.loading')}
            </VisuallyHidden>
            <Skeleton aria-hidden width="100%" height={20} />
          </td>
        </tr>
      )}
      {live.status !== 'loading' && live.failure && (
        <tr>
          <td colSpan={columns.length}>
            <LoadFailure
              title={t('promotions.errorTitle')}
              forbidden={t('allPromotions.forbidden')}
              failure={live.failure}
              onRetry={live.refresh}
            />
          </td>
        </tr>
      )}
      {live.status === 'data' && items.length === 0 && cursor === null && (
        <tr>
          <td colSpan={columns.length}>
            <NoPromotion filter={filter} />
          </td>
        </tr>
      )}
      {items.map(item => (
        <PromotionItemRow
          key={item.id}
          item={item}
          now={now}
          titleOf={props.titleOf}
          isShown={item.id === shown}
          onToggle={() => onShow(item.id === shown ? null : item.id)}
        />
      ))}
      {nextCursor !== null && !isContinued && (
        <tr>
          <td colSpan={columns.length}>
            <Button
              variant="tertiary"
              size="small"
              onPress={({ target }) => {
                focusRowBefore(target);
                setIsContinued(true);
              }}
            >
              {t('allPromotions.more')}
            </Button>
          </td>
        </tr>
      )}
      {isContinued && nextCursor !== null && (
        <Page {...props} key={nextCursor} cursor={nextCursor} />
      )}
    </>
  );
}
