import {
  gitopsPromotionCreatePermission,
  gitopsPromotionMergePermission,
  gitopsPromotionReadPermission,
  promotionStates,
} from 'backstage-plugin-gitops-common';
import type { ResourcePermission } from '@backstage/plugin-permission-common';
import {
  openPullRequest,
  pullRequest,
  record,
  settings,
  target,
} from '../../promotions/__testUtils__/samples';
import type {
  StoredPromotion,
  StoredPullRequest,
} from '../../promotions/StoredPromotion';
import { presentPromotion, Presenting } from './present';

const CREATE = gitopsPromotionCreatePermission;
const MERGE = gitopsPromotionMergePermission;

function presenting(
  permissions: ResourcePermission[],
  given: Partial<Presenting> = {},
): Presenting {
  return {
    caller: 'user:default/bo',
    may: (permission, to) =>
      to === 'production' &&
      permissions.some(({ name }) => name === permission.name),
    sees: () => true,
    settingsOf: () =>
      settings({ merge: { method: 'squash', whenReady: false } }),
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

describe('whether somebody can merge', () => {
  const open = (observed: Partial<StoredPullRequest['observed']> = {}) =>
    openPullRequest({
      observed: { head: 'c'.repeat(40), base: 'main', ...observed },
    });
  const strict = settings({
    fourEyes: true,
    merge: { method: 'squash', whenReady: false },
  });
  const shown = (
    one: StoredPullRequest,
    given: Partial<Presenting> = {},
    permissions = [CREATE, MERGE],
  ) => {
    const { can: allowed, mergeObstacle } = presentPromotion(
      record({ state: 'pullRequestOpen' }, [one]),
      presenting(permissions, given),
    );
    return [allowed.merge, mergeObstacle?.code, mergeObstacle?.params];
  };

  it('is false for who requested it where four eyes are required, and says so', () => {
    const ana = { caller: 'user:default/ana', settingsOf: () => strict };
    expect(shown(open(), ana)).toEqual([
      false,
      'requestedByYou',
      { environment: 'production' },
    ]);
    expect(shown(open(), { ...ana, caller: 'user:default/bo' })[0]).toBe(true);
    expect(shown(open(), { caller: 'user:default/ana' })[0]).toBe(true);
  });

  it('is false where its checks failed or it conflicts, with the reason as data', () => {
    const checks = { passed: 1, failed: 3, pending: 0 };
    const failedChecks = ['lint', 'build', 'test'];
    expect(shown(open({ checks, failedChecks }))).toEqual([
      false,
      'checksFailed',
      { failed: 3, total: 4, names: failedChecks },
    ]);
    const whenReady = settings({
      merge: { method: 'squash', whenReady: true },
    });
    expect(
      shown(open({ checks, failedChecks }), { settingsOf: () => whenReady }),
    ).toEqual([true, undefined, undefined]);
    expect(shown(open({ isMergeable: false }))).toEqual([
      false,
      'conflicts',
      {},
    ]);
    expect(
      shown(open({ checks: { passed: 1, failed: 0, pending: 2 } })),
    ).toEqual([true, undefined, undefined]);
  });

  it.each([
    ['changed', {}, { head: 'd'.repeat(40) }],
    ['retargeted', { branch: 'main', to: 'next' }, { base: 'next' }],
    ['held', { label: 'hold' }, { holdLabel: 'hold' }],
  ])('is false where it is %s: %j', (code, params, observed) =>
    expect(shown(open(observed))).toEqual([false, code, params]),
  );

  it('has no reason for who may not merge at all', () =>
    expect(shown(open({ isMergeable: false }), {}, [CREATE])).toEqual([
      false,
      undefined,
      undefined,
    ]));
});

describe('presentPromotion', () => {
  it('answers null for what has not come yet, and nothing of the database', () => {
    const answer = presentPromotion(
      record({ rollsBack: 'before', attempts: 3, announced: 1 }, [
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
        gates: [],
        others: 0,
      },
    ]);
    expect(answer).not.toHaveProperty('attempts');
    expect(answer).not.toHaveProperty('announced');
    expect(answer).not.toHaveProperty('passed');
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

    it('can be withdrawn where others share the pull request, which are withdrawn with it', () => {
      expect(
        can({ state: 'pullRequestOpen' }, { given: { othersIn: () => 1 } }),
      ).toEqual(['close', 'merge']);
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
      const overtaken = openPullRequest({
        update: {
          step: 'refused',
          because: { reason: 'filesChanged', files: ['a.yaml'] },
        },
      });
      expect(
        can({ state: 'pullRequestOpen' }, { pullRequests: [overtaken] }),
      ).toContain('retry');
    });

    it.each([
      ['its branch was changed', { head: 'd'.repeat(40), base: 'main' }],
      ['it goes to another branch', { head: 'c'.repeat(40), base: 'next' }],
    ])(
      'lets be tried again what nobody can merge as planned: %s',
      (_, observed) => {
        const changed = openPullRequest({ observed });
        expect(
          can({ state: 'pullRequestOpen' }, { pullRequests: [changed] }),
        ).toEqual(expect.arrayContaining(['close', 'retry']));
      },
    );

    it('can not be merged once more what the host merges when it is ready', () => {
      const params = {
        pullRequests: ['platform/gitops #12'],
        approvedBy: [],
        isChanged: false,
        hasConflicts: false,
        queuedBy: ['Ana Lima'],
      };
      expect(
        can({
          state: 'pullRequestOpen',
          cause: { code: 'mergesWhenReady', params },
        }),
      ).toEqual(['close']);
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

describe('What the gates say of its pull requests', () => {
  const keysMissing = {
    gate: 'secret-parity',
    state: 'failure' as const,
    code: 'keysMissing' as const,
    params: {
      keys: ['DB_URL'],
      source: 'Staging',
      environment: 'Production',
      applications: [],
    },
    isPublished: true,
  };
  const gatesShown = (
    given: Partial<typeof keysMissing> & { service?: string } = {},
    sees: Presenting['sees'] = () => true,
  ) => {
    const statuses = {
      evaluation: { basis: '', againAt: '2026-11-23T06:00:00.000Z' },
      head: 'c'.repeat(40),
      gates: [{ ...keysMissing, ...given }],
    };
    const shown = presentPromotion(
      record({}, [openPullRequest({ statuses })]),
      presenting([], { sees }),
    );
    return shown.pullRequests[0].gates;
  };

  it('is told as data and as a sentence', () => {
    expect(gatesShown()).toEqual([
      {
        gate: 'secret-parity',
        state: 'failure',
        code: 'keysMissing',
        params: keysMissing.params,
        sentence: 'Secret key DB_URL is missing in Production. Staging has it.',
      },
    ]);
  });

  it('tells no reason that concerns a source which the reader may not see', () => {
    expect(gatesShown({}, to => to === 'production')).toEqual([
      expect.objectContaining({ state: 'failure', code: 'hidden', params: {} }),
    ]);
  });

  it('tells no reason that concerns another service of a release', () => {
    expect(gatesShown({ service: 'component:default/orders' })).toEqual([
      expect.objectContaining({ code: 'ofOtherService', params: {} }),
    ]);
    expect(gatesShown({ service: 'component:default/payments' })).toEqual([
      expect.objectContaining({ code: 'keysMissing' }),
    ]);
  });
});
