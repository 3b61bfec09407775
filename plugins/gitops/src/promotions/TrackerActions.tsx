import { useApi } from '@backstage/frontend-plugin-api';
import {
  mergeObstacleSentence,
  Promotion,
  Release,
} from 'backstage-plugin-gitops-common';
import { useState } from 'react';
import { gitopsApiRef } from '../api';
import { useAction } from '../live/useAction';
import { ActionPart, Question } from '../parts/ActionPart';
import { asSentence, displayText, displayVersion } from '../text/displayText';
import { TitleOf } from '../status/wording';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { releaseQuestion } from './releaseQuestion';
import { RollbackDialog } from './RollbackDialog';
import { TrackerLinks } from './TrackerLinks';

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
  const action = useAction();
  const { run, isRunning } = action;
  const [asked, setAsked] = useState<Asked | null>(null);
  /** What would be withdrawn with it */
  const [release, setRelease] = useState<Release | null>(null);
  const [isRollingBack, setIsRollingBack] = useState(false);
  const { promotion, onChanged } = props;
  const { id, can } = promotion;
  const environment = props.titleOf(promotion.to);
  const stopAsking = () => {
    setAsked(null);
    setRelease(null);
  };

  const retry = () =>
    run(
      signal => api.retryPromotion(id, { signal }),
      answer => onChanged(answer.promotion),
    );
  const askToWithdraw = () => {
    if (
      promotion.release === null ||
      promotion.pullRequests.every(({ others }) => others === 0)
    )
      setAsked('close');
    else
      run(
        signal => api.release(promotion.release!, { signal }),
        shared => {
          setRelease(shared);
          setAsked('close');
        },
      );
  };
  const confirm = () =>
    run(
      signal =>
        ({
          close: () =>
            release === null
              ? api.closePromotion(id, { signal })
              : api
                  .closeRelease(release.id, { signal })
                  .then(closed => ownOf(closed, promotion)),
          merge: () => api.mergePromotion(id, { signal }),
          stopFollowing: () => api.stopFollowingPromotion(id, { signal }),
        }[asked!]()),
      changed => {
        stopAsking();
        onChanged(changed);
      },
    );

  let question: Question | null = null;
  if (asked !== null && can[asked])
    question = release
      ? releaseQuestion(release, { t, environment })
      : {
          question: t(questions[asked], {
            version: displayVersion(promotion.version),
            environment,
          }),
          answer: t(answers[asked]),
        };
  return (
    <>
      <ActionPart
        running={action}
        note={
          promotion.mergeObstacle
            ? asSentence(
                displayText(
                  mergeObstacleSentence(promotion.mergeObstacle, t('language')),
                ),
              )
            : undefined
        }
        question={question}
        onConfirm={confirm}
        onCancel={stopAsking}
        actions={[
          can.close && {
            text: t('tracker.withdraw'),
            isQuiet: true,
            isPending: isRunning,
            onPress: askToWithdraw,
          },
          can.stopFollowing && {
            text: t('tracker.stopFollowing'),
            isQuiet: true,
            onPress: () => setAsked('stopFollowing'),
          },
          can.rollback && {
            text: t('tracker.rollback'),
            onPress: () => setIsRollingBack(true),
          },
          can.retry && {
            text: t('tracker.retry'),
            isPending: isRunning,
            onPress: retry,
          },
          can.merge && {
            text: t('tracker.merge'),
            onPress: () => setAsked('merge'),
          },
        ]}
      >
        <TrackerLinks promotion={promotion} />
      </ActionPart>
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
    </>
  );
}

/** The promotion as it is now that its release was withdrawn. */
function ownOf({ promotions }: Release, promotion: Promotion): Promotion {
  return promotions.find(({ id }) => id === promotion.id) ?? promotion;
}
