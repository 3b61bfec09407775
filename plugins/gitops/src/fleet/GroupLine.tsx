import { RiArrowDownSLine, RiArrowRightSLine } from '@remixicon/react';
import { LookIcon } from '../status/LookIcon';
import { looks } from '../status/looks';
import { numberText } from '../text/formats';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './FleetGrid.module.css';
import { Grouping } from './FleetView';
import { FleetGroup } from './groups';

/** A group's name and what is unwell in it; it opens and closes the group. */
export function GroupLine(props: {
  group: FleetGroup;
  grouping: Grouping;
  /** Title of the last environment */
  last: string;
  isOpen: boolean;
  index: number;
  columnCount: number;
  isStop: boolean;
  onToggle(key: string): void;
}) {
  const t = useGitopsTranslation();
  const { group, grouping, isOpen } = props;
  const Chevron = isOpen ? RiArrowDownSLine : RiArrowRightSLine;
  const untitled =
    grouping === 'system'
      ? t('fleet.group.noSystem')
      : t('fleet.group.noOwner');
  return (
    <div
      role="row"
      aria-rowindex={props.index}
      data-line={`group ${group.key}`}
      className={styles.groupRow}
    >
      <div
        role="gridcell"
        aria-colspan={props.columnCount}
        className={styles.groupCell}
      >
        <button
          type="button"
          tabIndex={props.isStop ? 0 : -1}
          data-column=""
          aria-expanded={isOpen}
          className={styles.groupButton}
          onClick={() => props.onToggle(group.key)}
        >
          <Chevron aria-hidden size={16} />
          <span className={styles.groupTitle}>
            {group.title || untitled}
          </span>{' '}
          <span>{t('fleet.group.services', { count: group.rows.length })}</span>
          {(['failed', 'degraded'] as const).map(
            state =>
              group[state] > 0 && (
                <span key={state} className={styles.groupCount}>
                  {' '}
                  <LookIcon look={looks.deployment[state]} size={14} />
                  {t(`fleet.group.${state}`, {
                    number: numberText(group[state], t),
                  })}
                </span>
              ),
          )}
          {group.notInLast > 0 && (
            <span>
              {' '}
              {t('fleet.group.ahead', {
                number: numberText(group.notInLast, t),
                environment: props.last,
              })}
            </span>
          )}
        </button>
      </div>
    </div>
  );
}
