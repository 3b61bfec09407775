import { RiErrorWarningLine } from '@remixicon/react';
import { ReactNode } from 'react';
import { transitionProblemSentence } from 'backstage-plugin-gitops-common';
import { Live } from '../live/LiveResource';
import { FailureText } from '../live/FailureText';
import { NextTry } from '../live/LoadFailure';
import { asSentence, displayText } from '../text/displayText';
import { clockTime, listText } from '../text/formats';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './Movement.module.css';
import { Movements } from './useMovements';
import { TitleOf } from './wording';

/**
 * Why promotions, or some of them, can't be shown. It takes little room, since what runs is shown
 * all the same.
 */
export function MovementProblems(props: {
  movements: Live<Movements>;
  titleOf: TitleOf;
}) {
  const t = useGitopsTranslation();
  const { movements } = props;
  if (movements.status === 'loading') return null;
  const environmentsOf = new Map<string, string[]>();
  if (movements.status === 'data') {
    for (const { problem, to } of movements.data.transitions) {
      if (problem === null) continue;
      const sentence = transitionProblemSentence(problem, t('language'));
      const environments = environmentsOf.get(sentence) ?? [];
      environmentsOf.set(sentence, [...environments, props.titleOf(to)]);
    }
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
      {movements.failure && (
        <Problem>
          {movements.status === 'data'
            ? t('movement.notUpdated', {
                time: clockTime(
                  new Date(movements.readAt).toISOString(),
                  Date.now(),
                  t,
                ),
              })
            : t('movement.failure')}{' '}
          <FailureText error={movements.failure.error} />{' '}
          <NextTry failure={movements.failure} />
        </Problem>
      )}
    </>
  );
}

function Problem({ children }: { children: ReactNode }) {
  return (
    <p className={styles.line}>
      <RiErrorWarningLine aria-hidden size={14} className={styles.icon} />
      <span>{children}</span>
    </p>
  );
}
