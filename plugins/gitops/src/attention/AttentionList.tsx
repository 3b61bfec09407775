import { focusRowBefore } from '../live/focusRowBefore';
import { LookIcon } from '../status/LookIcon';
import { looks } from '../status/looks';
import tones from '../status/tones.module.css';
import { TextButton } from '../parts/TextButton';
import { Ago } from '../parts/Ago';
import { displayName, displayVersion } from '../text/displayText';
import { useNow } from '../time/useNow';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import styles from './AttentionCard.module.css';
import { Attention } from './attentionOf';
import { useServicePath } from './useServicePath';

/** More are shown on request */
const shownFirst = 8;

/** Services that somebody should look at, each in one environment. */
export function AttentionList({ found }: { found: Attention[] }) {
  const t = useGitopsTranslation();
  const now = useNow(15_000);
  const pathOf = useServicePath();
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? found : found.slice(0, shownFirst);
  return (
    <>
      <ul className={styles.list} aria-label={t('attention.title')}>
        {shown.map(({ service, environment, cell }) => {
          const look = looks.deployment[cell.state];
          return (
            <li key={`${service.ref} ${environment}`} className={styles.item}>
              <LookIcon look={look} />
              <span className={styles.name}>
                <Link className={styles.link} to={pathOf(service.ref)}>
                  {displayName(service.title)}
                </Link>{' '}
                {displayName(environment)}{' '}
                <span className={styles.quiet}>
                  {cell.running.map(displayVersion).join(', ')}
                </span>
              </span>
              <span className={tones[look.tone]}>
                {t(`state.${cell.state}`)}
              </span>
              <span className={styles.quiet}>
                {cell.since && <Ago time={cell.since} now={now} />}
              </span>
            </li>
          );
        })}
      </ul>
      {found.length > shown.length && (
        <TextButton
          onClick={event => {
            focusRowBefore(event.currentTarget);
            setIsWhole(true);
          }}
        >
          {t('attention.more', { count: found.length - shown.length })}
        </TextButton>
      )}
    </>
  );
}
