import { useId, useState } from 'react';
import field from '../parts/Field.module.css';
import { displayName } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { ConfigurationDifference } from './ConfigurationDifference';
import styles from './EnvironmentDifference.module.css';
import { KeyDifference } from './KeyDifference';

/** How two environments of a service differ, which the reader chooses: at first the last two. */
export function EnvironmentDifference(props: {
  /** The service's entity */
  service: string;
  environments: readonly { name: string; title: string }[];
}) {
  const t = useGitopsTranslation();
  const { service, environments } = props;
  const [from, setFrom] = useState(environments.at(-2)?.name ?? '');
  const [to, setTo] = useState(environments.at(-1)?.name ?? '');
  const titleOf = (name: string) =>
    displayName(environments.find(one => one.name === name)?.title ?? name);
  const choice = { environments, titleOf };
  return (
    <>
      <div className={styles.choices}>
        <Choice
          label={t('comparison.from')}
          value={from}
          onChange={setFrom}
          {...choice}
        />
        <Choice
          label={t('comparison.to')}
          value={to}
          onChange={setTo}
          {...choice}
        />
      </div>
      {from === to ? (
        <p className={styles.text}>{t('comparison.sameEnvironment')}</p>
      ) : (
        <>
          <ConfigurationDifference service={service} from={from} to={to} />
          <KeyDifference
            service={service}
            from={{ name: from, title: titleOf(from) }}
            to={{ name: to, title: titleOf(to) }}
          />
        </>
      )}
    </>
  );
}

function Choice(props: {
  label: string;
  value: string;
  environments: readonly { name: string }[];
  titleOf: (name: string) => string;
  onChange: (name: string) => void;
}) {
  const id = useId();
  return (
    <div className={styles.choice}>
      <label htmlFor={id} className={styles.label}>
        {props.label}
      </label>
      <select
        id={id}
        className={field.control}
        value={props.value}
        onChange={event => props.onChange(event.target.value)}
      >
        {props.environments.map(({ name }) => (
          <option key={name} value={name}>
            {props.titleOf(name)}
          </option>
        ))}
      </select>
    </div>
  );
}
