import { LoadFailure } from '../live/LoadFailure';
import { useLive } from '../live/useLive';
import { Ago } from '../parts/Ago';
import { LookIcon } from '../status/LookIcon';
import { looks } from '../status/looks';
import { useEnvironmentTitles } from '../status/useEnvironmentTitles';
import { requesterName } from '../status/requested';
import { displayVersion, serviceName } from '../text/displayText';
import { useNow } from '../time/useNow';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { Link } from 'react-router-dom';
import styles from './AttentionCard.module.css';
import { useServicePath } from './useServicePath';

/** Promotions that wait for a review of the reader. Nothing while there are none. */
export function ReviewList() {
  const t = useGitopsTranslation();
  const now = useNow(15_000);
  const pathOf = useServicePath();
  const titleOf = useEnvironmentTitles();
  const live = useLive({
    key: 'reviews',
    load: (api, signal) => api.reviews({ signal }),
    pollMs: 60_000,
  });
  if (live.status === 'loading') return null;
  const reviews = live.status === 'data' ? live.data : [];
  return (
    <>
      {live.failure && (
        <LoadFailure
          title={t('attention.reviewsFailed')}
          failure={live.failure}
          onRetry={live.refresh}
        />
      )}
      {reviews.length > 0 && (
        <>
          <h3 className={styles.heading}>{t('attention.reviews')}</h3>
          <ul className={styles.list} aria-label={t('attention.reviews')}>
            {reviews.map(({ id, service, previous, version, to, ...one }) => (
              <li key={id} className={styles.item}>
                <LookIcon look={looks.promotion[one.state]} />
                <Link
                  className={styles.link}
                  to={`${pathOf(service)}/promotions?promotion=${id}`}
                >
                  {t('tracker.title', {
                    service: serviceName(service),
                    from: displayVersion(previous),
                    to: displayVersion(version),
                    environment: titleOf(to),
                  })}
                </Link>
                <span>{requesterName(one, t)}</span>
                <span className={styles.quiet}>
                  <Ago time={one.requestedAt} now={now} />
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
