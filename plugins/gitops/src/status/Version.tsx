import { VisuallyHidden } from '@backstage/ui';
import { RiArrowRightLine } from '@remixicon/react';
import { DeploymentStatus } from 'backstage-plugin-gitops-common';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './Version.module.css';
import { versionText, versionWording } from './wording';

/** `1.9.2 → 1.10.0` while deploying, else `1.5.1, 1.6.0 wanted`. */
export function Version({ deployment }: { deployment: DeploymentStatus }) {
  const t = useGitopsTranslation();
  const { strong, isMoving, quiet } = versionWording(deployment, t);
  const text = versionText(deployment, t);
  const strongStyle =
    deployment.staleSince === null ? styles.strong : styles.lastKnown;
  return (
    <span className={styles.version} title={text}>
      {isMoving && <VisuallyHidden>{text}</VisuallyHidden>}
      <span className={styles.visible} aria-hidden={isMoving}>
        {strong !== null && (
          <span className={strongStyle}>
            {strong}
            {!isMoving && quiet.length > 0 && ','}
          </span>
        )}
        {isMoving && (
          <RiArrowRightLine aria-hidden size={14} className={styles.arrow} />
        )}
        {quiet.map((part, index) => (
          <span key={part} className={styles.quiet}>
            {part}
            {index < quiet.length - 1 && ','}
          </span>
        ))}
      </span>
    </span>
  );
}
