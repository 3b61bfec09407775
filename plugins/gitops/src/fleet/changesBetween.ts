import { displayName } from '../text/displayText';
import { Translate } from '../translations/useGitopsTranslation';
import { FleetRow } from './FleetRow';

/** Services that are named; the others are counted. */
const NAMED = 3;

/** Which services are in another state than before: a sentence each for the first ones. */
export function changesBetween(
  before: readonly FleetRow[],
  after: readonly FleetRow[],
  t: Translate,
): string {
  const old = new Map(before.map(row => [row.service.ref, row]));
  const changed = after.flatMap(row => {
    const was = old.get(row.service.ref);
    // Only rows that were drawn anew can differ
    if (!was || was === row) return [];
    const cell = row.cells.find(
      (one, index) =>
        one.cell && one.cell.state !== was.cells[index]?.cell?.state,
    );
    return cell ? [{ row, ...cell, cell: cell.cell! }] : [];
  });
  const sentences: string[] = changed
    .slice(0, NAMED)
    .map(({ row, environment, cell }) =>
      t('fleet.change.one', {
        service: displayName(row.service.title),
        environment: displayName(environment),
        state: t(`${cell.staleSince ? 'lastState' : 'state'}.${cell.state}`),
      }),
    );
  const others = changed.length - sentences.length;
  if (others > 0) sentences.push(t('fleet.change.more', { count: others }));
  return sentences.join(' ');
}
