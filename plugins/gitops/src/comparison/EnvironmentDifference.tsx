import { useState } from 'react';
import { Choice } from '../parts/Choice';
import { displayName } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { ConfigurationDifference } from './ConfigurationDifference';
import styles from './EnvironmentDifference.module.css';
import { KeyDifference } from './KeyDifference';
import { RenderedDifference } from './RenderedDifference';

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
  const options = environments.map(({ name }) => ({
    value: name,
    text: titleOf(name),
  }));
  return (
    <>
      <div className={styles.choices}>
        <Choice
          label={t('comparison.from')}
          options={options}
          chosen={from}
          onChoose={setFrom}
        />
        <Choice
          label={t('comparison.to')}
          options={options}
          chosen={to}
          onChoose={setTo}
        />
      </div>
      {from === to ? (
        <p className={styles.text}>{t('comparison.sameEnvironment')}</p>
      ) : (
        <>
          <ConfigurationDifference service={service} from={from} to={to} />
          <RenderedDifference
            key={`${from} ${to}`}
            service={service}
            from={from}
            to={to}
          />
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
