import { PromotionItem } from 'backstage-plugin-gitops-common';
import { Fragment } from 'react';
import { LookIcon } from '../status/LookIcon';
import { looks } from '../status/looks';
import tones from '../status/tones.module.css';
import { TitleOf } from '../status/wording';
import { requesterName, requestReason } from '../status/requested';
import { displayVersion } from '../text/displayText';
import { durationText, roughText } from '../text/formats';
import { Ago } from '../parts/Ago';
import { DataTable } from '../parts/DataTable';
import { Toggle } from '../parts/Toggle';
import { useNow } from '../time/useNow';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './PromotionsContent.module.css';
import { PromotionPanel } from './PromotionPanelOnRequest';

const columns = [
  'version',
  'environment',
  'result',
  'requested',
  'took',
  'by',
  'reason',
] as const;

/** A row for each promotion; its details open below it. */
export function PromotionTable(props: {
  promotions: PromotionItem[];
  titleOf: TitleOf;
  shown: string | null;
  onShow: (id: string | null) => void;
  onChanged: () => void;
}) {
  const t = useGitopsTranslation();
  const now = useNow(15_000);
  return (
    <div className={styles.tableContainer}>
      <DataTable
        className={styles.table}
        label={t('promotions.title')}
        columns={columns.map(column => t(`promotions.${column}`))}
      >
        {props.promotions.map(promotion => {
          const isShown = promotion.id === props.shown;
          return (
            <Fragment key={promotion.id}>
              <Row
                promotion={promotion}
                now={now}
                titleOf={props.titleOf}
                isShown={isShown}
                onToggle={() => props.onShow(isShown ? null : promotion.id)}
              />
              {isShown && (
                <tr className={styles.details}>
                  <td colSpan={columns.length}>
                    <div className={styles.tracker}>
                      <PromotionPanel
                        id={promotion.id}
                        service={promotion.service}
                        titleOf={props.titleOf}
                        onShow={props.onShow}
                        onChanged={props.onChanged}
                      />
                    </div>
                  </td>
                </tr>
              )}
            </Fragment>
          );
        })}
      </DataTable>
    </div>
  );
}

function Row(props: {
  promotion: PromotionItem;
  now: number;
  titleOf: TitleOf;
  isShown: boolean;
  onToggle: () => void;
}) {
  const t = useGitopsTranslation();
  const { promotion, now } = props;
  const look = looks.promotion[promotion.state];
  const result = t(`promotionState.${promotion.state}`);
  const version = displayVersion(promotion.version);
  const previous = displayVersion(promotion.previous);
  const end = promotion.endedAt;
  const requestedMs = Date.parse(promotion.requestedAt);
  return (
    <tr>
      <td>
        <Toggle
          isOpen={props.isShown}
          label={t('promotions.details', {
            previous,
            version,
            environment: props.titleOf(promotion.to),
            result,
          })}
          onToggle={props.onToggle}
        >
          <span className={styles.previous}>{previous}</span> → {version}
        </Toggle>
      </td>
      <td>{props.titleOf(promotion.to)}</td>
      <td className={tones[look.tone]}>
        <span className={styles.result}>
          <LookIcon look={look} />
          {result}
        </span>
      </td>
      <td className={styles.quiet}>
        <Ago time={promotion.requestedAt} now={now} />
      </td>
      <td className={styles.quiet}>
        {end
          ? durationText(Date.parse(end) - requestedMs, t)
          : t('promotions.soFar', {
              duration: roughText(now - requestedMs, t),
            })}
      </td>
      <td>{requesterName(promotion, t)}</td>
      <td className={styles.reason}>
        {requestReason(promotion, t, { maxLength: 200 })}
      </td>
    </tr>
  );
}
