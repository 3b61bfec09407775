import { SearchField, Select, ToggleButton } from '@backstage/ui';
import {
  DeploymentState,
  deploymentStates,
  FleetEnvironment,
} from 'backstage-plugin-gitops-common';
import {
  ReactNode,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { displayName, serviceName } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { FleetRow } from './FleetRow';
import styles from './FleetFilters.module.css';
import { FleetView, Grouping } from './FleetView';
import { optionsOf } from './options';
import { causeLabel } from './wording';

/** What narrows the fleet, beside its numbers. */
export function FleetFilters(props: {
  rows: readonly FleetRow[];
  environments: readonly FleetEnvironment[];
  view: FleetView;
  onChange(change: Partial<FleetView>, options?: { replace?: boolean }): void;
  /** What else can be done with what is shown */
  children?: ReactNode;
}) {
  const t = useGitopsTranslation();
  const { rows, environments, view, onChange } = props;
  const chosen = useDeferredValue(view);
  const options = useMemo(() => optionsOf(rows, chosen), [rows, chosen]);
  return (
    <div className={styles.filters}>
      <Search q={view.q} onSearch={q => onChange({ q }, { replace: true })} />
      <Choice
        label={t('fleet.filter.owner')}
        none={t('fleet.filter.owners')}
        options={options.owners.map(id => ({ id, label: serviceName(id) }))}
        chosen={view.owners}
        onChoose={owners => onChange({ owners })}
      />
      {options.systems.length > 0 && (
        <Choice
          label={t('fleet.filter.system')}
          none={t('fleet.filter.systems')}
          options={options.systems.map(id => ({ id, label: serviceName(id) }))}
          chosen={view.systems}
          onChoose={systems => onChange({ systems })}
        />
      )}
      <Choice
        label={t('fleet.filter.state')}
        none={t('fleet.filter.states')}
        options={deploymentStates.map(id => ({ id, label: t(`state.${id}`) }))}
        chosen={view.states}
        onChoose={states => onChange({ states: states as DeploymentState[] })}
      />
      {options.causes.length > 0 && (
        <Choice
          label={t('fleet.filter.cause')}
          none={t('fleet.filter.causes')}
          options={options.causes.map(id => ({
            id,
            label: causeLabel(id, t),
          }))}
          chosen={view.causes}
          onChoose={causes => onChange({ causes })}
        />
      )}
      {environments.length > 1 && (
        <Choice
          label={t('fleet.filter.notIn')}
          none={t('fleet.filter.notInAny')}
          options={environments.slice(1).map(({ name, title }) => ({
            id: name,
            label: t('fleet.aheadOf', {
              environment: displayName(title || name),
            }),
          }))}
          chosen={view.notIn}
          isWide
          onChoose={notIn => onChange({ notIn })}
        />
      )}
      <ToggleButton
        className={styles.differs}
        size="small"
        isSelected={view.differs}
        onChange={differs => onChange({ differs })}
      >
        {t('fleet.filter.differs')}
      </ToggleButton>
      <div className={styles.end}>
        <Select
          className={styles.grouping}
          aria-label={t('fleet.filter.group')}
          options={[
            { id: 'owner', label: t('fleet.filter.groupOwner') },
            { id: 'system', label: t('fleet.filter.groupSystem') },
            { id: 'none', label: t('fleet.filter.groupNone') },
          ]}
          value={view.group}
          onChange={group => onChange({ group: group as Grouping, closed: [] })}
        />
        {props.children}
      </div>
    </div>
  );
}

/** The field answers at once; the address follows. `/` leads to it. */
function Search({ q, onSearch }: { q: string; onSearch(q: string): void }) {
  const t = useGitopsTranslation();
  const field = useRef<HTMLDivElement>(null);
  const [text, setText] = useState(q);
  const typed = useRef(new Set<string>());
  // The address may be some keys behind. What else it says comes from Back or from another filter
  useEffect(() => {
    if (!typed.current.delete(q)) setText(q);
  }, [q]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.defaultPrevented || isTyping(event))
        return;
      event.preventDefault();
      field.current?.querySelector('input')?.focus();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <SearchField
      ref={field}
      className={styles.search}
      size="small"
      aria-label={t('fleet.filter.search')}
      placeholder={t('fleet.filter.search')}
      value={text}
      onChange={next => {
        setText(next);
        typed.current.add(next);
        onSearch(next);
      }}
    />
  );
}

function isTyping({ target, ctrlKey, metaKey, altKey }: KeyboardEvent) {
  return (
    ctrlKey ||
    metaKey ||
    altKey ||
    (target instanceof Element &&
      target.closest('input, textarea, select, [contenteditable]') !== null)
  );
}

function Choice(props: {
  label: string;
  /** What is shown while nothing is chosen */
  none: string;
  options: { id: string; label: string }[];
  chosen: readonly string[];
  /** Where texts name an environment */
  isWide?: boolean;
  onChoose(chosen: string[]): void;
}) {
  return (
    <Select
      className={`${styles.choice} ${props.isWide ? styles.wide : ''}`}
      aria-label={props.label}
      placeholder={props.none}
      selectionMode="multiple"
      options={props.options}
      value={[...props.chosen]}
      onChange={keys =>
        props.onChoose((keys as (string | number)[]).map(String))
      }
    />
  );
}
