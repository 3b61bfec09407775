import { ApplicationDetails } from 'backstage-plugin-gitops-common';
import { displayName, displayText } from '../text/displayText';
import { Ago } from '../parts/Ago';
import { useNow } from '../time/useNow';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './DetailsDialog.module.css';
import { Revision } from './Revision';

/** Argo CD keeps ten by default; the newest are what somebody looks for. */
const MAX_DEPLOYMENTS = 5;

/** The last operation, and the deployments before, each with its commit. */
export function Deployed({ details }: { details: ApplicationDetails }) {
  const t = useGitopsTranslation();
  const now = useNow(15_000);
  const { operation, history } = details;
  return (
    <>
      {operation !== null && (
        <section className={styles.section}>
          <h3 className={styles.heading}>{t('details.operation')}</h3>
          <Line
            {...operation}
            what={displayName(operation.phase)}
            at={operation.finishedAt ?? operation.startedAt}
            now={now}
          />
          {operation.message !== null && (
            <p className={styles.text}>
              {displayText(operation.message, { maxLength: 600 })}
            </p>
          )}
        </section>
      )}
      <section className={styles.section}>
        <h3 className={styles.heading}>{t('details.history')}</h3>
        {history.length === 0 ? (
          <p className={styles.text}>{t('details.never')}</p>
        ) : (
          <ul className={styles.list}>
            {history.slice(0, MAX_DEPLOYMENTS).map(deployed => (
              <li key={deployed.id}>
                <Line {...deployed} at={deployed.deployedAt} now={now} />
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

function Line(props: {
  what?: string;
  revision: string | null;
  commitUrl: string | null;
  at: string | null;
  initiatedBy: string | null;
  now: number;
}) {
  const t = useGitopsTranslation();
  return (
    <span className={styles.line}>
      {props.what !== undefined && <span>{props.what}</span>}
      <Revision {...props} />
      <span className={styles.quiet}>
        {props.at !== null && <Ago time={props.at} now={props.now} />}{' '}
        {props.initiatedBy !== null &&
          t('details.by', { name: displayName(props.initiatedBy) })}
      </span>
    </span>
  );
}
