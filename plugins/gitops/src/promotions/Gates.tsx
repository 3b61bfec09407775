import { GateAnswer, PromotionPlan } from 'backstage-plugin-gitops-common';
import { listText } from '../text/formats';
import { gateTitle, TitleOf } from '../status/wording';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { GateList } from './GateList';
import styles from './PlanDialog.module.css';

/** What is said of gates before somebody overrides them. */
export type GatedPlan = Pick<PromotionPlan, 'gates' | 'canOverride' | 'to'>;

/** What the gates say: those that block or warn one by one, those that passed in one line. */
export function Gates(props: {
  plan: GatedPlan;
  id: string;
  titleOf: TitleOf;
}) {
  const t = useGitopsTranslation();
  const { gates } = props.plan;
  if (gates.length === 0) return null;
  const passed = gates.filter(({ result }) => result === 'pass');
  const others = gates.filter(({ result }) => result !== 'pass');
  const count = (result: GateAnswer['result']) =>
    gates.filter(gate => gate.result === result).length;
  const counts = [
    count('block') > 0 && t('promote.blocks', { count: count('block') }),
    count('warn') > 0 && t('promote.warns', { count: count('warn') }),
  ];
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>
        {t('promote.gates')}
        <span className={styles.aside}>
          {counts.filter(Boolean).join(', ')}
        </span>
      </h3>
      {others.length > 0 && <GateList gates={others} id={props.id} />}
      {passed.length > 0 && (
        <details className={styles.passed}>
          <summary>
            {t('promote.passes', { count: passed.length })}
            {': '}
            {listText(
              passed.map(gate => gateTitle(gate, t)),
              t,
            )}
          </summary>
          <GateList
            label={t('promote.passedGates')}
            gates={passed}
            id={`${props.id}-passed`}
          />
        </details>
      )}
      <Override plan={props.plan} titleOf={props.titleOf} />
    </section>
  );
}

/** What going past the gates that block means, or who can. */
function Override({ plan, titleOf }: { plan: GatedPlan; titleOf: TitleOf }) {
  const t = useGitopsTranslation();
  const overridable = plan.gates.filter(one => one.canOverride);
  if (!canBeOverridden(plan)) return null;
  const gates = listText(
    overridable.map(gate => gateTitle(gate, t)),
    t,
  );
  return (
    <p className={styles.override}>
      {plan.canOverride
        ? t('promote.override', { gates })
        : t('promote.whoOverrides', {
            gates,
            environment: titleOf(plan.to),
            permission: 'gitops.promotion.override',
          })}
    </p>
  );
}

/** Of all gates that block, those who may can go past each; false where none blocks. */
export function canBeOverridden({ gates }: GatedPlan): boolean {
  const blocking = gates.filter(({ result }) => result === 'block');
  return blocking.length > 0 && blocking.every(one => one.canOverride);
}

/** Whether the reader can go on: nothing blocks, or they may override all that does. */
export function canGoOn(plan: GatedPlan): boolean {
  return (
    plan.gates.every(({ result }) => result !== 'block') ||
    (canBeOverridden(plan) && plan.canOverride)
  );
}
