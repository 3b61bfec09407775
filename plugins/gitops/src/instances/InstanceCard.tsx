import { Alert, Card } from '@backstage/ui';
import { RiExternalLinkLine } from '@remixicon/react';
import { Instance, problemAdvice } from 'backstage-plugin-gitops-common';
import { isWebAddress } from '../parts/WebLink';
import { LookIcon } from '../status/LookIcon';
import { looks } from '../status/looks';
import tones from '../status/tones.module.css';
import { displayName, displayText } from '../text/displayText';
import { clockTime, numberText } from '../text/formats';
import { problemText } from '../text/problemText';
import { Ago } from '../parts/Ago';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './InstanceCard.module.css';

/** One Argo CD instance, for those who operate it. */
export function InstanceCard({
  instance,
  now,
}: {
  instance: Instance;
  now: number;
}) {
  const t = useGitopsTranslation();
  const look = looks.instance[instance.status];
  const name = displayName(instance.name);
  return (
    <li>
      <Card className={styles.card} aria-label={name}>
        <div className={styles.header}>
          <h3 className={styles.name}>{name}</h3>
          <span className={`${styles.status} ${tones[look.tone]}`}>
            <LookIcon look={look} />
            {t(`instances.status.${instance.status}`)}
          </span>
        </div>
        {isWebAddress(instance.url) && (
          <a
            className={styles.url}
            href={instance.url}
            target="_blank"
            rel="noopener noreferrer"
            aria-label={t('instances.open', {
              url: displayName(instance.url),
              instance: name,
            })}
          >
            <span>{displayName(instance.url)}</span>
            <RiExternalLinkLine aria-hidden size={14} />
          </a>
        )}
        <Condition instance={instance} now={now} />
        <dl className={styles.facts}>
          <dt>{t('instances.applications')}</dt>
          <dd>
            {instance.lastList === null
              ? '–'
              : numberText(instance.applications, t)}
          </dd>
          <dt>{t('instances.lastList')}</dt>
          <dd>
            {instance.lastList === null ? (
              t('instances.never')
            ) : (
              <Ago time={instance.lastList} now={now} />
            )}
          </dd>
          <dt>{t('instances.lastEvent')}</dt>
          <dd>
            {instance.lastEvent === null ? (
              t('instances.never')
            ) : (
              <Ago time={instance.lastEvent} now={now} />
            )}
          </dd>
        </dl>
        {instance.malformed > 0 && (
          <p className={styles.malformed}>
            {t('instances.malformedText', { count: instance.malformed })}
          </p>
        )}
      </Card>
    </li>
  );
}

/** Why an instance isn't current, and what to do; nothing where all is well. */
function Condition({ instance, now }: { instance: Instance; now: number }) {
  const t = useGitopsTranslation();
  const { staleSince, problem, status } = instance;
  const advice = problem && problemAdvice(problem, t('language'));
  if (!problem && staleSince === null) {
    return status === 'connecting' ? (
      <p className={styles.connecting}>{t('instances.connectingText')}</p>
    ) : null;
  }
  return (
    <Alert
      role="status"
      icon
      status="warning"
      title={
        staleSince === null
          ? t('instances.status.connecting')
          : t('instances.staleSince', { time: clockTime(staleSince, now, t) })
      }
      description={
        <>
          {problem && (
            <p className={styles.paragraph}>{problemText(problem, t)}</p>
          )}
          {advice && (
            <p className={styles.paragraph}>
              <strong>{t('instances.advice')}:</strong>{' '}
              {displayText(advice, { maxLength: 600 })}
            </p>
          )}
        </>
      }
    />
  );
}
