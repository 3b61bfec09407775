import { SearchField, VisuallyHidden } from '@backstage/ui';
import { useEffect, useState } from 'react';
import { Page } from '../parts/Page';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { useUrlParameter } from '../url/useUrlParameter';
import { ClaimProblemList } from './ClaimProblemList';
import styles from './ClaimProblems.module.css';
import { useClaimProblems } from './useClaimProblems';

/** Nobody types for so long */
const SEARCH_AFTER_MS = 300;

/** How many Applications have no clear owner or environment; each number opens its list. */
export function UnclaimedContent() {
  const t = useGitopsTranslation();
  const [searched, setSearched] = useUrlParameter('q');
  const q = searched ?? '';
  const [text, setText] = useState(q);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (text.trim() !== q) setSearched(text.trim() || null);
    }, SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text, q, setSearched]);
  const service = useClaimProblems('service', q);
  const environment = useClaimProblems('environment', q);
  const colliding = useClaimProblems('colliding', q);
  const isLoading = [service, environment, colliding].some(
    ({ status }) => status === 'loading',
  );
  return (
    <Page title={t('claims.title')}>
      <div className={styles.part}>
        <SearchField
          className={styles.search}
          aria-label={t('claims.search')}
          placeholder={t('claims.search')}
          value={text}
          onChange={setText}
        />
        <VisuallyHidden role="status">
          {isLoading && t('claims.loading')}
        </VisuallyHidden>
        <ClaimProblemList list="service" q={q} first={service} />
        <ClaimProblemList list="environment" q={q} first={environment} />
        <ClaimProblemList list="colliding" q={q} first={colliding} />
      </div>
    </Page>
  );
}
