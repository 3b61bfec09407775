import { MergingHost } from '../__testUtils__/MergingHost';
import { noGates } from '../__testUtils__/noGates';
import { NOW, openPullRequest } from '../__testUtils__/samples';
import type { StoredPullRequest } from '../StoredPromotion';
import { nextOf } from './nextOf';
import { queue } from './queue';

const by = { ref: 'user:default/ana', name: 'Ana Lima' };

/** Leaves a merge to the host that something happened at since it was seen last. */
async function queueAfter(
  happen: (host: MergingHost) => void,
): Promise<StoredPullRequest> {
  const host = new MergingHost();
  host.waitsFor = 'A check runs';
  const queued = { by, method: 'squash', state: 'wanted' } as const;
  const seen = await noGates.statuses.evaluate(openPullRequest({ queued }));
  expect(nextOf(seen)).toBe('queue');
  happen(host);
  return queue(seen, host.repository(), {
    signal: new AbortController().signal,
    now: NOW,
    holdLabel: 'hold',
    evaluate: noGates.statuses.evaluate,
  });
}

it('leaves the merge to the host where all is as it was', async () => {
  const row = await queueAfter(() => {});
  expect(row.queued?.state).toBe('taken');
});

it.each<[string, (host: MergingHost) => void, string]>([
  [
    'somebody pushed to its branch',
    ({ pull }) => {
      pull.head = '9'.repeat(40);
    },
    'changed',
  ],
  [
    'somebody retargeted it',
    ({ pull }) => {
      pull.base = 'next';
    },
    'retargeted',
  ],
  ['a label holds it', ({ pull }) => pull.labels!.push('hold'), 'held'],
])(
  'does not ask the host again and again where %s',
  async (_, happen, state) => {
    const row = await queueAfter(happen);
    expect(row.queued?.state).toBe(state);
    expect(nextOf(row)).toBe('look');
  },
);

it('sees that somebody has closed it, which ends the wish', async () => {
  const row = await queueAfter(({ pull }) => {
    pull.state = 'closed';
  });
  expect(row).toMatchObject({ state: 'closed', queued: undefined });
});
