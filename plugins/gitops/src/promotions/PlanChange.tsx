import { RepositoryChange } from 'backstage-plugin-gitops-common';
import { displayName } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { FileDiff } from './FileDiff';
import styles from './PlanDialog.module.css';

/** Every file that changes, by repository. */
export function PlanChange({ changes }: { changes: RepositoryChange[] }) {
  const t = useGitopsTranslation();
  return (
    <section className={styles.section}>
      {changes.length === 0 && (
        <>
          <h3 className={styles.heading}>{t('promote.change')}</h3>
          <p className={styles.text}>{t('promote.noFiles')}</p>
        </>
      )}
      {changes.map(({ repository, branch, files }) => (
        <div key={`${repository} ${branch}`} className={styles.change}>
          <h3 className={styles.heading}>
            {t('promote.change')}
            <span className={styles.aside}>
              {t('promote.files', {
                count: files.length,
                repository: displayName(repository),
                branch: displayName(branch),
              })}
            </span>
          </h3>
          {files.map(file => (
            <FileDiff key={file.path} file={file} />
          ))}
        </div>
      ))}
    </section>
  );
}
