import { EnvironmentDeployment } from 'backstage-plugin-gitops-common';
import { KeyboardEvent, useId, useRef } from 'react';
import { StateIcon } from '../status/StateIcon';
import { environmentTitle, stateWord, versionText } from '../status/wording';
import {
  Translate,
  useGitopsTranslation,
} from '../translations/useGitopsTranslation';
import { Choice } from '../parts/Choice';
import styles from './EnvironmentPicker.module.css';

/** More than these don't fit side by side. */
const mostRadios = 6;

const steps: Record<string, number> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};

/**
 * Which environment is shown: radio buttons beside one another, a list where there are many, or the
 * page is narrow.
 */
export function EnvironmentPicker(props: {
  environments: EnvironmentDeployment[];
  chosen: string;
  onChoose: (environment: string) => void;
}) {
  const t = useGitopsTranslation();
  const { environments, chosen, onChoose } = props;
  return (
    <div data-many={environments.length > mostRadios} className={styles.picker}>
      {environments.length <= mostRadios && (
        <Radios {...props} label={t('tab.environment')} />
      )}
      <div className={styles.list}>
        <Choice
          label={t('tab.environment')}
          options={environments.map(one => ({
            value: one.environment,
            text: `${environmentTitle(one, t)}: ${factsOf(one, t)}`,
          }))}
          chosen={chosen}
          onChoose={onChoose}
        />
      </div>
    </div>
  );
}

function Radios(props: {
  label: string;
  environments: EnvironmentDeployment[];
  chosen: string;
  onChoose: (environment: string) => void;
}) {
  const t = useGitopsTranslation();
  const group = useRef<HTMLDivElement>(null);
  const id = useId();
  const { environments, chosen, onChoose } = props;
  const names = environments.map(({ environment }) => environment);
  const choose = (index: number) => {
    onChoose(names[index]);
    group.current?.querySelectorAll<HTMLElement>('[role=radio]')[index].focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    const ends: Record<string, number> = { Home: 0, End: names.length - 1 };
    if (step === undefined && ends[event.key] === undefined) return;
    event.preventDefault();
    const next = names.indexOf(chosen) + (step ?? 0) + names.length;
    choose(ends[event.key] ?? next % names.length);
  };
  return (
    <div
      ref={group}
      role="radiogroup"
      aria-label={props.label}
      className={styles.radios}
    >
      {environments.map((one, index) => (
        <div
          key={one.environment}
          role="radio"
          aria-checked={one.environment === chosen}
          aria-labelledby={`${id}-${index}`}
          aria-describedby={`${id}-${index}-facts`}
          // One stop for the whole group
          tabIndex={one.environment === chosen ? 0 : -1}
          className={styles.radio}
          onClick={() => choose(index)}
          onKeyDown={onKeyDown}
        >
          <StateIcon deployment={one} />
          <span id={`${id}-${index}`} className={styles.name}>
            {environmentTitle(one, t)}
          </span>
          <span id={`${id}-${index}-facts`} className={styles.facts}>
            {factsOf(one, t)}
          </span>
        </div>
      ))}
    </div>
  );
}

function factsOf(one: EnvironmentDeployment, t: Translate): string {
  return `${stateWord(one, t)}, ${versionText(one, t)}`;
}
