import { VisuallyHidden } from '@backstage/ui';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { ClaimProblemList } from './ClaimProblemList';
import styles from './ClaimProblems.module.css';
import { useClaimProblems } from './useClaimProblems';

/** How many Applications have no clear owner or environment; each number opens its list. */
export function ClaimProblemsPart() {
  const t = useGitopsTranslation();
  const service = useClaimProblems('service');
  const environment = useClaimProblems('environment');
  const colliding = useClaimProblems('colliding');
  const isLoading = [service, environment, colliding].some(
    ({ status }) => status === 'loading',
  );
  return (
    <section className={styles.part} aria-labelledby="gitops-claims">
      <h2 id="gitops-claims" className={styles.title}>
        {t('claims.title')}
      </h2>
      <VisuallyHidden role="status">
        {isLoading && t('claims.loading')}
      </VisuallyHidden>
      <ClaimProblemList list="service" first={service} />
      <ClaimProblemList list="environment" first={environment} />
      <ClaimProblemList list="colliding" first={colliding} />
    </section>
  );
}
