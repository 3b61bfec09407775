import { Select } from '@backstage/ui';
import { EVERYTHING, Fleet } from 'backstage-plugin-gitops-common';
import { displayName, serviceName } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './MetricsContent.module.css';
import { windows } from './window';

/** What the figures are of. Each is null where nothing is chosen. */
export interface Chosen {
  environment: string | null;
  owner: string | null;
  system: string | null;
  service: string | null;
  weeks: string | null;
}

interface Choice {
  value: string;
  label: string;
}

export function Filters(props: {
  choices: Pick<Fleet, 'environments' | 'services'>;
  chosen: Chosen;
  onChoose: (name: keyof Chosen, value: string | null) => void;
}) {
  const t = useGitopsTranslation();
  const { choices, chosen, onChoose } = props;
  const { environments, services } = choices;
  const refs = (of: (string | null)[]) =>
    [...new Set(of.flatMap(ref => ref ?? []))].map(ref => ({
      value: ref,
      label: serviceName(ref),
    }));
  const fields: [keyof Chosen, Choice[], string | null][] = [
    [
      'environment',
      environments.map(one => ({
        value: one.name,
        label: displayName(one.title),
      })),
      null,
    ],
    ['owner', refs(services.map(one => one.owner)), t('metrics.every.owner')],
    [
      'system',
      refs(services.map(one => one.system)),
      t('metrics.every.system'),
    ],
    [
      'service',
      services.map(one => ({ value: one.ref, label: displayName(one.title) })),
      t('metrics.every.service'),
    ],
    [
      'weeks',
      windows.map(count => ({
        value: `${count}`,
        label: t('metrics.weeks', { count }),
      })),
      null,
    ],
  ];
  return (
    <div
      role="group"
      aria-label={t('metrics.filters')}
      className={styles.filters}
    >
      {fields.map(([name, options, every]) => (
        <FilterSelect
          key={name}
          label={t(`metrics.filter.${name}`)}
          options={every === null ? options : sorted(options, t('language'))}
          every={every}
          value={chosen[name]}
          onChange={value => onChoose(name, value)}
        />
      ))}
    </div>
  );
}

function FilterSelect(props: {
  label: string;
  options: Choice[];
  /** Null where one has to be chosen */
  every: string | null;
  value: string | null;
  onChange: (value: string | null) => void;
}) {
  const { label, options, every, value } = props;
  const isKnown = value === null || options.some(one => one.value === value);
  const all = [
    ...(every === null ? [] : [{ value: EVERYTHING, label: every }]),
    ...(isKnown ? [] : [{ value, label: displayName(value) }]),
    ...options,
  ];
  return (
    <Select
      size="small"
      label={label}
      options={all}
      value={value ?? EVERYTHING}
      onChange={key => props.onChange(key === EVERYTHING ? null : String(key))}
    />
  );
}

function sorted(options: Choice[], language: string): Choice[] {
  return [...options].sort((a, b) => a.label.localeCompare(b.label, language));
}
