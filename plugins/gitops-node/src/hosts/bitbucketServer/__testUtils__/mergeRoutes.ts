import { z } from 'zod';
import { FakeAnswer, FakeRoute, ok } from '../../__testUtils__/FakeServer';
import type { MemoryPull } from '../../__testUtils__/MemoryPulls';
import { refusal } from './answers';
import type { FakeBitbucketServer } from './FakeBitbucketServer';
import type { OnePullRoute } from './pullRequestRoutes';
import { isOutOfDate, outOfDate, shown } from './shown';

const methods = {
  'no-ff': 'merge',
  squash: 'squash',
  'squash-ff-only': 'squash',
  'rebase-ff-only': 'rebase',
  'rebase-no-ff': 'rebase',
} as const;
const ids = Object.keys(methods) as (keyof typeof methods)[];

/** `RestPullRequestMergeRequest` */
const mergeBody = z.strictObject({
  strategyId: z.enum(ids).optional(),
  autoMerge: z.boolean().optional(),
  message: z.string().optional(),
});

/**
 * https://developer.atlassian.com/server/bitbucket/rest/v904/api-group-pull-requests/#api-api-latest-projects-projectkey-repos-repositoryslug-settings-pull-requests-get
 */
export function mergeSettingsRoute(bitbucket: FakeBitbucketServer): FakeRoute {
  return {
    method: 'GET',
    path: '/settings/pull-requests',
    answer: () =>
      ok({
        mergeConfig: {
          type: 'repository',
          strategies: ids.map(id => ({
            id,
            enabled: bitbucket.enabledStrategies.includes(id),
          })),
        },
        requiredAllApprovers: false,
      }),
  };
}

export function mergeRoutes(bitbucket: FakeBitbucketServer): OnePullRoute[] {
  const { pulls } = bitbucket;
  return [
    {
      method: 'GET',
      path: '/merge',
      answer: pull => {
        if (pull.state !== 'open') return notOpen();
        const conflicted = pulls.hasConflicts(pull);
        return ok({
          canMerge: !conflicted && bitbucket.vetoes.length === 0,
          conflicted,
          outcome: conflicted ? 'CONFLICTED' : 'CLEAN',
          vetoes: bitbucket.vetoes,
        });
      },
    },
    {
      method: 'GET',
      path: '/auto-merge',
      answer: ({ number }) =>
        bitbucket.autoMerged.has(number)
          ? ok({ createdDate: 1, strategyId: 'no-ff' })
          : refusal(404, 'There is no request to auto-merge.'),
    },
    {
      method: 'DELETE',
      path: '/auto-merge',
      answer: pull => {
        if (pull.state !== 'open') return notOpen();
        return bitbucket.autoMerged.delete(pull.number)
          ? { status: 204 }
          : refusal(404, 'There is no request to auto-merge.');
      },
    },
    {
      method: 'POST',
      path: '/merge',
      query: ['version!'],
      body: mergeBody,
      answer: (pull, body, query) => {
        bitbucket.beforeMerge();
        return merge(bitbucket, pull, body, query);
      },
    },
  ];
}

function merge(
  bitbucket: FakeBitbucketServer,
  pull: MemoryPull,
  { strategyId = 'no-ff', autoMerge }: z.infer<typeof mergeBody>,
  query: URLSearchParams,
): FakeAnswer {
  const { pulls, vetoes, enabledStrategies } = bitbucket;
  if (pull.state !== 'open') return notOpen();
  if (isOutOfDate(bitbucket, pull, query)) return outOfDate();
  if (!enabledStrategies.includes(strategyId))
    return vetoed(
      `The merge strategy '${strategyId}' is not enabled for this repository.`,
    );
  if (autoMerge && !bitbucket.allowsAutoMerge)
    return refusal(403, 'Auto-merge is not enabled for this repository.');
  const isReady = vetoes.length === 0 && !pulls.hasConflicts(pull);
  if (autoMerge && !isReady) {
    bitbucket.autoMerged.add(pull.number);
    return ok(shown(bitbucket, pull));
  }
  if (pulls.hasConflicts(pull))
    return vetoed('The pull request has conflicts and cannot be merged.', {
      conflicted: true,
    });
  if (vetoes.length > 0)
    return vetoed('Merging the pull request has been vetoed.', { vetoes });
  bitbucket.usedStrategies.push(strategyId);
  pulls.merge(pull, methods[strategyId], bitbucket.user);
  return ok(shown(bitbucket, pull));
}

function vetoed(message: string, more: object = {}): FakeAnswer {
  return refusal(409, message, 'pull.PullRequestMergeVetoedException', {
    conflicted: false,
    vetoes: [],
    ...more,
  });
}

function notOpen(): FakeAnswer {
  return refusal(
    409,
    'This pull request has already been merged or declined.',
    'pull.IllegalPullRequestStateException',
  );
}
