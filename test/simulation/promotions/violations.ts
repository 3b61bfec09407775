import type { MemoryDatabase } from '../../../plugins/gitops-backend/src/promotions/__testUtils__/memoryDatabase';
import { hasEnded } from '../../../plugins/gitops-backend/src/promotions/StoredPromotion';
import {
  LinkRow,
  LINKS,
  PROMOTIONS,
  PromotionRow,
  PULL_REQUESTS,
  PullRequestRow,
} from '../../../plugins/gitops-backend/src/promotions/store/rows';
import type { PromotionWorld } from './PromotionWorld';
import type { SimulatedHost } from './SimulatedHost';
import { GATE } from './Replica';
import type { SimulatedRepository } from './SimulatedRepository';

/** What is recorded, and what is on the host. */
interface Settled {
  readonly rows: readonly PullRequestRow[];
  readonly promotions: readonly PromotionRow[];
  readonly links: readonly LinkRow[];
  readonly repositories: readonly SimulatedRepository[];
}

/** What must never be so once everything has settled, in sentences. */
export async function violationsOf(
  world: PromotionWorld,
  knex: MemoryDatabase,
): Promise<string[]> {
  const settled: Settled = {
    rows: await knex(PULL_REQUESTS),
    promotions: await knex(PROMOTIONS),
    links: await knex(LINKS),
    repositories: world.host.repositories,
  };
  return [
    ...world.violations,
    ...settled.repositories.flatMap(one => [
      ...ofPulls(one, settled),
      ...ofBranches(one, settled),
      ...ofStatuses(one, world, settled),
    ]),
    ...settled.rows.flatMap(ofRow),
    ...settled.promotions.flatMap(one => ofPromotion(one, settled)),
    ...ofServices(settled),
  ];
}

/** What was not looked at, though everybody was told that there may be something to see. */
export async function unseen(
  host: SimulatedHost,
  knex: MemoryDatabase,
): Promise<string[]> {
  const rows = await knex<PullRequestRow>(PULL_REQUESTS)
    .whereNotNull('due_at')
    .whereNotNull('number');
  return rows.flatMap(({ repository_url, number, state }) => {
    const repository = host.repository(repository_url);
    const pull = repository.pull(number!);
    return pull.state === state
      ? []
      : `A hint at ${repository.name} #${number} is lost: it is ${pull.state}, and its row is ${state}`;
  });
}

function ofPulls(
  { url, name, pulls }: SimulatedRepository,
  { rows }: Settled,
): string[] {
  const found: string[] = [];
  for (const pull of pulls) {
    const called = `${name} #${pull.number}`;
    const row = rows.find(
      one => one.repository_url === url && one.number === pull.number,
    );
    if (!row || row.state !== pull.state)
      if (row || pull.state === 'open')
        // Another one of its branch took its place before it was known
        found.push(
          `${called} is ${pull.state}, and its row is ${
            row?.state ?? 'missing'
          }`,
        );
    if (pull.merges > 1)
      found.push(`${called} was merged ${pull.merges} times`);
  }
  const open = pulls.filter(one => one.state === 'open');
  for (const branch of new Set(open.map(one => one.branch))) {
    const count = open.filter(one => one.branch === branch).length;
    if (count > 1) found.push(`${branch} has ${count} open pull requests`);
  }
  return found;
}

function ofBranches(
  { url, branches }: SimulatedRepository,
  { rows }: Settled,
): string[] {
  return [...branches.keys()]
    .filter(branch => branch.startsWith('gitops/'))
    .flatMap(branch => {
      const row = rows.find(
        one => one.repository_url === url && one.branch === branch,
      );
      // A person closed it, who may open it again
      const mayBeReopened = row?.state === 'closed' && row.due_at !== null;
      return row?.state === 'open' || mayBeReopened
        ? []
        : [`${branch} is left, and its row is ${row?.state ?? 'missing'}`];
    });
}

/**
 * What the gate says now is on the head of every open pull request. A host that took no status is
 * left alone for an hour, which the promotion says.
 */
function ofStatuses(
  { name, url, pulls, statuses }: SimulatedRepository,
  { isFrozen, isGateDown }: PromotionWorld,
  { rows }: Settled,
): string[] {
  return pulls
    .filter(one => one.state === 'open')
    .flatMap(({ number, head }) => {
      const row = rows.find(
        one => one.repository_url === url && one.number === number,
      );
      if (JSON.parse(row?.statuses ?? '{}').refused) return [];
      const said = statuses.get(`${head} gitops/${GATE}`)?.state;
      const known = isFrozen ? 'failure' : 'success';
      const wanted = isGateDown ? 'pending' : known;
      return said === wanted
        ? []
        : `The gate says ${wanted} of ${name} #${number}, the host ${said}`;
    });
}

function ofRow(row: PullRequestRow): string[] {
  const { branch, state } = row;
  const isWaiting = state === 'planned' || state === 'open';
  return [
    isWaiting && row.due_at === null && `${branch} is never looked at again`,
    state === 'planned' && `${branch} was never opened`,
    row.merging_by && `${branch} is being merged for ever`,
    state === 'open' && row.close_comment && `${branch} is not closed`,
  ].flatMap(one => one || []);
}

function ofPromotion(
  { id, service, version, state, slot, due_at, ...row }: PromotionRow,
  { rows, links }: Settled,
): string[] {
  const called = `${service} ${version} (${id.slice(0, 8)})`;
  const pulls = links
    .filter(one => one.promotion_id === id)
    .map(link => rows.find(one => one.id === link.pull_request_id)!);
  const isMoving = ['requested', 'merged', 'deploying'].includes(state);
  const isOpen = pulls.some(pull => pull.state === 'open');
  return [
    isMoving && due_at === null && `${called}: ${state}, never looked at again`,
    isMoving && `${called}: ${state} for ever, though all is done`,
    hasEnded(state as never) && slot !== null && `${called} keeps its slot`,
    !hasEnded(state as never) && slot === null && `${called} lost its slot`,
    row.announced !== JSON.parse(row.passed).length &&
      `${called}: ${row.announced} of its states announced: ${row.passed}`,
    state === 'pullRequestOpen' &&
      row.withdrawn_by !== null &&
      `${called} is open, and withdrawn`,
    isOpen !== (state === 'pullRequestOpen') &&
      `${called} is ${state}, its pull requests are ${pulls
        .map(pull => pull.state)
        .join(' and ')}`,
  ].flatMap(one => one || []);
}

/** Of a service, one pull request is open in each repository. */
function ofServices({ promotions, rows, links }: Settled): string[] {
  const open = new Map<string, number>();
  for (const { promotion_id, pull_request_id } of links) {
    const row = rows.find(one => one.id === pull_request_id)!;
    const { service } = promotions.find(one => one.id === promotion_id)!;
    const key = `${service} in ${row.repository}`;
    if (row.state === 'open') open.set(key, (open.get(key) ?? 0) + 1);
  }
  return [...open].flatMap(([key, count]) =>
    count > 1 ? `${key} has ${count} open pull requests` : [],
  );
}
