import {
  consequenceSentence,
  GateAnswer,
  GateReason,
  gateSentence,
  PlanConsequence,
  PlanConsequenceReason,
  Promotion,
  PromotionCause,
  PromotionItem,
  promotionSentence,
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
    gates: [],
    others: 0,
    ...overrides,
  };
}

const mergedPullRequest = pullRequest({
  state: 'merged',
  mergeCommit: 'b7e02d1850e387550fdab836ed7e6dc881de2300',
  endedBy: 'Jonas Weber',
});

const weekendFreeze = {
  environment: 'production',
  title: 'weekend freeze',
  timeZone: 'Europe/Berlin',
  until: '2026-11-30T06:00:00.000Z',
};

/** What a gate answers; a block can be overridden. */
export function gateAnswer(
  gate: string,
  result: GateAnswer['result'],
  reason: GateReason,
): GateAnswer {
  return {
    gate,
    result,
    ...reason,
    sentence: gateSentence(reason),
    canOverride: result === 'block',
  };
}

export function consequence(reason: PlanConsequenceReason): PlanConsequence {
  return { ...reason, sentence: consequenceSentence(reason) };
}

const arrival = { version: '1.9.0', environment: 'production' };
const waitsForReview: PromotionCause = {
  code: 'waitsForReview',
  params: {
    pullRequests: ['platform/gitops #431'],
    approvedBy: [],
    isChanged: false,
    hasConflicts: false,
  },
};

/** Why a promotion is in its state, as data and as text. */
export function because(
  cause: PromotionCause,
): Pick<Promotion, 'cause' | 'sentence'> {
  return { cause, sentence: promotionSentence(cause) };
}

/** What the reader may do with a promotion: nothing but these. */
export function can(...what: (keyof Promotion['can'])[]): Promotion['can'] {
  const nothing = {
    close: false,
    retry: false,
    rollback: false,
    merge: false,
    stopFollowing: false,
  };
  return what.reduce((all, one) => ({ ...all, [one]: true }), nothing);
}

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
    ...because(waitsForReview),
    obstacle: null,
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
    release: null,
    waves: [],
    applications: [
      {
        name: 'payments-production',
        url: 'https://argocd.example.com/applications/argocd/payments-production',
      },
    ],
    can: can(),
    ...overrides,
  };
}

/** One promotion in each state that it can be in. */
export const promotionIn = {
  requested: promotion({
    state: 'requested',
    ...because({ code: 'opening', params: arrival }),
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
    can: can('close'),
    overridden: true,
    gates: [
      gateAnswer('freeze', 'block', {
        code: 'frozen',
        params: weekendFreeze,
      }),
    ],
  }),
  merged: promotion({
    state: 'merged',
    ...because({
      code: 'merged',
      params: { pullRequests: ['platform/gitops #431'], by: ['Jonas Weber'] },
    }),
    pullRequests: [mergedPullRequest],
    requestedAt: ago({ min: 32 }),
    openedAt: ago({ min: 27 }),
    mergedAt: ago({ s: 40 }),
  }),
  deploying: promotion({
    state: 'deploying',
    ...because({ code: 'rollingOut', params: { version: '1.9.0' } }),
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
    ...because({ code: 'arrived', params: arrival }),
    pullRequests: [mergedPullRequest],
    requestedAt: ago({ min: 35 }),
    openedAt: ago({ min: 30 }),
    mergedAt: ago({ min: 4 }),
    deployingAt: ago({ min: 1, s: 46 }),
    endedAt: ago({ s: 12 }),
    can: can('rollback'),
  }),
  failed: promotion({
    state: 'failed',
    ...because({
      code: 'deploymentFailed',
      params: {
        cause: { code: 'syncFailed', params: {} },
        remarks: [{ code: 'stillRuns', params: { version: '1.8.2' } }],
      },
    }),
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
    can: can('retry', 'rollback'),
  }),
  closed: promotion({
    state: 'closed',
    ...because({
      code: 'closedUnmerged',
      params: {
        pullRequests: ['platform/gitops #431'],
        by: ['Jonas Weber'],
        environment: 'production',
        previous: '1.8.2',
        merged: [],
      },
    }),
    pullRequests: [pullRequest({ state: 'closed', endedBy: 'Jonas Weber' })],
    requestedAt: ago({ h: 2 }),
    openedAt: ago({ h: 2 }),
    endedAt: ago({ min: 4 }),
    can: can('retry'),
  }),
  superseded: promotion({
    state: 'superseded',
    ...because({
      code: 'closedForAnother',
      params: {
        pullRequests: ['platform/gitops #431'],
        environment: 'production',
        previous: '1.8.2',
        merged: [],
      },
    }),
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
    automatic: null,
    mayResume: false,
    promotion: null,
    last: null,
    commit: null,
    run: null,
    started: null,
    isPermitted: true,
    mayOverride: false,
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
    target: environment('production', { running: '1.8.2', wanted: '1.8.2' }),
    seen: { isRunning: true, healthyForMs: 52 * 3_600_000, until: null },
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
      gateAnswer('migration', 'warn', {
        code: 'migrationsRun',
        params: {
          resources: ['Job payments-migrate'],
          version: '1.9.0',
          running: '1.8.2',
        },
      }),
      gateAnswer('health', 'pass', {
        code: 'onlyVersionRuns',
        params: { source: 'staging', version: '1.9.0' },
      }),
      gateAnswer('soak-time', 'pass', {
        code: 'soaked',
        params: {
          source: 'staging',
          healthyForMs: 52 * 3_600_000,
          requiredMs: 24 * 3_600_000,
        },
      }),
    ],
    canOverride: false,
    consequence: consequence({
      code: 'opensPullRequest',
      params: { repositories: ['platform/gitops'], deploysOnMerge: true },
    }),
    underWay: null,
    ...overrides,
  };
}

export const frozen = plan({
  gates: [
    gateAnswer('freeze', 'block', { code: 'frozen', params: weekendFreeze }),
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

/** Of a promotion that the portal requested by itself. */
export const byPortal: Pick<Promotion, 'requestedBy' | 'reason' | 'automatic'> =
  {
    requestedBy: { ref: 'auto:gitops', name: 'Automatic promotion' },
    reason:
      'Requested automatically: the gates of Production pass for 1.9.0, which is healthy in Staging.',
    automatic: {
      code: 'gatesPass',
      params: {
        version: '1.9.0',
        source: 'Staging',
        environment: 'Production',
        healthySince: null,
      },
    },
  };

/** A promotion as lists have it. */
export function itemOf(one: Promotion): PromotionItem {
  const { id, kind, service: ref, from, to, version, previous, state } = one;
  const { requestedBy, requestedAt, endedAt, reason, pullRequests } = one;
  return {
    ...{ id, kind, service: ref, from, to, version, previous, state },
    ...{ requestedBy, requestedAt, reason },
    ...(one.automatic && { automatic: one.automatic }),
    since: endedAt ?? one.deployingAt ?? one.mergedAt ?? requestedAt,
    ...(endedAt && { endedAt }),
    pullRequests: pullRequests.map(({ repository, number, url }) => ({
      repository,
      ...(number !== null && { number }),
      ...(url !== null && { url }),
    })),
  };
}
