import { FleetEnvironment } from 'backstage-plugin-gitops-common';
import { displayName } from '../text/displayText';
import { numberText } from '../text/formats';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { Count, countedStates, FleetCounts as Counts } from './counts';
import styles from './FleetCounts.module.css';
import { FleetView, noFilters } from './FleetView';

interface Filter {
  name: string;
  title: string;
  number: number;
  note: string;
  isOn: boolean;
  /** What turns it on or off */
  change: Partial<FleetView>;
}

/** The numbers of the fleet. Each is a filter; the last one clears them. */
export function FleetCounts(props: {
  counts: Counts;
  environments: readonly FleetEnvironment[];
  view: FleetView;
  onChange(change: Partial<FleetView>): void;
}) {
  const t = useGitopsTranslation();
  const { counts, environments, view, onChange } = props;
  const last = environments.at(-1);
  const lastTitle = last ? displayName(last.title || last.name) : '';
  const noteOf = ({ inLast }: Count) =>
    last
      ? t('fleet.count.inLast', {
          number: numberText(inLast, t),
          environment: lastTitle,
        })
      : '';
  const ofStates = (name: keyof typeof countedStates): Filter => {
    const states = [...countedStates[name]];
    const isOn =
      states.length === view.states.length &&
      states.every(state => view.states.includes(state));
    return {
      name,
      title: t(`fleet.count.${name}`),
      number: counts[name].total,
      note: noteOf(counts[name]),
      isOn,
      change: { states: isOn ? [] : states },
    };
  };
  const ofFlag = (
    name: 'underWay' | 'stale',
    change: Partial<FleetView>,
  ): Filter => ({
    name,
    title: t(`fleet.count.${name}`),
    number: counts[name].total,
    note: noteOf(counts[name]),
    isOn: view[name],
    change,
  });
  const isOnlyLast = view.notIn.length === 1 && view.notIn[0] === last?.name;
  const filters: Filter[] = [
    ofStates('unwell'),
    ofStates('unclear'),
    ofStates('deploying'),
    {
      name: 'ahead',
      title: t('fleet.aheadOf', { environment: lastTitle }),
      number: counts.notInLast,
      note: t('fleet.count.ofServices'),
      isOn: isOnlyLast,
      change: { notIn: isOnlyLast || !last ? [] : [last.name] },
    },
    ofFlag('underWay', { underWay: !view.underWay }),
    ...(counts.stale.total > 0 || view.stale
      ? [ofFlag('stale', { stale: !view.stale })]
      : []),
  ];
  const isUnfiltered = !filters.some(({ isOn }) => isOn);
  return (
    <div
      role="group"
      aria-label={t('fleet.count.label')}
      className={styles.counts}
    >
      {filters.map(({ name, title, number, note, isOn, change }) => (
        <button
          key={name}
          type="button"
          className={styles.count}
          aria-pressed={isOn}
          onClick={() => onChange(change)}
        >
          <span className={styles.number}>{numberText(number, t)}</span>{' '}
          <span className={styles.name}>{title}</span>{' '}
          <span className={styles.note}>{note}</span>
        </button>
      ))}
      <button
        type="button"
        className={styles.count}
        aria-pressed={isUnfiltered}
        onClick={() => onChange(noFilters)}
      >
        <span className={styles.number}>{numberText(counts.services, t)}</span>{' '}
        <span className={styles.name}>{t('fleet.count.services')}</span>{' '}
        <span className={styles.note}>
          {t('fleet.count.environments', { count: environments.length })}
        </span>
      </button>
    </div>
  );
}
