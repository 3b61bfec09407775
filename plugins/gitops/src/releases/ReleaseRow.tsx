import { Checkbox, VisuallyHidden } from '@backstage/ui';
import {
  GateAnswer,
  PlannedService,
  releaseObstacleSentence,
} from 'backstage-plugin-gitops-common';
import { RiForbidFill } from '@remixicon/react';
import { ChangesOnRequest } from '../changes/ChangesOnRequest';
import { GateList } from '../promotions/GateList';
import { LookIcon } from '../status/LookIcon';
import { looks } from '../status/looks';
import { Reason } from '../status/Reason';
import tones from '../status/tones.module.css';
import { Version } from '../status/Version';
import { displayVersion, serviceName } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { standingOf } from './planned';
import styles from './ReleaseDialog.module.css';

const results = ['block', 'warn', 'pass'] as const;
const words = {
  block: 'promote.blocks',
  warn: 'promote.warns',
  pass: 'promote.passes',
} as const;

/** A service of a release: whether it comes, its version, and what speaks against it. */
export function ReleaseRow(props: {
  planned: PlannedService;
  id: string;
  isChosen: boolean;
  onChoose: (isChosen: boolean) => void;
}) {
  const t = useGitopsTranslation();
  const { planned, id } = props;
  const { plan, obstacle } = planned;
  const telling = plan?.gates.filter(({ result }) => result !== 'pass') ?? [];
  return (
    <li className={styles.row}>
      <div className={styles.line}>
        <Checkbox
          className={styles.service}
          isSelected={props.isChosen}
          isDisabled={standingOf(planned) === 'impossible'}
          onChange={props.onChoose}
        >
          {serviceName(planned.service)}
        </Checkbox>
        <span className={styles.versions}>
          {plan !== null && (
            <>
              <span className={styles.quiet}>
                <Version deployment={plan.target} />
              </span>
              <span aria-hidden> → </span>
              <VisuallyHidden> {t('promote.becomes')} </VisuallyHidden>
              {displayVersion(plan.version)}
            </>
          )}
        </span>
        {plan !== null && <Counts gates={plan.gates} />}
      </div>
      {plan !== null && obstacle === null && (
        <div className={styles.gates}>
          <ChangesOnRequest
            service={planned.service}
            environment={plan.to}
            from={
              plan.target.versions.length === 1 ? plan.target.running : null
            }
            to={plan.version}
            name={serviceName(planned.service)}
          />
        </div>
      )}
      {obstacle !== null && (
        <div className={styles.obstacle}>
          <RiForbidFill aria-hidden size={16} className={tones.negative} />
          <div>
            <Reason reason={releaseObstacleSentence(obstacle, t('language'))} />
          </div>
        </div>
      )}
      {obstacle === null && telling.length > 0 && (
        <div className={styles.gates}>
          <GateList gates={telling} id={id} />
        </div>
      )}
    </li>
  );
}

/** How many gates block, warn and pass. */
function Counts({ gates }: { gates: GateAnswer[] }) {
  const t = useGitopsTranslation();
  return (
    <span className={styles.counts}>
      {results.map(result => {
        const count = gates.filter(gate => gate.result === result).length;
        return (
          count > 0 && (
            <span key={result} className={styles.count}>
              <LookIcon look={looks.gate[result]} />
              {count}
              <VisuallyHidden> {t(words[result], { count })}</VisuallyHidden>
            </span>
          )
        );
      })}
    </span>
  );
}
