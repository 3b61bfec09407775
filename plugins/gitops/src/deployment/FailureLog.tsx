import type { FailureLog as Log } from 'backstage-plugin-gitops-common';
import {
  asSentence,
  displayCode,
  displayName,
  displayText,
} from '../text/displayText';
import {
  Translate,
  useGitopsTranslation,
} from '../translations/useGitopsTranslation';
import styles from './Details.module.css';
import { firstErrorLine } from './errorLine';

/** The last lines that what failed has written. The backend has masked what looks like a secret. */
export function FailureLog({ log }: { log: Log }) {
  const t = useGitopsTranslation();
  const name = displayName(log.of);
  const title = t('details.log', { name });
  const place = placeOf(log, t);
  const errorLine = firstErrorLine(log.lines);
  return (
    <section className={styles.section}>
      <h4 className={styles.heading}>{title}</h4>
      {place && <p className={styles.text}>{place}</p>}
      {log.lines.length > 0 ? (
        <pre
          className={styles.log}
          role="region"
          aria-label={title}
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- It scrolls, by keyboard too
          tabIndex={0}
        >
          {log.lines.map((line, index) => {
            const text = `${displayCode(line)}\n`;
            return index === errorLine ? (
              <mark
                key={index}
                className={styles.error}
                title={t('details.logFirstError')}
              >
                {text}
              </mark>
            ) : (
              text
            );
          })}
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

/** The Pod that wrote it and its container, as far as they are known. */
function placeOf({ pod, container }: Log, t: Translate): string | null {
  if (pod === null) return null;
  return container === null
    ? t('details.logPod', { pod: displayName(pod) })
    : t('details.logContainer', {
        pod: displayName(pod),
        container: displayName(container),
      });
}
