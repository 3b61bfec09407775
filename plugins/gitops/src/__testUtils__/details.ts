import {
  ApplicationDetails,
  ResourceDetail,
} from 'backstage-plugin-gitops-common';
import { application } from './deployments';

export function details(
  given: Partial<ApplicationDetails> = {},
): ApplicationDetails {
  return {
    deployment: application(),
    source: [],
    links: [],
    automatedSync: true,
    selfHeal: true,
    failureLog: null,
    applicationSet: null,
    applicationSetConditions: [],
    rollingStep: null,
    parent: null,
    goldenPath: null,
    rollouts: [],
    operation: null,
    conditions: [],
    resources: [],
    history: [],
    externalSecrets: [],
    secretKeys: [],
    syncWindows: [],
    unavailable: [],
    ...given,
  };
}

export function resource(given: Partial<ResourceDetail> = {}): ResourceDetail {
  return {
    group: 'apps',
    kind: 'Deployment',
    namespace: 'orders-production',
    name: 'orders',
    wave: 0,
    phase: null,
    startedAt: null,
    hook: null,
    sync: 'Synced',
    health: 'Healthy',
    operationPhase: null,
    isRefused: false,
    message: null,
    images: [],
    ...given,
  };
}

/** The failed migration of 1.6.0, as a real Argo CD tells it: three retries, 1.5.1 still runs. */
export const failedMigration = details({
  deployment: application({
    name: 'orders-production',
    project: 'team-b',
    state: 'failed',
    sync: 'OutOfSync',
    running: '1.5.1',
    wanted: '1.6.0',
    cause: {
      code: 'migrationFailed',
      params: {
        resource: 'Job orders-migrate',
        wave: -1,
        version: '1.6.0',
        detail: 'Job has reached the specified backoff limit',
      },
    },
    remarks: [
      { code: 'stillRuns', params: { version: '1.5.1' } },
      { code: 'notTouched', params: { resources: ['Deployment orders'] } },
    ],
  }),
  operation: {
    phase: 'Failed',
    message:
      'one or more synchronization tasks completed unsuccessfully (retried 3 times).',
    revision: 'cda3a0541c5653b6384a16e196237363cc440650',
    commitUrl: null,
    startedAt: '2026-11-23T05:29:44Z',
    finishedAt: '2026-11-23T05:31:41Z',
    initiatedBy: 'auto-sync',
    retries: 3,
    retryLimit: 3,
  },
  resources: [
    resource({
      group: 'external-secrets.io',
      kind: 'ExternalSecret',
      name: 'orders-secrets',
      wave: -2,
      phase: 'Sync',
      operationPhase: 'Succeeded',
      message: 'secret synced',
    }),
    resource({
      group: 'batch',
      kind: 'Job',
      name: 'orders-migrate',
      wave: -1,
      phase: 'Sync',
      hook: 'Sync',
      sync: null,
      health: 'Degraded',
      operationPhase: 'Failed',
      startedAt: '2026-11-23T05:31:38Z',
      message: 'Job has reached the specified backoff limit',
      images: ['registry.example.com/orders:1.6.0'],
    }),
    resource({ sync: 'OutOfSync' }),
    resource({ group: '', kind: 'Service' }),
  ],
  failureLog: {
    of: 'Job orders-migrate',
    pod: 'orders-migrate-z4gwb',
    container: 'migrate',
    readAt: '2026-11-23T05:31:45.000Z',
    lines: [
      'connecting to postgres',
      'applying 0042_add_orders.sql',
      'ERROR: relation "orders" does not exist',
      'migration failed',
    ],
    problem: null,
    isForbidden: false,
  },
});
