import {
  PromotionState,
  promotionStates,
} from 'backstage-plugin-gitops-common';
import { next, PromotionEvent } from '../lifecycle';
import type { StoredPullRequest } from '../StoredPromotion';
import type { Progress } from '../tracking/progress';
import { openPullRequest, promotion, pullRequest } from './samples';

const NOW = '2026-11-23T06:00:00.000Z';

interface Words {
  readonly meaning: string;
  /** When an end is left again */
  readonly onlyIf?: string;
}

const words: Record<PromotionState, Words> = {
  requested: { meaning: 'recorded; the pull request is being opened' },
  pullRequestOpen: { meaning: 'waits for review, checks and merge' },
  merged: {
    meaning:
      'in Git; Argo CD has not picked it up. It is asked to compare with Git, once',
  },
  deploying: {
    meaning:
      'Argo CD compares to the change: to a commit that contains the merge (with the source hydrator, to what was rendered of it), or, where an ApplicationSet or another Application writes the version into the Application, to that',
  },
  succeeded: {
    meaning:
      'it compares to the change, all Applications are synced and healthy, and no other version of what was promoted runs',
  },
  failed: {
    meaning:
      "the pull request can't be opened; or it was merged into another branch than the one that was planned; or the operation with the merge failed; or what it applied has been degraded for a minute",
    onlyIf:
      'if a pull request that was taken for failed turns up after all, and nothing else is under way',
  },
  closed: {
    meaning:
      'a pull request was closed without merging; or, after the merge, somebody stopped following it',
    onlyIf: 'if it is opened again and nothing else is under way',
  },
  superseded: {
    meaning:
      'a promotion to another version took its place; or, after the merge, another change arrived and another version runs, or a rollback or a newer version was requested before it arrived',
    onlyIf:
      'if its pull request was not merged, is opened again, and nothing else is under way',
  },
};

/** The table of the states as the documentation has it: each, what it means, what it leads to. */
export function statesTable(): string {
  const rows = promotionStates.map(state => {
    const { meaning, onlyIf } = words[state];
    const names = following(state).map(code);
    const leads = onlyIf ? `${names.join(', ')}: ${onlyIf}` : names.join(', ');
    return [code(state), meaning, leads];
  });
  const head = ['state', 'meaning', 'leads to'];
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map(cells => cells[column].length)),
  );
  const lineOf = (cells: string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |`;
  const rule = widths.map(width => '-'.repeat(width));
  return [head, rule, ...rows].map(lineOf).join('\n');
}

/** Where a state can lead to, for one that may be superseded meanwhile as well. */
function following(state: PromotionState): PromotionState[] {
  const isMerged = state === 'merged' || state === 'deploying';
  const befores = [undefined, 'other'].map(supersededBy =>
    promotion({
      state,
      supersededBy,
      ...(isMerged && { mergedAt: NOW }),
    }),
  );
  const reached = new Set(
    befores.flatMap(before =>
      events().map(event => next(before, event, NOW).state),
    ),
  );
  return promotionStates.filter(one => one !== state && reached.has(one));
}

/** Everything that can happen to a promotion. */
function events(): PromotionEvent[] {
  const by = { ref: 'user:default/ana', name: 'Ana' };
  const stages: Progress['stage'][] = [
    'merged',
    'deploying',
    'arrived',
    'failed',
    'replaced',
  ];
  const pulls: StoredPullRequest[] = [
    openPullRequest(),
    openPullRequest({ state: 'merged', mergeCommit: 'd'.repeat(40) }),
    openPullRequest({ state: 'closed' }),
    pullRequest(),
    pullRequest({ state: 'failed' }),
  ];
  return [
    ...pulls.map(
      (one): PromotionEvent => ({
        type: 'pullRequestsSeen',
        pullRequests: [one],
      }),
    ),
    ...stages.map(
      (stage): PromotionEvent => ({ type: 'tracked', progress: [{ stage }] }),
    ),
    { type: 'superseded', by: promotion({ id: 'other', version: '1.6.0' }) },
    { type: 'withdrawn', by },
    { type: 'gaveUp', by },
  ];
}

function code(name: string): string {
  return `\`${name}\``;
}
