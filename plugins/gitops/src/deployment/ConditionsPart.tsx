import { ApplicationDetails, Freeze } from 'backstage-plugin-gitops-common';
import { RiCalendarLine } from '@remixicon/react';
import { ReactNode } from 'react';
import { SetConditionList } from '../argocd/SetConditionList';
import { FreezeLine } from '../freezes/FreezeLine';
import { LookIcon } from '../status/LookIcon';
import { looks } from '../status/looks';
import { Reason } from '../status/Reason';
import { displayName } from '../text/displayText';
import { listText } from '../text/formats';
import { problemText } from '../text/problemText';
import { Ago } from '../parts/Ago';
import { useNow } from '../time/useNow';
import { english } from '../translations/english';
import {
  Translate,
  useGitopsTranslation,
} from '../translations/useGitopsTranslation';
import styles from './ConditionsPart.module.css';
import { Panel } from './Panel';

/** Conditions that Argo CD reports, and what stops changes here. */
export function ConditionsPart(props: {
  details: ApplicationDetails;
  freezes: Freeze[];
}) {
  const t = useGitopsTranslation();
  const now = useNow(15_000);
  const { details, freezes } = props;
  const { applicationSet, applicationSetConditions } = details;
  const items = [
    ...details.conditions.map(({ type, message, since }) => ({
      icon: (
        <LookIcon
          look={looks.heldGate[isError(type) ? 'failure' : 'pending']}
        />
      ),
      title: conditionText(type, t),
      text: message,
      since,
    })),
    ...rolloutItems(details, t),
    ...windowItems(details, t),
  ];
  const isEmpty =
    items.length + freezes.length + details.unavailable.length === 0 &&
    applicationSetConditions.length === 0;
  return (
    <Panel title={t('conditions.title')}>
      {isEmpty && <p className={styles.none}>{t('conditions.none')}</p>}
      {items.length > 0 && (
        <ul className={styles.list}>
          {items.map((item, index) => (
            <li key={index} className={styles.item}>
              <span className={styles.icon}>{item.icon}</span>
              <span className={styles.title}>{item.title}</span>
              <span className={styles.since}>
                {item.since && <Ago time={item.since} now={now} />}
              </span>
              {item.text && (
                <div className={styles.text}>
                  <Reason reason={item.text} />
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      {applicationSetConditions.length > 0 && (
        <section className={styles.set}>
          <h4 className={styles.setTitle}>
            {t('conditions.applicationSet', {
              name: displayName(applicationSet ?? ''),
            })}
          </h4>
          <SetConditionList conditions={applicationSetConditions} now={now} />
        </section>
      )}
      {freezes.map(freeze => (
        <FreezeLine key={freeze.id} freeze={freeze} now={now} />
      ))}
      {details.unavailable.map(({ part, name, problem }) => (
        <p key={`${part} ${name}`} className={styles.none}>
          {t(`details.unavailable.${part}`, {
            name: displayName(name ?? ''),
            reason: problemText(problem, t),
          })}
        </p>
      ))}
    </Panel>
  );
}

interface Item {
  icon: ReactNode;
  title: string;
  text: string | null;
  since: string | null;
}

function rolloutItems(details: ApplicationDetails, t: Translate): Item[] {
  const { applicationSet, rollingStep } = details;
  const name = displayName(applicationSet ?? '');
  const items: (Item | null)[] = [
    rollingStep && {
      icon: <LookIcon look={looks.heldGate.pending} />,
      title: t('conditions.rollingStep', { name }),
      text: stepText(rollingStep, t),
      since: rollingStep.since,
    },
    ...details.rollouts.map(
      ({ isPaused, step, steps, weight, ...rollout }) => ({
        icon: (
          <LookIcon
            look={looks.deployment[isPaused ? 'suspended' : 'deploying']}
          />
        ),
        title: t('conditions.rollout', { name: displayName(rollout.name) }),
        text: [
          t(
            isPaused ? 'conditions.rolloutPaused' : 'conditions.rolloutRunning',
            {
              step: String(step),
              steps: String(steps),
            },
          ),
          weight !== null && t('conditions.weight', { weight: String(weight) }),
        ]
          .filter(Boolean)
          .join(', '),
        since: null,
      }),
    ),
  ];
  return items.filter(item => item !== null);
}

function stepText(
  { step, after, status }: NonNullable<ApplicationDetails['rollingStep']>,
  t: Translate,
): string {
  const params = { step: String(step), status: displayName(status) };
  if (step === null) return t('conditions.rollingStepNone', params);
  return after.length > 0
    ? t('conditions.rollingStepAfter', {
        ...params,
        after: listText(after.map(displayName), t),
      })
    : t('conditions.rollingStepText', params);
}

function windowItems(
  { syncWindows }: ApplicationDetails,
  t: Translate,
): Item[] {
  return syncWindows.map(({ kind, schedule, duration, active }) => {
    const allows = kind !== 'deny';
    const state = active ? 'Open' : 'Closed';
    return {
      icon: <RiCalendarLine aria-hidden size={16} />,
      title: t(`conditions.window.${allows ? 'allow' : 'deny'}${state}`),
      text: t('conditions.window.times', {
        schedule: displayName(schedule),
        duration: displayName(duration),
      }),
      since: null,
    };
  });
}

function isError(type: string): boolean {
  return type.endsWith('Error');
}

function conditionText(type: string, t: Translate): string {
  return isKnown(type) ? t(`conditions.type.${type}`) : displayName(type);
}

function isKnown(type: string): type is keyof typeof english.conditions.type {
  return Object.hasOwn(english.conditions.type, type);
}
