import type { SecretKeyMatrix } from 'backstage-plugin-gitops-common';
import { useLive } from '../live/useLive';
import { displayName } from '../text/displayText';
import {
  Translate,
  useGitopsTranslation,
} from '../translations/useGitopsTranslation';
import styles from './EnvironmentDifference.module.css';

interface Side {
  name: string;
  title: string;
}

/** Secret keys that one environment declares and the other does not, or that differ in state. */
export function KeyDifference(props: {
  service: string;
  from: Side;
  to: Side;
}) {
  const t = useGitopsTranslation();
  const { service, from, to } = props;
  const live = useLive({
    key: `secret keys ${service}`,
    load: (api, signal) => api.secretKeys(service, { signal }),
    pollMs: null,
  });
  // What can't be read is said above, where it matters more
  if (live.status !== 'data') return null;
  const lines = differing(live.data, from, to, t);
  const isUnreadable = live.data.environments.some(
    ({ name, unreadable }) =>
      unreadable !== null && [from.name, to.name].includes(name),
  );
  return (
    <>
      <h3 className={styles.heading}>{t('comparison.keys')}</h3>
      {isUnreadable && (
        <p className={styles.text}>{t('comparison.keysUnreadable')}</p>
      )}
      {lines.length === 0 ? (
        !isUnreadable && (
          <p className={styles.text}>{t('comparison.sameKeys')}</p>
        )
      ) : (
        <ul className={styles.keys}>
          {lines.map(line => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function differing(
  { keys }: SecretKeyMatrix,
  from: Side,
  to: Side,
  t: Translate,
): string[] {
  return keys
    .map(({ key, cells }) => ({
      key,
      states: [from, to].map(({ name }) => cells[name]?.state ?? 'absent'),
    }))
    .filter(({ states: [one, other] }) => one !== other)
    .map(({ key, states: [one, other] }) =>
      t('comparison.key', {
        key: displayName(key),
        from: displayName(from.title),
        fromState: t(`comparison.keyStates.${one}`),
        to: displayName(to.title),
        toState: t(`comparison.keyStates.${other}`),
      }),
    );
}
