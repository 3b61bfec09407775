import {
  Promotion,
  PromotionPlan,
  PromotionPullRequest,
  Transition,
} from 'backstage-plugin-gitops-common';
import { ago, environment, service } from './deployments';

export const paymentsRef = 'component:default/payments';

export function pullRequest(
  overrides: Partial<PromotionPullRequest> = {},
): PromotionPullRequest {
  return {
    repository: 'platform/gitops',
    number: 431,
    url: 'https://git.example.com/platform/gitops/pulls/431',
    state: 'open',
    mergeCommit: null,
    endedBy: null,
    openedAt: ago({ min: 6 }),
    endedAt: null,
    checks: { passed: 2, failed: 0, pending: 0 },
    approvedBy: [],
    others: 0,
    ...overrides,
  };
}

const mergedPullRequest = pullRequest({
  state: 'merged',
  mergeCommit: 'b7e02d1850e387550fdab836ed7e6dc881de2300',
  endedBy: 'Jonas Weber',
});

/** A promotion whose pull request waits for a review. */
export function promotion(overrides: Partial<Promotion> = {}): Promotion {
  return {
    id: 'p1',
    kind: 'promotion',
    service: paymentsRef,
    from: 'staging',
    to: 'production',
    versions: [
      { name: 'registry.example.com/payments', from: '1.8.2', to: '1.9.0' },
    ],
    version: '1.9.0',
    previous: '1.8.2',
    state: 'pullRequestOpen',
    sentence: 'Waits for a review by someone other than Ana Kovač.',
    problem: null,
    pullRequests: [pullRequest()],
    requestedBy: { ref: 'user:default/ana', name: 'Ana Kovač' },
    reason: 'Fixes double charges (INC-2291).',
    overridden: false,
    gates: [],
    requestedAt: ago({ min: 6 }),
    openedAt: ago({ min: 6 }),
    mergedAt: null,
    deployingAt: null,
    endedAt: null,
    supersededBy: null,
    rollsBack: null,
    waves: [],
    applications: [
      {
        name: 'payments-production',
        url: 'https://argocd.example.com/applications/argocd/payments-production',
      },
    ],
    can: { close: false, retry: false, rollback: false, merge: false },
    ...overrides,
  };
}

/** One promotion in each state that it can be in. */
export const promotionIn = {
  requested: promotion({
    state: 'requested',
    sentence: 'The pull request is being opened.',
    openedAt: null,
    pullRequests: [
      pullRequest({
        state: 'planned',
        number: null,
        url: null,
        openedAt: null,
        checks: null,
      }),
    ],
    requestedAt: ago({ s: 4 }),
  }),
  pullRequestOpen: promotion({
    can: { close: true, retry: false, rollback: false, merge: false },
    overridden: true,
    gates: [
      {
        gate: 'freeze',
        result: 'block',
        sentence: 'production is frozen until Monday at 07:00.',
        canOverride: true,
      },
    ],
  }),
  merged: promotion({
    state: 'merged',
    sentence: 'Argo CD has not picked it up yet; it looks every 3 min.',
    pullRequests: [mergedPullRequest],
    requestedAt: ago({ min: 32 }),
    openedAt: ago({ min: 27 }),
    mergedAt: ago({ s: 40 }),
  }),
  deploying: promotion({
    state: 'deploying',
    sentence: '1.9.0 is rolling out. 1.8.2 still serves requests.',
    pullRequests: [mergedPullRequest],
    requestedAt: ago({ min: 34 }),
    openedAt: ago({ min: 28 }),
    mergedAt: ago({ min: 2 }),
    deployingAt: ago({ s: 48 }),
    waves: [
      {
        wave: -2,
        kind: 'ExternalSecret',
        name: 'payments-secrets',
        state: 'done',
        message: null,
      },
      {
        wave: -1,
        kind: 'Job',
        name: 'payments-migrate',
        state: 'done',
        message: null,
      },
      {
        wave: 0,
        kind: 'Deployment',
        name: 'payments',
        state: 'running',
        message: '2 of 3 pods run 1.9.0',
      },
    ],
  }),
  succeeded: promotion({
    state: 'succeeded',
    sentence: 'Only 1.9.0 runs in production: synced and healthy, 3 of 3 pods.',
    pullRequests: [mergedPullRequest],
    requestedAt: ago({ min: 35 }),
    openedAt: ago({ min: 30 }),
    mergedAt: ago({ min: 4 }),
    deployingAt: ago({ min: 1, s: 46 }),
    endedAt: ago({ s: 12 }),
    can: { close: false, retry: false, rollback: true, merge: false },
  }),
  failed: promotion({
    state: 'failed',
    sentence:
      'The migration failed, so 1.9.0 was not started. 1.8.2 still runs.',
    pullRequests: [mergedPullRequest],
    requestedAt: ago({ min: 34 }),
    openedAt: ago({ min: 28 }),
    mergedAt: ago({ min: 2 }),
    deployingAt: ago({ min: 1 }),
    endedAt: ago({ s: 36 }),
    waves: [
      {
        wave: -2,
        kind: 'ExternalSecret',
        name: 'payments-secrets',
        state: 'done',
        message: null,
      },
      {
        wave: -1,
        kind: 'Job',
        name: 'payments-migrate',
        state: 'failed',
        message: 'exit code 1',
      },
      {
        wave: 0,
        kind: 'Deployment',
        name: 'payments',
        state: 'notReached',
        message: null,
      },
    ],
    can: { close: false, retry: true, rollback: true, merge: false },
  }),
  closed: promotion({
    state: 'closed',
    sentence: 'Closed without merging. Nothing changed; 1.8.2 still runs.',
    pullRequests: [pullRequest({ state: 'closed', endedBy: 'Jonas Weber' })],
    requestedAt: ago({ h: 2 }),
    openedAt: ago({ h: 2 }),
    endedAt: ago({ min: 4 }),
    can: { close: false, retry: true, rollback: false, merge: false },
  }),
  superseded: promotion({
    state: 'superseded',
    sentence: '1.9.1 took its place. 1.8.2 still runs.',
    pullRequests: [pullRequest({ state: 'closed' })],
    requestedAt: ago({ h: 2 }),
    openedAt: ago({ h: 2 }),
    endedAt: ago({ min: 4 }),
    supersededBy: 'p2',
  }),
};

/** From staging to production, of 1.9.0. */
export function transition(overrides: Partial<Transition> = {}): Transition {
  return {
    from: 'staging',
    to: 'production',
    mode: 'pullRequest',
    version: '1.9.0',
    state: 'available',
    reason: null,
    promotion: null,
    last: null,
    actions: [],
    commit: null,
    run: null,
    isPermitted: true,
    problem: null,
    ...overrides,
  };
}

export function plan(overrides: Partial<PromotionPlan> = {}): PromotionPlan {
  return {
    id: 'plan-1',
    service: paymentsRef,
    kind: 'promotion',
    from: 'staging',
    to: 'production',
    versions: [
      { name: 'registry.example.com/payments', from: '1.8.2', to: '1.9.0' },
    ],
    version: '1.9.0',
    running: '1.8.2',
    healthySince: ago({ d: 2, h: 4 }),
    changes: [
      {
        repository: 'platform/gitops',
        url: 'https://git.example.com/platform/gitops',
        branch: 'main',
        base: 'b7e02d1850e387550fdab836ed7e6dc881de2300',
        files: [
          {
            path: 'apps/payments/envs/production/kustomization.yaml',
            hunks: [
              [
                { kind: 'context', text: 'images:', before: 4, after: 4 },
                {
                  kind: 'context',
                  text: '  - name: registry.example.com/payments',
                  before: 5,
                  after: 5,
                },
                {
                  kind: 'removed',
                  text: '    newTag: "1.8.2"   # promoted by pull request',
                  before: 6,
                  after: null,
                },
                {
                  kind: 'added',
                  text: '    newTag: "1.9.0"   # promoted by pull request',
                  before: null,
                  after: 6,
                },
                { kind: 'context', text: 'patches:', before: 7, after: 7 },
              ],
            ],
          },
        ],
      },
    ],
    gates: [
      {
        gate: 'migration',
        result: 'warn',
        sentence:
          '1.9.0 adds 1 migration (0017_add_currency.sql). It runs before the workload; if it fails, 1.8.2 keeps running.',
        canOverride: false,
      },
      {
        gate: 'health',
        result: 'pass',
        sentence: 'Only 1.9.0 runs in staging, synced and healthy.',
        canOverride: false,
      },
      {
        gate: 'soak-time',
        result: 'pass',
        sentence: 'Healthy in staging for 2 d 4 h, 24 h are required.',
        canOverride: false,
      },
    ],
    canOverride: false,
    consequence:
      'Opens a pull request in platform/gitops. Someone else reviews it; merging deploys.',
    underWay: null,
    ...overrides,
  };
}

export const frozen = plan({
  gates: [
    {
      gate: 'freeze',
      result: 'block',
      sentence:
        'production is frozen until Monday at 07:00 (weekend freeze, Europe/Berlin).',
      canOverride: true,
    },
    ...plan().gates,
  ],
});

/** The service whose 1.9.0 may go to production. */
export const promotable = service({
  environments: [
    environment('dev', { running: '1.9.1', wanted: '1.9.1' }),
    environment('staging', { running: '1.9.0', wanted: '1.9.0' }),
    environment('production', { running: '1.8.2', wanted: '1.8.2' }),
  ],
});
