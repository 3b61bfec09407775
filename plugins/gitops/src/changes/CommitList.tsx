import type { ChangedCommits } from 'backstage-plugin-gitops-common';
import { WebLink } from '../parts/WebLink';
import { displayName, displayText, displayVersion } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './ChangesInVersion.module.css';
import { isEmpty } from './wording';

/** Commits, newest first; nothing where there are none. */
export function CommitList(props: { title: string; list: ChangedCommits }) {
  const t = useGitopsTranslation();
  const { title, list } = props;
  if (isEmpty(list)) return null;
  const count = list.commits.length;
  return (
    <>
      <p className={styles.note}>{title}</p>
      {/* It scrolls, by keyboard too */}
      <div
        className={styles.scroll}
        role="region"
        aria-label={title}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        <ol className={styles.commits}>
          {list.commits.map(({ sha, subject, author, url }) => (
            <li key={sha} className={styles.commit}>
              <code className={styles.sha}>
                <WebLink
                  url={url}
                  label={t('details.commit', { revision: displayVersion(sha) })}
                >
                  {displayVersion(sha)}
                </WebLink>
              </code>
              <bdi>{displayText(subject, { maxLength: 200 })}</bdi>
              <span className={styles.author}>
                {t('changes.by', { author: displayName(author) })}
              </span>
            </li>
          ))}
        </ol>
      </div>
      {list.total !== count && (
        <p className={styles.note}>{t('changes.newest', { count })}</p>
      )}
    </>
  );
}
