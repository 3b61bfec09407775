import type { GitRepository, PullRequest } from '../GitHost';
import { mergePullRequest } from './mergePullRequest';

const head = 'c'.repeat(40);
const found: PullRequest = {
  number: 7,
  url: 'https://git.example.com/platform/gitops/pulls/7',
  title: 'Promote',
  state: 'open',
  head,
  base: 'main',
  createdAt: '2026-11-23T06:00:00.000Z',
};

/** Merges a pull request that the host would merge. */
async function merge(
  told: Partial<PullRequest>,
  asked: { whenReady?: boolean } = {},
) {
  let state: PullRequest['state'] = 'open';
  const repository = {
    name: 'platform/gitops',
    pullRequest: async () => ({ ...found, ...told, state }),
  } as Partial<GitRepository> as GitRepository;
  return mergePullRequest(
    repository,
    { number: 7, expectedHead: head, ...asked },
    { signal: AbortSignal.timeout(1_000) },
    {
      accept: async () => {
        state = 'merged';
        return undefined;
      },
      acceptWhenReady: async () => false,
    },
  );
}

describe('A pull request whose checks failed', () => {
  it.each([
    [1, ['lint'], 'its check lint failed'],
    [2, ['lint', 'build'], 'its checks lint and build failed'],
    [3, ['a', 'b', 'c'], 'its checks a, b and c failed'],
    [1, undefined, 'a check of it failed'],
    [2, undefined, '2 checks of it failed'],
  ])(
    'is not merged, and says which: %s (%s)',
    async (failed, failedChecks, why) => {
      const checks = { passed: 1, failed, pending: 0 };
      expect(await merge({ checks, failedChecks })).toMatchObject({
        merged: false,
        reason: `platform/gitops #7 is not merged: ${why}.`,
        pullRequest: { state: 'open' },
      });
    },
  );

  it('is left to a host that merges it when it is ready', async () => {
    const checks = { passed: 0, failed: 1, pending: 0 };
    expect(await merge({ checks }, { whenReady: true })).toMatchObject({
      merged: true,
    });
  });

  it('is merged where they only run yet: the host knows which are required', async () => {
    const checks = { passed: 1, failed: 0, pending: 2 };
    expect(await merge({ checks })).toMatchObject({ merged: true });
  });
});
