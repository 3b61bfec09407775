import type {
  PromotionRow,
  PullRequestRow,
} from '../../plugins/gitops-backend/src/promotions/store/rows';
import type { Pull } from './ChaosHost';

/** What the database says that is not so on the Git host, or does not know of it, in sentences. */
export function chaosViolations(
  {
    rows,
    promotions,
  }: {
    rows: readonly PullRequestRow[];
    promotions: readonly PromotionRow[];
  },
  {
    pulls,
    branches,
    released,
  }: {
    pulls: readonly Pull[];
    branches: readonly string[];
    /** `payments preprod 1.9.0` */
    released: ReadonlySet<string>;
  },
): string[] {
  const open = pulls.filter(one => one.state === 'open');
  return [
    ...pulls.flatMap(pull => ofPull(pull, rows)),
    ...[...new Set(open.map(one => one.head.ref))].flatMap(branch => {
      const many = open.filter(one => one.head.ref === branch);
      return many.length > 1
        ? [`${branch} has ${many.length} open pull requests`]
        : [];
    }),
    ...branches.flatMap(branch => ofBranch(branch, rows)),
    ...promotions
      .filter(({ state }) => state === 'succeeded')
      .map(one => {
        const name = one.service.replace('component:default/', '');
        return `${name} ${one.to_environment} ${one.version}`;
      })
      .filter(one => !released.has(one))
      .map(one => `${one} succeeded, and never was on the main branch`),
    ...rows
      .filter(({ state }) => state === 'planned')
      .map(
        ({ branch, attempts }) =>
          `${branch} is planned after ${attempts} tries`,
      ),
  ];
}

function ofPull(
  { number, state, merged, head }: Pull,
  rows: readonly PullRequestRow[],
): string[] {
  const row = rows.find(one => one.number === number);
  const known = row?.state ?? 'missing';
  const is = merged ? 'merged' : state;
  // Another one of its branch took its place before it was known
  const isReplaced =
    !row && is === 'closed' && rows.some(one => one.branch === head.ref);
  return known === is || isReplaced
    ? []
    : [`#${number} is ${is}, and its row is ${known}`];
}

function ofBranch(branch: string, rows: readonly PullRequestRow[]): string[] {
  const row = rows.find(one => one.branch === branch);
  // Somebody who closed it may open it again
  const mayBeReopened = row?.state === 'closed' && row.due_at !== null;
  return row?.state === 'open' || mayBeReopened
    ? []
    : [`${branch} is left, and its row is ${row?.state ?? 'missing'}`];
}
