import { ApplicationDetails } from 'backstage-plugin-gitops-common';
import { useState } from 'react';
import { TextButton } from '../parts/TextButton';
import { displayName, displayText } from '../text/displayText';
import { durationText, numberText } from '../text/formats';
import { useNow } from '../time/useNow';
import {
  Translate,
  useGitopsTranslation,
} from '../translations/useGitopsTranslation';
import { english } from '../translations/english';
import { Ago } from '../parts/Ago';
import { FailureLog } from './FailureLog';
import styles from './OperationPart.module.css';
import { OperationSteps } from './OperationSteps';
import { Panel } from './Panel';
import { Revision } from './Revision';
import { importantOf, wavesOf } from './waves';

type Operation = NonNullable<ApplicationDetails['operation']>;

/** What Argo CD did last, in its order, with what failed and what it did not reach. */
export function OperationPart({ details }: { details: ApplicationDetails }) {
  const t = useGitopsTranslation();
  const [isWhole, setIsWhole] = useState(false);
  const { operation, failureLog } = details;
  const waves = wavesOf(details);
  const steps = waves.flatMap(wave => wave.steps);
  const important = importantOf(waves);
  const isLong = important !== waves;
  const shown = isWhole ? waves : important;
  const hasLogInSteps = shown.some(wave =>
    wave.steps.some(({ resource }) => isOf(resource, failureLog)),
  );
  return (
    <Panel
      title={t('operation.title')}
      note={operation && <Facts operation={operation} />}
    >
      {operation === null && <p>{t('operation.none')}</p>}
      {operation?.message && (
        <p className={styles.message}>
          {displayText(operation.message, { maxLength: 600 })}
        </p>
      )}
      {operation !== null && steps.length === 0 && (
        <p>{t('operation.noResources')}</p>
      )}
      {shown.length > 0 && (
        <OperationSteps
          waves={shown}
          log={failureLog}
          isLogOf={resource => isOf(resource, failureLog)}
        />
      )}
      {isLong && shown.length === 0 && (
        <p>{t('operation.allDone', { count: steps.length })}</p>
      )}
      {isLong && (
        <TextButton
          aria-expanded={isWhole}
          onClick={() => setIsWhole(!isWhole)}
        >
          {isWhole
            ? t('operation.showFewer')
            : t('operation.showAll', { number: numberText(steps.length, t) })}
        </TextButton>
      )}
      {failureLog !== null && !hasLogInSteps && <FailureLog log={failureLog} />}
    </Panel>
  );
}

function isOf(
  { kind, name }: { kind: string; name: string },
  log: ApplicationDetails['failureLog'],
): boolean {
  return log?.of === `${kind} ${name}`;
}

function Facts({ operation }: { operation: Operation }) {
  const t = useGitopsTranslation();
  const now = useNow(15_000);
  const { revision, initiatedBy, startedAt } = operation;
  const facts = [
    phaseText(operation.phase, t),
    revision !== null && <Revision key="revision" {...operation} />,
    initiatedBy !== null && (
      <span key="by">
        {initiatedBy === 'auto-sync'
          ? t('operation.automatic')
          : t('operation.by', { name: displayName(initiatedBy) })}
      </span>
    ),
    startedAt !== null && <Ago key="at" time={startedAt} now={now} />,
    tookText(operation, now, t),
    attemptText(operation, t),
  ];
  return (
    <span className={styles.facts}>
      {facts.filter(Boolean).map((fact, index) => (
        <span key={index}>{fact}</span>
      ))}
    </span>
  );
}

function phaseText(phase: string, t: Translate): string {
  return isKnownPhase(phase)
    ? t(`operation.phase.${phase}`)
    : displayName(phase);
}

function isKnownPhase(
  phase: string,
): phase is keyof typeof english.operation.phase {
  return Object.hasOwn(english.operation.phase, phase);
}

function tookText(
  { startedAt, finishedAt, phase }: Operation,
  now: number,
  t: Translate,
): string | null {
  if (startedAt === null) return null;
  const started = Date.parse(startedAt);
  if (phase === 'Running')
    return t('operation.runningFor', {
      duration: durationText(now - started, t),
    });
  if (finishedAt === null) return null;
  const duration = durationText(Date.parse(finishedAt) - started, t);
  return t('operation.took', { duration });
}

/** Nothing of one that is neither retried nor would be. */
function attemptText(
  { retries, retryLimit }: Operation,
  t: Translate,
): string | null {
  if (retries === 0) return null;
  const attempt = String(retries + 1);
  return retryLimit === null || retryLimit < retries
    ? t('operation.attempt', { attempt })
    : t('operation.attemptOf', { attempt, total: String(retryLimit + 1) });
}
