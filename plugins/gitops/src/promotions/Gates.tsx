import { Checkbox } from '@backstage/ui';
import { GateAnswer, PromotionPlan } from 'backstage-plugin-gitops-common';
import { listText } from '../text/formats';
import { gateTitle } from '../status/wording';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { GateList } from './GateList';
import styles from './PlanDialog.module.css';

/** What the gates say, and a checkbox to override those that block, for those who may. */
export function Gates(props: {
  plan: PromotionPlan;
  id: string;
  isOverridden: boolean;
  onOverride: (isOverridden: boolean) => void;
}) {
  const t = useGitopsTranslation();
  const { gates, canOverride } = props.plan;
  if (gates.length === 0) return null;
  const count = (result: GateAnswer['result']) =>
    gates.filter(gate => gate.result === result).length;
  const counts = [
    count('block') > 0 && t('promote.blocks', { count: count('block') }),
    count('warn') > 0 && t('promote.warns', { count: count('warn') }),
    count('pass') > 0 && t('promote.passes', { count: count('pass') }),
  ];
  const blockers = blockersOf(props.plan).map(index => gates[index]);
  const final = blockers.filter(gate => !gate.canOverride);
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>
        {t('promote.gates')}
        <span className={styles.aside}>
          {counts.filter(Boolean).join(', ')}
        </span>
      </h3>
      <GateList gates={gates} id={props.id} />
      {blockers.length > 0 && final.length === 0 && canOverride && (
        <Checkbox
          className={styles.override}
          isSelected={props.isOverridden}
          onChange={props.onOverride}
        >
          {t('promote.override', {
            gates: listText(
              blockers.map(gate => gateTitle(gate, t)),
              t,
            ),
          })}
        </Checkbox>
      )}
    </section>
  );
}

/** The positions of the gates that block. */
export function blockersOf({ gates }: PromotionPlan): number[] {
  return gates.flatMap(({ result }, index) =>
    result === 'block' ? [index] : [],
  );
}
