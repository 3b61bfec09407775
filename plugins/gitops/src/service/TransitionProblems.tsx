import { RiErrorWarningLine } from '@remixicon/react';
import { ReactNode } from 'react';
import {
  Transition,
  transitionProblemSentence,
} from 'backstage-plugin-gitops-common';
import { Line } from '../parts/Line';
import { asSentence, displayText } from '../text/displayText';
import { listText } from '../text/formats';
import { TitleOf } from '../status/wording';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';

/**
 * Why promotions, or some of them, can't be shown. It takes little room, since what runs is shown
 * all the same.
 */
export function TransitionProblems(props: {
  transitions: Transition[];
  isPartial: boolean;
  titleOf: TitleOf;
}) {
  const t = useGitopsTranslation();
  const environmentsOf = new Map<string, string[]>();
  for (const { problem, to } of props.transitions) {
    if (problem === null) continue;
    const sentence = transitionProblemSentence(problem, t('language'));
    const environments = environmentsOf.get(sentence) ?? [];
    environmentsOf.set(sentence, [...environments, props.titleOf(to)]);
  }
  return (
    <>
      {[...environmentsOf].map(([problem, environments]) => (
        <Problem key={problem}>
          {t('movement.problem', {
            environments: listText(environments, t),
            message: asSentence(displayText(problem, { maxLength: 300 })),
          })}
        </Problem>
      ))}
      {props.isPartial && <Problem>{t('movement.failure')}</Problem>}
    </>
  );
}

function Problem({ children }: { children: ReactNode }) {
  return (
    <Line icon={<RiErrorWarningLine aria-hidden size={14} />}>{children}</Line>
  );
}
