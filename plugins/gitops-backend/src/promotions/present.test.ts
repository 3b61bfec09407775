import {
  gitopsPromotionCreatePermission,
  gitopsPromotionMergePermission,
  gitopsPromotionReadPermission,
  promotionStates,
} from 'backstage-plugin-gitops-common';
import type { ResourcePermission } from '@backstage/plugin-permission-common';
import { syncOff } from './gates/syncOff';
import type { Planned } from './plan/Planner';
import { presentPlan, presentPromotion, Presenting } from './present';
import {
  ask,
  environment,
  openPullRequest,
  pullRequest,
  record,
  settings,
  target,
} from './__testUtils__/samples';
import type { StoredPromotion, StoredPullRequest } from './StoredPromotion';

const CREATE = gitopsPromotionCreatePermission;
const MERGE = gitopsPromotionMergePermission;

function presenting(
  permissions: ResourcePermission[],
  given: Partial<Presenting> = {},
): Presenting {
  return {
    rights: (permission, to) =>
      to === 'production' &&
      permissions.some(({ name }) => name === permission.name),
    sees: () => true,
    settingsOf: () => settings({ merge: 'squash' }),
    urlOf: ({ name }) => `https://argocd.example.com/${name}`,
    othersIn: () => 0,
    ...given,
  };
}

function can(
  promotion: Partial<StoredPromotion>,
  options: {
    permissions?: ResourcePermission[];
    pullRequests?: StoredPullRequest[];
    given?: Partial<Presenting>;
  } = {},
) {
  const { permissions = [CREATE, MERGE], pullRequests, given } = options;
  const { can: allowed } = presentPromotion(
    record(promotion, pullRequests),
    presenting(permissions, given),
  );
  return Object.entries(allowed)
    .filter(([, isAllowed]) => isAllowed)
    .map(([name]) => name);
}

const MERGED_AT = '2026-11-23T05:30:00.000Z';

describe('presentPromotion', () => {
  it('answers null for what has not come yet, and nothing of the database', () => {
    const answer = presentPromotion(
      record({ rollsBack: 'before', attempts: 3, announced: 'requested' }, [
        pullRequest({ files: new Map([['a', Buffer.from('secret')]]) }),
      ]),
      presenting([]),
    );
    expect(answer).toMatchObject({
      problem: null,
      openedAt: null,
      mergedAt: null,
      deployingAt: null,
      endedAt: null,
      supersededBy: null,
      rollsBack: 'before',
      requestedBy: { ref: 'user:default/ana', name: 'Ana Lima' },
    });
    expect(answer.pullRequests).toEqual([
      {
        repository: 'platform/gitops',
        number: null,
        url: null,
        state: 'planned',
        mergeCommit: null,
        endedBy: null,
        openedAt: null,
        endedAt: null,
        checks: null,
        approvedBy: [],
        others: 0,
      },
    ]);
    expect(answer).not.toHaveProperty('attempts');
    expect(answer).not.toHaveProperty('announced');
    expect(answer).not.toHaveProperty('targets');
    // What it answers is what JSON carries
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
  });

  it('tells what the host says of a pull request, and how many share it', () => {
    const answer = presentPromotion(
      record({}, [
        openPullRequest({
          observed: {
            head: 'c'.repeat(40),
            base: 'main',
            checks: { passed: 2, failed: 0, pending: 1 },
            approvedBy: ['bob'],
          },
        }),
      ]),
      presenting([], { othersIn: () => 2 }),
    );
    expect(answer.pullRequests[0]).toMatchObject({
      number: 12,
      checks: { passed: 2, failed: 0, pending: 1 },
      approvedBy: ['bob'],
      others: 2,
    });
  });

  it('leaves out an Application that is gone', () => {
    const targets = [target(), target({ name: 'payments-us' })];
    const { applications } = presentPromotion(
      record({ targets }),
      presenting([], {
        urlOf: ({ name }) => (name === 'payments-us' ? undefined : 'https://a'),
      }),
    );
    expect(applications).toEqual([
      { name: 'payments-production', url: 'https://a' },
    ]);
  });

  describe('can', () => {
    it.each(promotionStates)(
      'allows nothing without a right, be it %s',
      state => {
        const permissions = [gitopsPromotionReadPermission];
        expect(can({ state, mergedAt: MERGED_AT }, { permissions })).toEqual(
          [],
        );
        expect(can({ state, to: 'staging' })).toEqual([]);
      },
    );

    it('lets be withdrawn what is not merged', () => {
      const closable = promotionStates.filter(state =>
        can({ state }).includes('close'),
      );
      expect(closable).toEqual(['requested', 'pullRequestOpen']);
    });

    it('does not let one service withdraw what others share', () => {
      expect(
        can({ state: 'pullRequestOpen' }, { given: { othersIn: () => 1 } }),
      ).toEqual(['merge']);
    });

    it('lets be merged what is open, where a way of merging is configured', () => {
      const mergeable = promotionStates.filter(state =>
        can({ state }).includes('merge'),
      );
      expect(mergeable).toEqual(['pullRequestOpen']);
      expect(
        can(
          { state: 'pullRequestOpen' },
          { given: { settingsOf: () => settings() } },
        ),
      ).toEqual(['close']);
      expect(
        can({ state: 'pullRequestOpen' }, { permissions: [CREATE] }),
      ).toEqual(['close']);
      expect(
        can({ state: 'pullRequestOpen' }, { permissions: [MERGE] }),
      ).toEqual(['merge']);
    });

    it('lets be tried again what changed nothing, and what conflicts', () => {
      const retriable = promotionStates.filter(state =>
        can({ state }).includes('retry'),
      );
      expect(retriable).toEqual(['failed', 'closed']);
      // Git has it: trying again would change nothing
      expect(can({ state: 'failed', mergedAt: MERGED_AT })).not.toContain(
        'retry',
      );
      const conflicting = openPullRequest({
        observed: { head: 'c'.repeat(40), base: 'main', isMergeable: false },
      });
      expect(
        can({ state: 'pullRequestOpen' }, { pullRequests: [conflicting] }),
      ).toContain('retry');
    });

    it('lets be rolled back what was merged, where there was something before, also while it is deployed', () => {
      const merged = promotionStates
        .filter(
          state => !['requested', 'pullRequestOpen', 'closed'].includes(state),
        )
        .filter(state =>
          can({ state, mergedAt: MERGED_AT }).includes('rollback'),
        );
      expect(merged).toEqual(['merged', 'deploying', 'succeeded', 'failed']);
      expect(can({ state: 'failed' })).not.toContain('rollback');
      expect(
        can({ state: 'succeeded', mergedAt: MERGED_AT, previous: '' }),
      ).not.toContain('rollback');
    });

    it('lets be rolled back what only one of two repositories took', () => {
      const pullRequests = [
        openPullRequest({ state: 'merged' }),
        openPullRequest({ state: 'closed' }),
      ];
      expect(can({ state: 'closed' }, { pullRequests })).toEqual([
        'retry',
        'rollback',
      ]);
      expect(can({ state: 'pullRequestOpen' }, { pullRequests })).not.toContain(
        'rollback',
      );
    });
  });
});

describe('presentPlan', () => {
  const planned: Planned = {
    id: 'plan',
    kind: 'promotion',
    version: '1.5.0',
    previous: '1.4.0',
    versions: [],
    edits: [],
    source: environment('staging', { running: '1.5.0' }),
    target: environment('production'),
    targets: [],
    changes: [
      {
        repositoryUrl: 'https://git.example.com/platform/gitops',
        repository: 'platform/gitops',
        branch: 'main',
        base: 'a'.repeat(40),
        files: new Map([['a.yaml', { before: 'tag: 1\n', after: 'tag: 2\n' }]]),
      },
    ],
    gates: [],
    settings: undefined,
  };
  const present = (given: Partial<Planned> = {}, canOverride = false) =>
    presentPlan(
      { ...planned, ...given },
      {
        service: 'component:default/payments',
        from: 'staging',
        to: 'production',
        canOverride,
        presenting: presenting([CREATE]),
      },
    );

  it('tells what would change, and what the click does', () => {
    expect(present()).toMatchObject({
      id: 'plan',
      running: '1.4.0',
      healthySince: '2026-11-21T02:00:00Z',
      canOverride: false,
      underWay: null,
      consequence: {
        code: 'opensPullRequest',
        params: { repositories: ['platform/gitops'], deploysOnMerge: true },
        sentence:
          'Opens a pull request in platform/gitops. Someone else reviews it; merging deploys.',
      },
      changes: [
        { url: planned.changes[0].repositoryUrl, files: [{ path: 'a.yaml' }] },
      ],
    });
    expect(present({ changes: [] }).consequence).toEqual({
      code: 'nothingChanges',
      params: {},
      sentence: 'Nothing would change in Git.',
    });
    expect(present({}, true).canOverride).toBe(true);
  });

  it('does not claim that merging deploys where Argo CD does not sync by itself', () => {
    const syncedByHand = ask(syncOff, {
      notAutomated: [{ application: 'payments', mayBeInRollingSync: false }],
    })!;
    expect(present({ gates: [syncedByHand] }).consequence).toMatchObject({
      params: { deploysOnMerge: false },
      sentence: expect.stringContaining('merging alone does not deploy'),
    });
  });

  it('claims no time of health where the source is not well, or is no source', () => {
    const source = environment('staging', { state: 'degraded' });
    expect(present({ source }).healthySince).toBeNull();
    expect(present({ kind: 'rollback' }).healthySince).toBeNull();
  });

  it('shows the promotion under way as the caller may see it', () => {
    const underWay = record({ state: 'pullRequestOpen' });
    expect(present({ underWay }).underWay).toMatchObject({
      state: 'pullRequestOpen',
      can: { close: true, merge: false },
    });
  });
});
