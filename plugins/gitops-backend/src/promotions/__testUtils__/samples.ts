import {
  ApplicationDeployment,
  EnvironmentDeployment,
  PromotionCause,
  promotionSentence,
  SecretKeyDetail,
} from 'backstage-plugin-gitops-common';
import type { PromotionSettings } from '../../environments/PromotionSettings';
import type { Gate, GateContext } from '../gates/Gate';
import { answerOf } from '../gates/gates';
import { versionSeen } from '../plan/versionSeen';
import type { PromotionRecord } from '../store/Records';
import type {
  PromotionTarget,
  StoredPromotion,
  StoredPullRequest,
} from '../StoredPromotion';

/** A Monday. */
export const NOW = Date.parse('2026-11-23T06:00:00Z');

export const REPOSITORY = 'https://git.example.com/platform/gitops.git';
export const IMAGE = 'registry.example.com/payments';

/** An Application that is well, but for what is given. */
export function deployment(
  given: Partial<ApplicationDeployment> = {},
): ApplicationDeployment {
  const version = given.running === undefined ? '1.4.0' : given.running;
  return {
    instance: 'eu-central',
    namespace: 'argocd',
    name: 'payments-production',
    project: 'team-a',
    state: 'healthy',
    cause: null,
    remarks: [],
    reason: null,
    since: '2026-11-21T02:00:00Z',
    versions: version?.split(', ') ?? [],
    running: version,
    wanted: version,
    nothingRuns: version === null,
    staleSince: null,
    sync: 'Synced',
    health: 'Healthy',
    operationPhase: 'Succeeded',
    revision: 'a'.repeat(40),
    images: version === null ? [] : [`${IMAGE}:${version}`],
    url: 'https://argocd.example.com/applications/payments-production',
    ...given,
  };
}

/** An environment with one Application that is well, but for what is given. */
export function environment(
  name: string,
  {
    title,
    applications,
    environment: _,
    ...given
  }: Partial<EnvironmentDeployment> = {},
): EnvironmentDeployment {
  const application = deployment({ name: `payments-${name}`, ...given });
  const { state, cause, remarks, reason, since } = application;
  const { versions, running, wanted, nothingRuns, staleSince } = application;
  return {
    environment: name,
    title: title ?? name[0].toUpperCase() + name.slice(1),
    state,
    cause,
    remarks,
    reason,
    since,
    versions,
    running,
    wanted,
    nothingRuns,
    staleSince,
    applications: applications ?? [application],
  };
}

export function settings(
  given: Partial<PromotionSettings> = {},
): PromotionSettings {
  return {
    mode: 'pullRequest',
    freezes: [],
    labels: [],
    reviewers: [],
    keepUpToDate: false,
    fourEyes: false,
    servicesMaySet: [],
    ...given,
  };
}

/**
 * 1.5.0 from staging to production, where 1.4.0 runs: nothing speaks against it but what is given.
 */
export function gateContext(given: Partial<GateContext> = {}): GateContext {
  const { version = '1.5.0', now = NOW } = given;
  const source = given.source ?? environment('staging', { running: '1.5.0' });
  return {
    now,
    kind: 'promotion',
    service: 'payments',
    version,
    source,
    seen: versionSeen(source, version, [], now),
    skipped: [],
    target: environment('production', { running: '1.4.0' }),
    settings: settings(),
    freezes: [],
    changedFiles: 1,
    versions: [{ name: IMAGE, from: '1.4.0', to: '1.5.0' }],
    reach: { value: [] },
    writtenOtherwise: [],
    syncWindows: { value: [] },
    notAutomated: [],
    secretKeys: { value: { source: [], target: [] } },
    migrations: { value: [] },
    past: [],
    isPermitted: true,
    ...given,
  };
}

/** What a gate answers, with its sentence. */
export function ask(gate: Gate, given: Partial<GateContext> = {}) {
  const verdict = gate.check(gateContext(given));
  return verdict && answerOf(gate.name, verdict);
}

export function secretKey(
  key: string,
  given: Partial<SecretKeyDetail> = {},
): SecretKeyDetail {
  return {
    externalSecret: 'payments',
    key,
    remoteKey: 'production/payments',
    remoteProperty: null,
    store: 'secrets-manager',
    state: 'ready',
    refreshedAt: null,
    ...given,
  };
}

export function target(given: Partial<PromotionTarget> = {}): PromotionTarget {
  return {
    instance: 'eu-central',
    namespace: 'argocd',
    name: 'payments-production',
    repositoryUrl: REPOSITORY,
    base: 'main',
    versions: [{ name: IMAGE, to: '1.5.0', inSpec: false }],
    ...given,
  };
}

export function promotion(
  given: Partial<StoredPromotion> = {},
): StoredPromotion {
  const {
    state = 'requested',
    cause = {
      code: 'opening',
      params: { version: '1.5.0', environment: 'production' },
    },
    requestedAt = '2026-11-23T05:00:00.000Z',
  } = given;
  return {
    id: '7b5f2a52-0b1f-4e29-9f0e-5b8f6f9d1c11',
    kind: 'promotion',
    service: 'component:default/payments',
    from: 'staging',
    to: 'production',
    version: '1.5.0',
    previous: '1.4.0',
    versions: [{ name: IMAGE, from: '1.4.0', to: '1.5.0' }],
    targets: [target()],
    gates: [],
    state,
    cause,
    passed: [{ state, cause, at: requestedAt }],
    announced: 0,
    requestedBy: 'user:default/ana',
    requestedByName: 'Ana Lima',
    reason: 'Fixes the rounding of refunds',
    overridden: false,
    waves: [],
    requestedAt,
    attempts: 0,
    ...given,
  };
}

export function pullRequest(
  given: Partial<StoredPullRequest> = {},
): StoredPullRequest {
  return {
    id: 'c1a1c2b8-6df5-47f2-8d9d-6a4ff0d7c0aa',
    repositoryUrl: REPOSITORY,
    repository: 'platform/gitops',
    base: 'main',
    baseSha: 'b'.repeat(40),
    branch: 'gitops/promote/payments/production/7b5f2a52',
    files: new Map(),
    message: 'Promote payments 1.5.0 to production',
    title: 'Promote payments 1.5.0 to production',
    body: '',
    labels: [],
    reviewers: [],
    reviewerRefs: [],
    isKeptUpToDate: false,
    state: 'planned',
    attempts: 0,
    ...given,
  };
}

/** A pull request as it is while it waits. */
export function openPullRequest(
  given: Partial<StoredPullRequest> = {},
): StoredPullRequest {
  return pullRequest({
    state: 'open',
    number: 12,
    url: 'https://git.example.com/platform/gitops/pulls/12',
    head: 'c'.repeat(40),
    openedAt: '2026-11-23T05:01:00.000Z',
    refused: [],
    observed: { head: 'c'.repeat(40), base: 'main' },
    ...given,
  });
}

export function record(
  given: Partial<StoredPromotion> = {},
  pullRequests: StoredPullRequest[] = [openPullRequest()],
): PromotionRecord {
  return { promotion: promotion(given), pullRequests };
}

/** A promotion with what people read of it. */
export function said(
  one: StoredPromotion,
): StoredPromotion & { sentence: string; problem?: string } {
  return {
    ...one,
    sentence: promotionSentence(one.cause),
    ...(one.obstacle && { problem: promotionSentence(one.obstacle) }),
  };
}

/** What a Git host said that is in the way. */
export function hostSays(detail: string): PromotionCause {
  return { code: 'gitHostSays', params: { detail } };
}
