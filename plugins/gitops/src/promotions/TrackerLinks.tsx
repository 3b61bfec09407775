import { RiExternalLinkLine } from '@remixicon/react';
import { Promotion } from 'backstage-plugin-gitops-common';
import { isWebAddress } from '../parts/WebLink';
import { displayName } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './PromotionTracker.module.css';

/** Links to the open pull request, and after the merge to Argo CD. */
export function TrackerLinks({ promotion }: { promotion: Promotion }) {
  const t = useGitopsTranslation();
  const { pullRequests, applications, state } = promotion;
  const links =
    state === 'requested' || state === 'pullRequestOpen'
      ? pullRequests
          .filter(pullRequest => pullRequest.state === 'open')
          .map(({ url }) => ({ name: t('tracker.review'), url: url ?? '' }))
      : applications.map(({ name, url }) => ({
          name:
            applications.length === 1
              ? t('tracker.argocd')
              : t('tracker.argocdOf', { application: displayName(name) }),
          url,
        }));
  return (
    <>
      {links
        .filter(({ url }) => isWebAddress(url))
        .map(({ name, url }) => (
          <a
            key={url}
            className={styles.link}
            data-main={state === 'pullRequestOpen'}
            href={url}
            target="_blank"
            rel="noopener noreferrer"
            aria-label={t('tracker.newTab', { name })}
          >
            {name}
            <RiExternalLinkLine aria-hidden size={16} />
          </a>
        ))}
    </>
  );
}
