import { Card, Skeleton } from '@backstage/ui';
import {
  RiArrowDownSLine,
  RiArrowUpSLine,
  RiCheckboxCircleLine,
} from '@remixicon/react';
import { useId, useState } from 'react';
import tones from '../status/tones.module.css';
import { LoadFailure } from '../live/LoadFailure';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { ClaimProblemPage } from './ClaimProblemPage';
import styles from './ClaimProblems.module.css';
import { ClaimList, useClaimProblems } from './useClaimProblems';

/** One number, and the Applications behind it on request. */
export function ClaimProblemList({
  list,
  q,
  first,
}: {
  list: ClaimList;
  /** What is searched for; empty for all */
  q: string;
  /** Its first page */
  first: ReturnType<typeof useClaimProblems>;
}) {
  const t = useGitopsTranslation();
  const id = useId();
  const [isOpen, setIsOpen] = useState(false);
  if (first.status === 'loading')
    return (
      <Card className={styles.card} aria-hidden>
        <Skeleton width={320} height={20} />
      </Card>
    );
  const Chevron = isOpen ? RiArrowUpSLine : RiArrowDownSLine;
  return (
    <Card className={styles.card}>
      {first.failure && (
        <LoadFailure
          title={t('claims.errorTitle')}
          failure={first.failure}
          onRetry={first.refresh}
        />
      )}
      {first.status === 'data' && first.data.total === 0 && (
        <p className={styles.none}>
          {q === '' && (
            <RiCheckboxCircleLine
              aria-hidden
              size={16}
              className={tones.positive}
            />
          )}
          {q === '' ? t(`claims.${list}.none`) : t(`claims.${list}.noMatch`)}
        </p>
      )}
      {first.status === 'data' && first.data.total > 0 && (
        <>
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={isOpen}
            aria-controls={id}
            onClick={() => setIsOpen(!isOpen)}
          >
            {t(`claims.${list}.found`, { count: first.data.total })}
            <Chevron aria-hidden size={16} />
          </button>
          <div id={id} hidden={!isOpen}>
            {isOpen && <ClaimProblemPage list={list} q={q} page={first.data} />}
          </div>
        </>
      )}
    </Card>
  );
}
