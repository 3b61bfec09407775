import { Checkbox } from '@backstage/ui';
import { useId } from 'react';
import { displayName } from '../text/displayText';
import field from '../parts/Field.module.css';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './FreezeDialog.module.css';

/** Which environments are frozen: at least one. */
export function EnvironmentChoice(props: {
  environments: string[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
  isChecked: boolean;
}) {
  const t = useGitopsTranslation();
  const id = useId();
  const isMissing = props.isChecked && props.chosen.length === 0;
  return (
    <fieldset className={styles.group} aria-describedby={id}>
      <legend className={styles.label}>
        {t('freezes.dialog.environments')}{' '}
        <span className={field.quiet}>({t('promote.required')})</span>
      </legend>
      <div className={styles.choices}>
        {props.environments.map(name => (
          <Checkbox
            key={name}
            isSelected={props.chosen.includes(name)}
            isInvalid={isMissing}
            onChange={isSelected =>
              props.onChange(
                // In the order of promotion
                props.environments.filter(one =>
                  one === name ? isSelected : props.chosen.includes(one),
                ),
              )
            }
          >
            {displayName(name)}
          </Checkbox>
        ))}
      </div>
      <p id={id} className={`${field.error} ${styles.error}`}>
        {isMissing && t('freezes.dialog.environmentMissing')}
      </p>
    </fieldset>
  );
}

/** Whether all services are frozen there, not only this one. */
export function EveryService(props: {
  service: string;
  isEvery: boolean;
  onChange: (isEvery: boolean) => void;
}) {
  const t = useGitopsTranslation();
  return (
    <div className={styles.group}>
      <Checkbox isSelected={props.isEvery} onChange={props.onChange}>
        {t('freezes.dialog.everyService', { service: props.service })}
      </Checkbox>
    </div>
  );
}
