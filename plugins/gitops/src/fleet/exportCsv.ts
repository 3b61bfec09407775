import { FleetEnvironment } from 'backstage-plugin-gitops-common';
import { Translate } from '../translations/useGitopsTranslation';
import { csvOf } from './csv';
import { isCurrent, isNotIn, FleetRow } from './FleetRow';

/** What is shown, one line a service. */
export function tableOf(
  rows: readonly FleetRow[],
  environments: readonly FleetEnvironment[],
  t: Translate,
): string[][] {
  const titles = environments.flatMap(({ name, title }) => [
    t('fleet.column.version', { environment: title || name }),
    t('fleet.column.state', { environment: title || name }),
  ]);
  // Nothing comes before the first
  const targets = environments.slice(1);
  const header = [
    t('fleet.column.service'),
    t('fleet.column.ref'),
    t('fleet.column.owner'),
    t('fleet.column.system'),
    ...titles,
    ...targets.map(({ name, title }) =>
      t('fleet.aheadOf', { environment: title || name }),
    ),
    t('fleet.column.since'),
  ];
  const lines = rows.map(({ service, cells }) => [
    service.title,
    service.ref,
    service.owner ?? '',
    service.system ?? '',
    ...cells.flatMap(({ cell }) =>
      cell
        ? [
            cell.running.join(' '),
            t(`${isCurrent(cell) ? 'state' : 'lastState'}.${cell.state}`),
          ]
        : ['', ''],
    ),
    ...targets.map(({ name }) =>
      isNotIn(service, name) ? service.ahead!.newest : '',
    ),
    service.ahead?.since ?? '',
  ]);
  return [header, ...lines];
}

/** Hands the reader a file with what is shown. */
export function exportCsv(
  rows: readonly FleetRow[],
  environments: readonly FleetEnvironment[],
  t: Translate,
): void {
  const text = csvOf(tableOf(rows, environments, t));
  const url = URL.createObjectURL(
    new Blob([text], { type: 'text/csv;charset=utf-8' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = t('fleet.file');
  link.click();
  URL.revokeObjectURL(url);
}
