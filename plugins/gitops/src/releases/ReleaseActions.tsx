import { Button } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { Release } from 'backstage-plugin-gitops-common';
import { useRef, useState } from 'react';
import { gitopsApiRef } from '../api';
import { FailureText } from '../live/FailureText';
import { useAction } from '../live/useAction';
import { ActionQuestion } from '../parts/ActionQuestion';
import { releaseQuestion } from '../promotions/releaseQuestion';
import { TitleOf } from '../status/wording';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { ReleasePlanDialog } from './ReleasePlanDialog';
import styles from './ReleasePanel.module.css';

/** What the reader may do with all of a release. What can't be taken back is asked for twice. */
export function ReleaseActions(props: {
  release: Release;
  titleOf: TitleOf;
  /** The release that stands for it from now on */
  onChanged: (release: Release) => void;
}) {
  const t = useGitopsTranslation();
  const api = useApi(gitopsApiRef);
  const { run, isRunning, error } = useAction();
  const [asked, setAsked] = useState<'close' | 'merge' | null>(null);
  const [isRollingBack, setIsRollingBack] = useState(false);
  const { release, onChanged } = props;
  const { id, can, promotions } = release;
  const environment = props.titleOf(release.to);
  const place = useRef<HTMLDivElement>(null);
  const stopAsking = () => {
    setAsked(null);
    // The button that has the focus goes
    place.current?.focus();
  };
  const confirm = () =>
    run(
      signal =>
        asked === 'merge'
          ? api.mergeRelease(id, { signal })
          : api.closeRelease(id, { signal }),
      changed => {
        stopAsking();
        onChanged(changed);
      },
    );
  const open = new Set(
    promotions
      .flatMap(({ pullRequests }) => pullRequests)
      .filter(({ state }) => state === 'open')
      .map(({ repository, number }) => `${repository} ${number}`),
  );
  return (
    <div ref={place} tabIndex={-1} className={styles.actions}>
      {error !== null && (
        <p className={styles.error} role="alert">
          <FailureText error={error} />
        </p>
      )}
      {asked !== null && can[asked] ? (
        <ActionQuestion
          {...(asked === 'close'
            ? releaseQuestion(release, { t, environment })
            : {
                question: t('release.mergeQuestion', {
                  count: open.size,
                  services: t('release.serviceCount', {
                    count: promotions.length,
                  }),
                  environment,
                }),
                answer: t('release.mergeAll'),
              })}
          isRunning={isRunning}
          onConfirm={confirm}
          onCancel={stopAsking}
        />
      ) : (
        <>
          {can.close && (
            <Button
              variant="tertiary"
              size="small"
              onPress={() => setAsked('close')}
            >
              {t('tracker.withdrawRelease')}
            </Button>
          )}
          {can.rollback && (
            <Button
              variant="secondary"
              size="small"
              onPress={() => setIsRollingBack(true)}
            >
              {t('release.rollback')}
            </Button>
          )}
          {can.merge && (
            <Button
              variant="secondary"
              size="small"
              onPress={() => setAsked('merge')}
            >
              {t('release.mergeAll')}
            </Button>
          )}
        </>
      )}
      {isRollingBack && (
        <ReleasePlanDialog
          title={t('release.rollbackTitle', { environment })}
          planned={`rollback of ${id}`}
          load={(client, signal) => client.planReleaseRollback(id, { signal })}
          request={(body, signal) => api.rollbackRelease(id, body, { signal })}
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
