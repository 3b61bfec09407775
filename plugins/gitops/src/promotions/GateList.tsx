import { VisuallyHidden } from '@backstage/ui';
import {
  RemixiconComponentType,
  RiCheckboxCircleLine,
  RiErrorWarningFill,
  RiForbidFill,
} from '@remixicon/react';
import { GateAnswer, gateSentence } from 'backstage-plugin-gitops-common';
import { Reason } from '../deployments/Reason';
import { StateLook } from '../deployments/stateLooks';
import tones from '../deployments/tones.module.css';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './GateList.module.css';
import { gateTitle } from './wording';

const looks: Record<
  GateAnswer['result'],
  { Icon: RemixiconComponentType; tone: StateLook['tone'] }
> = {
  pass: { Icon: RiCheckboxCircleLine, tone: 'positive' },
  warn: { Icon: RiErrorWarningFill, tone: 'warning' },
  block: { Icon: RiForbidFill, tone: 'negative' },
};

/** What the gates say. {@link gateId} is the id of each, to describe what it blocks. */
export function GateList(props: { gates: GateAnswer[]; id: string }) {
  const t = useGitopsTranslation();
  return (
    <ul className={styles.gates} aria-label={t('promote.gates')}>
      {props.gates.map((gate, index) => {
        const { Icon, tone } = looks[gate.result];
        return (
          <li key={index} id={gateId(props.id, index)} className={styles.gate}>
            <Icon aria-hidden size={16} className={tones[tone]} />
            <span>
              <span className={styles.name}>{gateTitle(gate, t)}</span>
              {gate.result === 'pass' ? (
                // Its icon shows it
                <VisuallyHidden>: {t('promote.pass')}</VisuallyHidden>
              ) : (
                <>
                  {': '}
                  <span className={tones[tone]}>
                    {t(`promote.${gate.result}`)}
                  </span>
                </>
              )}
            </span>
            <div className={styles.sentence}>
              <Reason reason={gateSentence(gate, t('language'))} />
            </div>
          </li>
        );
      })}
    </ul>
  );
}

export function gateId(id: string, index: number): string {
  return `${id}-gate-${index}`;
}
