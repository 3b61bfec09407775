import type { MemoryDatabase } from '../../../plugins/gitops-backend/src/promotions/__testUtils__/memoryDatabase';
import type { PromotionWorld } from './PromotionWorld';

interface PullRow {
  id: string;
  branch: string;
  state: string;
  number: number | null;
  close_comment: string | null;
  due_at: unknown;
  merging_by: string | null;
}

interface PromotionRow {
  id: string;
  service: string;
  version: string;
  state: string;
  slot: string | null;
  due_at: unknown;
}

/** What must never be so once everything has settled, in sentences. */
export async function violationsOf(
  world: PromotionWorld,
  knex: MemoryDatabase,
): Promise<string[]> {
  const rows: PullRow[] = await knex('gitops_pull_requests');
  const promotions: PromotionRow[] = await knex('gitops_promotions');
  const { pulls, branches } = world.host;
  const found = [...world.violations];
  const say = (what: string) => found.push(what);

  for (const pull of pulls) {
    const row = rows.find(
      one => one.number === pull.number && one.branch === pull.branch,
    );
    if (pull.state === 'open' && row?.state !== 'open')
      say(`#${pull.number} is open, and its row is ${row?.state ?? 'missing'}`);
    if (pull.merges > 1) say(`#${pull.number} was merged ${pull.merges} times`);
    if (row && row.state !== pull.state)
      say(`#${pull.number} is ${pull.state}, and its row is ${row.state}`);
  }
  for (const branch of new Set(pulls.map(one => one.branch))) {
    const open = pulls.filter(
      one => one.branch === branch && one.state === 'open',
    );
    if (open.length > 1) say(`${branch} has ${open.length} open pull requests`);
  }
  for (const service of new Set(promotions.map(one => one.service))) {
    const links = await knex('gitops_promotion_pull_requests')
      .join(
        'gitops_pull_requests',
        'gitops_pull_requests.id',
        'gitops_promotion_pull_requests.pull_request_id',
      )
      .join(
        'gitops_promotions',
        'gitops_promotions.id',
        'gitops_promotion_pull_requests.promotion_id',
      )
      .where({ service, 'gitops_pull_requests.state': 'open' })
      .select('number');
    if (links.length > 1)
      say(
        `${service} has several open pull requests: ${links
          .map(({ number }) => number)
          .join(', ')}`,
      );
  }
  for (const branch of branches.keys()) {
    if (!branch.startsWith('gitops/')) continue;
    const row = rows.find(one => one.branch === branch);
    // A person closed it, who may open it again
    const mayBeReopened = row?.state === 'closed' && row.due_at !== null;
    if (row?.state !== 'open' && !mayBeReopened)
      say(`${branch} is left, and its row is ${row?.state ?? 'missing'}`);
  }
  for (const row of rows) {
    const isWaiting = row.state === 'planned' || row.state === 'open';
    if (isWaiting && row.due_at === null)
      say(`${row.branch} is ${row.state}, and nobody looks at it again`);
    if (row.state === 'planned') say(`${row.branch} was never opened`);
    if (row.merging_by) say(`${row.branch} is being merged for ever`);
    if (row.state === 'open' && row.close_comment)
      say(`${row.branch} is to be closed, and is open`);
  }
  for (const one of promotions) {
    const { service, version, state } = one;
    const isMoving = ['requested', 'merged', 'deploying'].includes(state);
    if (isMoving && one.due_at === null)
      say(`${service} ${version} is ${state}, and nobody looks at it again`);
    if (state === 'requested') say(`${service} ${version} was never opened`);
    const hasEnded = ['succeeded', 'failed', 'closed', 'superseded'].includes(
      state,
    );
    if (hasEnded && one.slot !== null)
      say(`${service} ${version} is ${state}, and nobody else can be promoted`);
    const states: { state: string }[] = await knex('gitops_pull_requests')
      .whereIn(
        'id',
        knex('gitops_promotion_pull_requests')
          .where({ promotion_id: one.id })
          .select('pull_request_id'),
      )
      .select('state');
    const isOpen = states.some(pull => pull.state === 'open');
    if (isOpen !== (state === 'pullRequestOpen'))
      say(
        `${service} ${version} is ${state}, its pull request ${
          isOpen ? 'is' : 'is not'
        } open`,
      );
  }
  return found;
}
