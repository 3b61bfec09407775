import { RiArrowRightLine, RiGitPullRequestLine } from '@remixicon/react';
import { FleetCell } from 'backstage-plugin-gitops-common';
import { LookIcon } from '../status/LookIcon';
import { looks } from '../status/looks';
import tones from '../status/tones.module.css';
import { Translate } from '../translations/useGitopsTranslation';
import styles from './FleetGrid.module.css';
import { RowCell } from './FleetRow';
import { cellWording } from './wording';

/** What runs of a service in an environment, and how it is. */
export function FleetCellContent(props: {
  one: RowCell;
  asOf(staleSince: string): string;
  t: Translate;
}) {
  const { t } = props;
  const { cell, compared } = props.one;
  if (!cell)
    return (
      <>
        <span aria-hidden className={styles.quiet}>
          –
        </span>
        <Hidden>{t('fleet.absent')}</Hidden>
      </>
    );
  const wording = cellWording(cell, t);
  const look = looks.deployment[cell.state];
  const { staleSince, promotion } = cell;
  const tone = staleSince ? 'muted' : look.tone;
  return (
    <span className={styles.content} title={wording.title}>
      <LookIcon look={{ ...look, tone }} size={14} />
      <span
        aria-hidden={wording.meaning !== undefined}
        className={compared === 'same' ? styles.same : styles[compared]}
      >
        {wording.version}
      </span>
      {wording.meaning && <Hidden>{wording.meaning}</Hidden>}
      {compared === 'differs' && <Hidden>{t('fleet.differs')}</Hidden>}{' '}
      {wording.next && (
        <span className={styles.quiet}>
          <RiArrowRightLine aria-hidden size={12} />
          {wording.next}
        </span>
      )}{' '}
      {wording.isWordHidden ? (
        <Hidden>{wording.word}</Hidden>
      ) : (
        <span className={`${tones[tone]} ${styles.word}`}>{wording.word}</span>
      )}{' '}
      {staleSince && (
        <span className={styles.quiet}>{props.asOf(staleSince)}</span>
      )}{' '}
      {promotion && <PromotionSign promotion={promotion} t={t} />}
    </span>
  );
}

function PromotionSign(props: {
  promotion: NonNullable<FleetCell['promotion']>;
  t: Translate;
}) {
  const { number } = props.promotion;
  return (
    <span className={styles.quiet}>
      <RiGitPullRequestLine aria-hidden size={12} />
      <span aria-hidden>{number !== undefined && `#${number}`}</span>
      <Hidden>
        {number === undefined
          ? props.t('fleet.promotion')
          : props.t('fleet.pullRequest', { number: String(number) })}
      </Hidden>
    </span>
  );
}

/** For those who hear the page. The component of `@backstage/ui` is dear in thousands. */
function Hidden({ children }: { children: string }) {
  return <span className={styles.hidden}> {children} </span>;
}
