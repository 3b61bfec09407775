import { gitopsPromotionCreatePermission } from 'backstage-plugin-gitops-common';
import {
  ask,
  environment,
  record,
  settings,
} from '../../promotions/__testUtils__/samples';
import { syncOff } from '../../promotions/gates/syncOff';
import type { Planned } from '../../promotions/plan/Planning';
import { presentPromotion, Presenting } from './present';
import { presentPlan } from './presentPlan';

const mayCreate: Presenting = {
  may: ({ name }) => name === gitopsPromotionCreatePermission.name,
  sees: () => true,
  settingsOf: () => settings({ merge: { method: 'squash', whenReady: false } }),
  urlOf: () => 'https://argocd.example.com',
  othersIn: () => 0,
  caller: 'user:default/bo',
};

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
    seen: { isRunning: true, healthyForMs: 7_200_000 },
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
        underWay: given.underWay
          ? presentPromotion(given.underWay, mayCreate)
          : null,
      },
    );

  it('tells what would change, and what the click does', () => {
    expect(present()).toMatchObject({
      id: 'plan',
      target: { running: '1.4.0', nothingRuns: false },
      seen: { isRunning: true, healthyForMs: 7_200_000, until: null },
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

  it('claims no time of health where none is known, and says when the version was replaced', () => {
    const until = '2026-11-23T05:00:00.000Z';
    expect(present({ seen: { isRunning: false, until } }).seen).toEqual({
      isRunning: false,
      healthyForMs: null,
      until,
    });
  });

  it('shows the promotion under way as the caller may see it', () => {
    const underWay = record({ state: 'pullRequestOpen' });
    expect(present({ underWay }).underWay).toMatchObject({
      state: 'pullRequestOpen',
      can: { close: true, merge: false },
    });
  });
});
