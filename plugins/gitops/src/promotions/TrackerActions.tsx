import { Button } from '@backstage/ui';
import { RiExternalLinkLine } from '@remixicon/react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Promotion } from 'backstage-plugin-gitops-common';
import { useRef, useState } from 'react';
import { gitopsApiRef } from '../api';
import { isWebAddress } from '../deployments/ApplicationLink';
import { FailureText } from '../live/FailureText';
import { useAction } from '../live/useAction';
import { displayName, displayVersion } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './PromotionTracker.module.css';
import { RollbackDialog } from './RollbackDialog';
import { TitleOf } from './wording';

type Asked = 'close' | 'merge' | 'stopFollowing';

const questions = {
  close: 'tracker.withdrawQuestion',
  merge: 'tracker.mergeQuestion',
  stopFollowing: 'tracker.stopFollowingQuestion',
} as const;

const answers = {
  close: 'tracker.withdraw',
  merge: 'tracker.merge',
  stopFollowing: 'tracker.stopFollowing',
} as const;

/** What the reader may do with a promotion. What can't be taken back is asked for twice. */
export function TrackerActions(props: {
  promotion: Promotion;
  titleOf: TitleOf;
  onChanged: (promotion: Promotion) => void;
}) {
  const t = useGitopsTranslation();
  const api = useApi(gitopsApiRef);
  const { run, isRunning, error } = useAction();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [isRollingBack, setIsRollingBack] = useState(false);
  const { promotion, onChanged } = props;
  const { id, can } = promotion;
  const place = useRef<HTMLDivElement>(null);
  const stopAsking = () => {
    setAsked(null);
    // The button that has the focus goes
    place.current?.focus();
  };

  const retry = () =>
    run(
      signal => api.retryPromotion(id, { signal }),
      answer => onChanged(answer.promotion),
    );
  const confirm = () =>
    run(
      signal =>
        ({
          close: () => api.closePromotion(id, { signal }),
          merge: () => api.mergePromotion(id, { signal }),
          stopFollowing: () => api.stopFollowingPromotion(id, { signal }),
        }[asked!]()),
      changed => {
        stopAsking();
        onChanged(changed);
      },
    );

  return (
    <div ref={place} tabIndex={-1} className={styles.actions}>
      {error !== null && (
        <p className={styles.error} role="alert">
          <FailureText error={error} />
        </p>
      )}
      {asked !== null && can[asked] ? (
        <div
          role="group"
          aria-labelledby={`${id}-question`}
          className={styles.buttons}
        >
          <span id={`${id}-question`}>
            {t(questions[asked], {
              version: displayVersion(promotion.version),
              environment: props.titleOf(promotion.to),
            })}
          </span>
          <Button variant="tertiary" size="small" onPress={stopAsking}>
            {t('tracker.keep')}
          </Button>
          <Button
            // It takes the place of the button that was pressed
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            variant="primary"
            size="small"
            isPending={isRunning}
            onPress={confirm}
          >
            {t(answers[asked])}
          </Button>
        </div>
      ) : (
        <div className={styles.buttons}>
          {can.close && (
            <Button
              variant="tertiary"
              size="small"
              onPress={() => setAsked('close')}
            >
              {t('tracker.withdraw')}
            </Button>
          )}
          {can.stopFollowing && (
            <Button
              variant="tertiary"
              size="small"
              onPress={() => setAsked('stopFollowing')}
            >
              {t('tracker.stopFollowing')}
            </Button>
          )}
          <Links promotion={promotion} />
          {can.rollback && (
            <Button
              variant="secondary"
              size="small"
              onPress={() => setIsRollingBack(true)}
            >
              {t('tracker.rollback', {
                version: displayVersion(promotion.previous),
              })}
            </Button>
          )}
          {can.retry && (
            <Button
              variant="secondary"
              size="small"
              isPending={isRunning}
              onPress={retry}
            >
              {t('tracker.retry')}
            </Button>
          )}
          {can.merge && (
            <Button
              variant="secondary"
              size="small"
              onPress={() => setAsked('merge')}
            >
              {t('tracker.merge')}
            </Button>
          )}
        </div>
      )}
      {isRollingBack && (
        <RollbackDialog
          promotion={promotion}
          titleOf={props.titleOf}
          onClose={() => setIsRollingBack(false)}
          onRequested={rollback => {
            setIsRollingBack(false);
            onChanged(rollback);
          }}
        />
      )}
    </div>
  );
}

/** To where the next thing is done, or seen: the pull request that waits, then Argo CD. */
function Links({ promotion }: { promotion: Promotion }) {
  const t = useGitopsTranslation();
  const { pullRequests, applications, state } = promotion;
  const links =
    state === 'requested' || state === 'pullRequestOpen'
      ? pullRequests
          .filter(pullRequest => pullRequest.state === 'open')
          .map(({ url }) => ({ name: t('tracker.review'), url: url ?? '' }))
      : applications.map(({ name, url }) => ({
          name:
            applications.length === 1
              ? t('tracker.argocd')
              : t('tracker.argocdOf', { application: displayName(name) }),
          url,
        }));
  return (
    <>
      {links
        .filter(({ url }) => isWebAddress(url))
        .map(({ name, url }) => (
          <a
            key={url}
            className={styles.link}
            data-main={state === 'pullRequestOpen'}
            href={url}
            target="_blank"
            rel="noopener noreferrer"
            aria-label={t('tracker.newTab', { name })}
          >
            {name}
            <RiExternalLinkLine aria-hidden size={16} />
          </a>
        ))}
    </>
  );
}
