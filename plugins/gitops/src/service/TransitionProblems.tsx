import { RiErrorWarningLine } from '@remixicon/react';
import { ReactNode } from 'react';
import {
  MissingPart,
  missingPartSentence,
  Transition,
  transitionProblemSentence,
} from 'backstage-plugin-gitops-common';
import { Line } from '../parts/Line';
import { asSentence, displayText } from '../text/displayText';
import { listText } from '../text/formats';
import { TitleOf } from '../status/wording';
import {
  Translate,
  useGitopsTranslation,
} from '../translations/useGitopsTranslation';

/**
 * Why promotions and other parts, or some of them, can't be shown. It takes little room, since what runs is shown
 * all the same.
 */
export function TransitionProblems(props: {
  transitions: Transition[];
  missing: MissingPart[];
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
      {[...partsOf(props.missing, t)].map(([reason, parts]) => (
        <Problem key={reason}>
          {t('movement.missing', {
            parts: listText(parts, t),
            reason: asSentence(displayText(reason, { maxLength: 300 })),
          })}
        </Problem>
      ))}
    </>
  );
}

/** Each reason once, with the parts that it keeps away. */
function partsOf(missing: MissingPart[], t: Translate): Map<string, string[]> {
  const parts = new Map<string, string[]>();
  for (const { part, problem } of missing) {
    const reason = missingPartSentence(problem, t('language'));
    const others = parts.get(reason) ?? [];
    parts.set(reason, [...others, t(`movement.part.${part}`)]);
  }
  return parts;
}

function Problem({ children }: { children: ReactNode }) {
  return (
    <Line icon={<RiErrorWarningLine aria-hidden size={14} />}>{children}</Line>
  );
}
