import { ApplicationDetails } from 'backstage-plugin-gitops-common';
import { displayName, displayText } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './Details.module.css';
import { Revision } from './Revision';

/** Where the manifests come from, and the revision that Argo CD compares the cluster with. */
export function Sources({
  sources,
}: {
  sources: ApplicationDetails['source'];
}) {
  const t = useGitopsTranslation();
  if (sources.length === 0) return null;
  return (
    <div className={styles.section}>
      <ul className={styles.list}>
        {sources.map((source, index) => (
          <li key={index} className={styles.source}>
            <span>{displayText(source.repository, { maxLength: 300 })}</span>
            <span className={styles.quiet}>
              {source.path !== null && displayName(source.path)}{' '}
              <Revision {...source} />{' '}
              {source.targetRevision !== null &&
                t('details.target', {
                  revision: displayName(source.targetRevision),
                })}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
