import { VisuallyHidden } from '@backstage/ui';
import { GateAnswer, gateSentence } from 'backstage-plugin-gitops-common';
import { Reason } from '../status/Reason';
import { LookIcon } from '../status/LookIcon';
import { looks } from '../status/looks';
import tones from '../status/tones.module.css';
import { gateTitle } from '../status/wording';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './GateList.module.css';

/** What gates say. {@link gateId} is the id of each, to describe what it blocks. */
export function GateList(props: {
  /** Of the list */
  label?: string;
  gates: readonly GateAnswer[];
  id: string;
}) {
  const t = useGitopsTranslation();
  return (
    <ul className={styles.gates} aria-label={props.label ?? t('promote.gates')}>
      {props.gates.map((gate, index) => {
        const look = looks.gate[gate.result];
        return (
          <li key={index} id={gateId(props.id, index)} className={styles.gate}>
            <LookIcon look={look} />
            <span>
              <span className={styles.name}>{gateTitle(gate, t)}</span>
              {gate.result === 'pass' ? (
                // Its icon shows it
                <VisuallyHidden>: {t('promote.pass')}</VisuallyHidden>
              ) : (
                <>
                  {': '}
                  <span className={tones[look.tone]}>
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
