import { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import { displayName } from '../text/displayText';
import { listText } from '../text/formats';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './SameNames.module.css';

/** Which names Applications of several namespaces share: those are not the same Application. */
export function SameNames({
  applications,
}: {
  applications: readonly ApplicationDeployment[];
}) {
  const t = useGitopsTranslation();
  const byName = new Map<string, Set<string>>();
  for (const { name, namespace } of applications)
    byName.set(name, (byName.get(name) ?? new Set()).add(namespace));
  const shared = [...byName].filter(([, namespaces]) => namespaces.size > 1);
  return shared.map(([name, namespaces]) => (
    <p key={name} className={styles.text}>
      {t('applications.sameName', {
        application: displayName(name),
        namespaces: listText([...namespaces].sort().map(displayName), t),
      })}
    </p>
  ));
}
