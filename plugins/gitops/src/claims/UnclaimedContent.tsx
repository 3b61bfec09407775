import { VisuallyHidden } from '@backstage/ui';
import { Page } from '../parts/Page';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { ClaimProblemList } from './ClaimProblemList';
import styles from './ClaimProblems.module.css';
import { useClaimProblems } from './useClaimProblems';

/** How many Applications have no clear owner or environment; each number opens its list. */
export function UnclaimedContent() {
  const t = useGitopsTranslation();
  const service = useClaimProblems('service');
  const environment = useClaimProblems('environment');
  const colliding = useClaimProblems('colliding');
  const isLoading = [service, environment, colliding].some(
    ({ status }) => status === 'loading',
  );
  return (
    <Page title={t('claims.title')}>
      <div className={styles.part}>
        <VisuallyHidden role="status">
          {isLoading && t('claims.loading')}
        </VisuallyHidden>
        <ClaimProblemList list="service" first={service} />
        <ClaimProblemList list="environment" first={environment} />
        <ClaimProblemList list="colliding" first={colliding} />
      </div>
    </Page>
  );
}
