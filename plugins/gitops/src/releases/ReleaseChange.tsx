import { RepositoryChange } from 'backstage-plugin-gitops-common';
import { FileDiff } from '../promotions/FileDiff';
import { displayName } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './ReleaseDialog.module.css';

/** More files than this are shown on request. */
const MAX_OPEN = 4;

/** What changes, by repository: each is a pull request. */
export function ReleaseChange({ changes }: { changes: RepositoryChange[] }) {
  const t = useGitopsTranslation();
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>
        {t('promote.change')}
        <span className={styles.aside}>
          {t('release.pullRequests', { count: changes.length })}
        </span>
      </h3>
      {changes.map(({ repository, url, branch, files }) => (
        <details
          key={`${url} ${branch}`}
          className={styles.change}
          open={files.length <= MAX_OPEN}
        >
          <summary className={styles.summary}>
            {t('promote.files', {
              count: files.length,
              repository: displayName(repository),
              branch: displayName(branch),
            })}
          </summary>
          {files.map(file => (
            <FileDiff key={file.path} file={file} />
          ))}
        </details>
      ))}
    </section>
  );
}
