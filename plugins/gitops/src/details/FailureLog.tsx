import type { FailureLog as Log } from 'backstage-plugin-gitops-common';
import {
  asSentence,
  displayCode,
  displayName,
  displayText,
} from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './DetailsDialog.module.css';

/** The last lines that what failed has written. The backend has masked what looks like a secret. */
export function FailureLog({ log }: { log: Log }) {
  const t = useGitopsTranslation();
  const name = displayName(log.of);
  const title = t('details.log', { name });
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>{title}</h3>
      {log.lines.length > 0 ? (
        <pre
          className={styles.log}
          role="region"
          aria-label={title}
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- It scrolls, by keyboard too
          tabIndex={0}
        >
          {log.lines.map(displayCode).join('\n')}
        </pre>
      ) : (
        <p className={styles.text}>
          {log.problem !== null
            ? t('details.logProblem', {
                name,
                reason: asSentence(displayText(log.problem)),
              })
            : t(log.isForbidden ? 'details.logForbidden' : 'details.logEmpty', {
                name,
              })}
        </p>
      )}
    </section>
  );
}
