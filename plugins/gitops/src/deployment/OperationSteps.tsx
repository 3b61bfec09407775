import { VisuallyHidden } from '@backstage/ui';
import {
  ApplicationDetails,
  ResourceDetail,
} from 'backstage-plugin-gitops-common';
import { LookIcon } from '../status/LookIcon';
import { looks } from '../status/looks';
import { displayName, displayText, displayVersion } from '../text/displayText';
import { clockTime, durationText, fullTime } from '../text/formats';
import {
  Translate,
  useGitopsTranslation,
} from '../translations/useGitopsTranslation';
import { FailureLog } from './FailureLog';
import styles from './OperationPart.module.css';
import { Step, Wave } from './waves';

/** Phases and waves in their order, each with its resources. */
export function OperationSteps(props: {
  waves: Wave[];
  log: ApplicationDetails['failureLog'];
  isLogOf: (resource: ResourceDetail) => boolean;
}) {
  const t = useGitopsTranslation();
  return (
    <ol className={styles.waves} aria-label={t('operation.steps')}>
      {props.waves.map(wave => (
        <li key={`${wave.phase} ${wave.wave}`} className={styles.wave}>
          <span className={styles.waveName}>{waveName(wave, t)}</span>
          <ul className={styles.steps}>
            {wave.steps.map(step => (
              <li key={keyOf(step.resource)} className={styles.step}>
                <StepItem step={step} />
                {props.log && props.isLogOf(step.resource) && (
                  <FailureLog log={props.log} />
                )}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

function StepItem({ step }: { step: Step }) {
  const t = useGitopsTranslation();
  const { resource, state } = step;
  const { kind, name, hook, phase, images, message } = resource;
  const image = hook !== null && images[0] ? tagOf(images[0]) : null;
  return (
    <>
      <span className={styles.stepLine}>
        <LookIcon look={looks.wave[state]} />
        <span className={styles.stepName} data-reached={state !== 'notReached'}>
          <VisuallyHidden>{t(`tracker.waveState.${state}`)}: </VisuallyHidden>
          {displayName(kind)} <strong>{displayName(name)}</strong>{' '}
          <span className={styles.quiet}>
            {[
              hook !== null &&
                phase !== null &&
                t('operation.hook', { hook: displayName(hook) }),
              image && t('operation.image', { version: image }),
            ]
              .filter(Boolean)
              .join(', ')}
          </span>
        </span>
        <span className={styles.quiet}>{timeOf(step, t)}</span>
      </span>
      {(message || state === 'notReached') && (
        <span className={styles.stepText}>
          {state === 'notReached'
            ? t('tracker.waveState.notReached')
            : displayText(message!, { maxLength: 300 })}
        </span>
      )}
    </>
  );
}

/** Argo CD tells when a hook was created, and when the operation failed with it. */
function timeOf({ resource, tookMs }: Step, t: Translate) {
  const { startedAt } = resource;
  if (startedAt === null) return null;
  const text =
    tookMs === null
      ? t('operation.started', { time: clockTime(startedAt, Date.now(), t) })
      : t('operation.stepTook', { duration: durationText(tookMs, t) });
  return (
    <time dateTime={startedAt} title={fullTime(startedAt, t)}>
      {text}
    </time>
  );
}

function waveName({ phase, wave }: Wave, t: Translate): string {
  if (phase === null) return t('operation.hooks');
  if (wave === null) return displayName(phase);
  const number = String(wave).replace('-', '−');
  return phase === 'Sync'
    ? t('operation.wave', { wave: number })
    : t('operation.phaseWave', { phase: displayName(phase), wave: number });
}

function tagOf(image: string): string {
  const digest = image.split('@')[1];
  const tag = /:([^:/@]+)(?:@|$)/.exec(image)?.[1];
  return displayVersion(tag ?? digest ?? image);
}

function keyOf({ group, kind, namespace, name }: ResourceDetail): string {
  return `${group}/${kind}/${namespace}/${name}`;
}
