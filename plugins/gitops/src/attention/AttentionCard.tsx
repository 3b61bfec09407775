import { Card } from '@backstage/ui';
import { Fleet } from 'backstage-plugin-gitops-common';
import { Loaded } from '../live/Loaded';
import { useLive } from '../live/useLive';
import tokens from '../tokens.module.css';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './AttentionCard.module.css';
import { AttentionList } from './AttentionList';
import { attentionOf, staleOf } from './attentionOf';
import { ReviewList } from './ReviewList';

/** A page that is glanced at: it does not follow each change of the fleet */
const pollMs = 60_000;

/** What of the services of some owners needs attention; for its reader, also what to review. */
export function AttentionCard(props: {
  /** References of users and groups */
  owners: string[];
  /** Whether the reader is among them */
  withReviews?: boolean;
}) {
  const t = useGitopsTranslation();
  const owner = props.owners.join(',');
  const live = useLive({
    key: `fleet of ${owner}`,
    load: (api, signal) => api.fleet({ owner }, { signal }),
    pollMs,
  });
  return (
    <Card
      className={`${tokens.tokens} ${styles.card}`}
      aria-label={t('attention.title')}
      aria-busy={live.status === 'loading'}
    >
      <h2 className={styles.title}>{t('attention.title')}</h2>
      <Loaded
        live={live}
        loading={t('attention.loading')}
        errorTitle={t('error.title')}
        forbidden={t('attention.forbidden')}
      >
        {fleet => <Deployments fleet={fleet} />}
      </Loaded>
      {props.withReviews && <ReviewList />}
    </Card>
  );
}

function Deployments({ fleet }: { fleet: Fleet }) {
  const t = useGitopsTranslation();
  const found = attentionOf(fleet);
  const stale = staleOf(fleet);
  return (
    <>
      {found.length > 0 && <AttentionList found={found} />}
      {found.length === 0 && (
        <p className={styles.text}>
          {fleet.services.length === 0
            ? t('attention.noServices')
            : t('attention.none')}
        </p>
      )}
      {stale > 0 && (
        <p className={styles.text}>{t('attention.stale', { count: stale })}</p>
      )}
      {fleet.isRestricted && (
        <p className={styles.text}>{t('attention.restricted')}</p>
      )}
    </>
  );
}
