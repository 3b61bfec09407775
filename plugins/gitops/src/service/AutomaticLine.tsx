import { useApi } from '@backstage/frontend-plugin-api';
import { RiLoopRightLine, RiPauseCircleFill } from '@remixicon/react';
import {
  automaticPromotionSentence,
  Transition,
} from 'backstage-plugin-gitops-common';
import { gitopsApiRef } from '../api';
import { FailureText } from '../live/FailureText';
import { KeptFocus } from '../live/KeptFocus';
import { useAction } from '../live/useAction';
import { Line } from '../parts/Line';
import { TextButton } from '../parts/TextButton';
import { TitleOf } from '../status/wording';
import { displayText } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';

/** Nobody needs to look then. */
const goesOn = ['followsSource', 'ready', 'waitsForGate', 'declined'];

/** What the portal promotes by itself, or why it has stopped; then those who may resume it. */
export function AutomaticLine(props: {
  transition: Transition;
  service: string;
  titleOf: TitleOf;
  onChanged: () => void;
}) {
  const t = useGitopsTranslation();
  const api = useApi(gitopsApiRef);
  const { run, isRunning, error } = useAction();
  const { automatic, mayResume, to } = props.transition;
  if (automatic === null) return null;
  const Icon = goesOn.includes(automatic.code)
    ? RiLoopRightLine
    : RiPauseCircleFill;
  const resume = () =>
    run(
      signal =>
        api.resumeAutomaticPromotion(
          { service: props.service, to },
          { signal },
        ),
      props.onChanged,
    );
  const sentence = automaticPromotionSentence(automatic, t('language'));
  return (
    <Line icon={<Icon aria-hidden size={14} />}>
      {displayText(sentence, { maxLength: 400 })}{' '}
      {mayResume && (
        <KeptFocus>
          <TextButton
            aria-label={t('movement.resumeLabel', {
              environment: props.titleOf(to),
            })}
            // A disabled button would lose the focus
            aria-disabled={isRunning}
            onClick={isRunning ? undefined : resume}
          >
            {t('movement.resume')}
          </TextButton>
        </KeptFocus>
      )}
      {error !== null && (
        <span role="alert">
          <FailureText error={error} />
        </span>
      )}
    </Line>
  );
}
