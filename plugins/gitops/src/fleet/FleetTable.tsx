import { Button, VisuallyHidden } from '@backstage/ui';
import { Fleet } from 'backstage-plugin-gitops-common';
import {
  useCallback,
  useDeferredValue,
  useMemo,
  useRef,
  useState,
} from 'react';
import { KeptFocus } from '../live/KeptFocus';
import { useAnnouncement } from '../live/useAnnouncement';
import { ReleaseButton } from '../releases/ReleaseButton';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { changesBetween } from './changesBetween';
import { columnsFor } from './columns';
import { countsOf } from './counts';
import { EnvironmentChoice } from './EnvironmentChoice';
import { exportCsv } from './exportCsv';
import styles from './FleetContent.module.css';
import { FleetCounts } from './FleetCounts';
import { FleetFilters } from './FleetFilters';
import { FleetGrid } from './FleetGrid';
import { FleetNotes } from './FleetNotes';
import { rowsOf } from './FleetRow';
import { noFilters } from './FleetView';
import { isInScope } from './matches';
import { SelectionBar } from './SelectionBar';
import { useSettledRows } from './useSettledRows';
import { useView } from './useView';
import { useWidth } from './useWidth';

/** Numbers, filters and the grid. */
export function FleetTable({ fleet }: { fleet: Fleet }) {
  const t = useGitopsTranslation();
  const { services, environments } = fleet;
  const [view, change] = useView();
  const part = useRef<HTMLDivElement>(null);
  const width = useWidth(part);
  const rows = useMemo(
    () => rowsOf(services, environments),
    [services, environments],
  );
  // The fields stay fast while much is counted, and many rows come
  const drawnView = useDeferredValue(view);
  const { q, owners, systems } = drawnView;
  const counts = useMemo(() => {
    const inScope = rows.filter(row => isInScope(row, { q, owners, systems }));
    return countsOf(inScope, environments);
  }, [rows, environments, q, owners, systems]);
  const { shown, changes, settle } = useSettledRows(rows, drawnView);
  const columns = useMemo(
    () => columnsFor(width, environments, view.env),
    [width, environments, view.env],
  );
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const stillThere = useMemo(
    () => services.flatMap(({ ref }) => (selected.has(ref) ? [ref] : [])),
    [services, selected],
  );
  const tellChanges = useCallback(
    (before: typeof rows, after: typeof rows) =>
      changesBetween(before, after, t),
    [t],
  );
  const announcement = useAnnouncement(rows, tellChanges);
  /** The button that has the focus goes */
  const focusGrid = () =>
    part.current
      ?.querySelector<HTMLElement>('[role="grid"] [tabindex="0"]')
      ?.focus();
  return (
    <div ref={part} className={styles.table}>
      <FleetNotes fleet={fleet} />
      <FleetCounts
        counts={counts}
        environments={environments}
        view={view}
        onChange={change}
      />
      <FleetFilters
        rows={rows}
        environments={environments}
        view={view}
        onChange={change}
      >
        <Button
          variant="tertiary"
          size="small"
          onPress={() => exportCsv(shown, environments, t)}
        >
          {t('fleet.export')}
        </Button>
      </FleetFilters>
      <VisuallyHidden role="status">{announcement}</VisuallyHidden>
      {(columns.isNarrow || changes > 0) && (
        <div className={styles.bar}>
          {columns.isNarrow && (
            <EnvironmentChoice
              all={environments}
              shown={columns.environments}
              onChoose={env => change({ env })}
            />
          )}
          {changes > 0 && (
            <Button
              variant="secondary"
              size="small"
              onPress={() => {
                focusGrid();
                settle();
              }}
            >
              {t('fleet.changed', { count: changes })}
            </Button>
          )}
        </div>
      )}
      {shown.length > 0 ? (
        <FleetGrid
          rows={shown}
          columns={columns}
          last={environments.at(-1)}
          counts={counts}
          view={drawnView}
          onClose={closed => change({ closed })}
          selected={selected}
          onSelect={setSelected}
        />
      ) : (
        <div className={styles.noMatch}>
          <p role="status">{t('fleet.noMatch')}</p>
          <KeptFocus>
            <Button
              variant="secondary"
              size="small"
              onPress={() => change(noFilters)}
            >
              {t('fleet.clear')}
            </Button>
          </KeptFocus>
        </div>
      )}
      {stillThere.length > 0 && (
        <SelectionBar
          count={stillThere.length}
          onClear={() => {
            focusGrid();
            setSelected(new Set());
          }}
        >
          <ReleaseButton services={stillThere} />
        </SelectionBar>
      )}
    </div>
  );
}
