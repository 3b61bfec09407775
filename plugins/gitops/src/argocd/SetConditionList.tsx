import { SetCondition } from 'backstage-plugin-gitops-common';
import { Ago } from '../parts/Ago';
import { LookIcon } from '../status/LookIcon';
import { Look, looks } from '../status/looks';
import { Reason } from '../status/Reason';
import { displayName } from '../text/displayText';
import { english } from '../translations/english';
import {
  Translate,
  useGitopsTranslation,
} from '../translations/useGitopsTranslation';
import styles from './SetConditionList.module.css';

/** All that an ApplicationSet reports: what is wrong first. */
export function SetConditionList(props: {
  conditions: SetCondition[];
  now: number;
}) {
  const t = useGitopsTranslation();
  const sorted = [...props.conditions].sort(
    (a, b) => Number(isWrong(b)) - Number(isWrong(a)),
  );
  return (
    <ul className={styles.list}>
      {sorted.map(condition => (
        <li key={condition.type} className={styles.item}>
          <span className={styles.icon}>
            <LookIcon look={lookOf(condition)} />
          </span>
          <div>
            {conditionText(condition, t)}{' '}
            {condition.since !== null && (
              <span className={styles.since}>
                <Ago time={condition.since} now={props.now} />
              </span>
            )}
            {condition.message && (
              <div className={styles.message}>
                <Reason reason={condition.message} />
              </div>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Whether somebody should look at it: of most conditions, `False` is bad. */
export function isWrong({ type, status }: SetCondition): boolean {
  if (type === 'ErrorOccurred') return status === 'True';
  return (
    (type === 'ParametersGenerated' || type === 'ResourcesUpToDate') &&
    status === 'False'
  );
}

function lookOf(condition: SetCondition): Look {
  if (isWrong(condition)) return looks.heldGate.failure;
  const { type, status } = condition;
  if (type === 'RolloutProgressing' && status === 'True')
    return looks.deployment.deploying;
  return isKnown(type) ? looks.deployment.healthy : looks.heldGate.pending;
}

/** One that this page does not know is shown as Argo CD has it. */
function conditionText({ type, status }: SetCondition, t: Translate): string {
  return isKnown(type) && (status === 'True' || status === 'False')
    ? t(`setCondition.${type}.${status}`)
    : `${displayName(type)}: ${displayName(status)}`;
}

function isKnown(type: string): type is keyof typeof english.setCondition {
  return Object.hasOwn(english.setCondition, type);
}
