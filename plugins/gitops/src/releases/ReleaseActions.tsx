import { useApi } from '@backstage/frontend-plugin-api';
import { Release } from 'backstage-plugin-gitops-common';
import { useState } from 'react';
import { gitopsApiRef } from '../api';
import { useAction } from '../live/useAction';
import { ActionPart, Question } from '../parts/ActionPart';
import { releaseQuestion } from '../promotions/releaseQuestion';
import { TitleOf } from '../status/wording';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { ReleasePlanDialog } from './ReleasePlanDialog';

/** What the reader may do with all of a release. What can't be taken back is asked for twice. */
export function ReleaseActions(props: {
  release: Release;
  titleOf: TitleOf;
  /** The release that stands for it from now on */
  onChanged: (release: Release) => void;
}) {
  const t = useGitopsTranslation();
  const api = useApi(gitopsApiRef);
  const action = useAction();
  const [asked, setAsked] = useState<'close' | 'merge' | null>(null);
  const [isRollingBack, setIsRollingBack] = useState(false);
  const { release, onChanged } = props;
  const { id, can, promotions } = release;
  const environment = props.titleOf(release.to);
  const confirm = () =>
    action.run(
      signal =>
        asked === 'merge'
          ? api.mergeRelease(id, { signal })
          : api.closeRelease(id, { signal }),
      changed => {
        setAsked(null);
        onChanged(changed);
      },
    );
  const open = new Set(
    promotions
      .flatMap(({ pullRequests }) => pullRequests)
      .filter(({ state }) => state === 'open')
      .map(({ repository, number }) => `${repository} ${number}`),
  );
  let question: Question | null = null;
  if (asked === 'close' && can.close)
    question = releaseQuestion(release, { t, environment });
  if (asked === 'merge' && can.merge)
    question = {
      question: t('release.mergeQuestion', {
        count: open.size,
        services: t('release.serviceCount', { count: promotions.length }),
        environment,
      }),
      answer: t('release.mergeAll'),
    };
  return (
    <>
      <ActionPart
        running={action}
        question={question}
        onConfirm={confirm}
        onCancel={() => setAsked(null)}
        actions={[
          can.close && {
            text: t('tracker.withdrawRelease'),
            isQuiet: true,
            onPress: () => setAsked('close'),
          },
          can.rollback && {
            text: t('release.rollback'),
            onPress: () => setIsRollingBack(true),
          },
          can.merge && {
            text: t('release.mergeAll'),
            onPress: () => setAsked('merge'),
          },
        ]}
      />
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
    </>
  );
}
