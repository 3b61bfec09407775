import { ExternalSecretDetail } from 'backstage-plugin-gitops-common';
import { Ago } from '../parts/Ago';
import { LookIcon } from '../status/LookIcon';
import { Look, looks } from '../status/looks';
import { displayName, displayText } from '../text/displayText';
import { useNow } from '../time/useNow';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './SecretKeysPart.module.css';

const secretLooks: Record<ExternalSecretDetail['state'], Look> = {
  ready: looks.deployment.healthy,
  notReady: looks.deployment.degraded,
  missing: looks.deployment.failed,
  unknown: looks.deployment.unknown,
};

/** Where the keys of one Application come from, and when they were last read. */
export function ExternalSecrets(props: {
  title: string;
  secrets: ExternalSecretDetail[];
}) {
  const t = useGitopsTranslation();
  const now = useNow(60_000);
  return (
    <section className={styles.secrets}>
      <h4 className={styles.title}>{props.title}</h4>
      <ul className={styles.list}>
        {props.secrets.map(({ name, store, state, message, refreshedAt }) => (
          <li key={name} className={styles.secret}>
            <LookIcon look={secretLooks[state]} />
            <strong>{displayName(name)}</strong>
            {t(`keys.secret.${state}`)}
            {store && (
              <span className={styles.quiet}>
                {t('keys.store', { store: displayName(store) })}
              </span>
            )}
            {refreshedAt !== null && (
              <span className={styles.quiet}>
                <Ago time={refreshedAt} now={now} />
              </span>
            )}
            {state === 'notReady' && message !== null && (
              <span className={styles.quiet}>
                {displayText(message, { maxLength: 300 })}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
