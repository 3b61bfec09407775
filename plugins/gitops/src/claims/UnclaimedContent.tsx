import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import { ButtonLink, VisuallyHidden } from '@backstage/ui';
import { Page } from '../parts/Page';
import { Search } from '../parts/Search';
import { claimForm } from '../service/changeTemplates';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { useUrlParameter } from '../url/useUrlParameter';
import { ClaimProblemList } from './ClaimProblemList';
import styles from './ClaimProblems.module.css';
import { useClaimProblems } from './useClaimProblems';

/** How many Applications have no clear owner or environment; each number opens its list. */
export function UnclaimedContent() {
  const t = useGitopsTranslation();
  const [searched, setSearched] = useUrlParameter('q');
  const q = searched ?? '';
  const service = useClaimProblems('service', q);
  const environment = useClaimProblems('environment', q);
  const colliding = useClaimProblems('colliding', q);
  const form = claimForm(useApi(configApiRef));
  const isUnclaimed = service.status === 'data' && service.data.total > 0;
  const isLoading = [service, environment, colliding].some(
    ({ status }) => status === 'loading',
  );
  return (
    <Page
      title={t('claims.title')}
      actions={
        form &&
        isUnclaimed && (
          <ButtonLink variant="secondary" size="small" href={form}>
            {t('claims.assign')}
          </ButtonLink>
        )
      }
    >
      <div className={styles.part}>
        <Search
          className={styles.search}
          label={t('claims.search')}
          placeholder={t('claims.search')}
          value={q}
          onChange={setSearched}
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
