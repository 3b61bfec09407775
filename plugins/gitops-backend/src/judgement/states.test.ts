import { recordedState } from '../__testUtils__/recordedState';
import { judge } from './judge';

/** Shortly after the states were recorded. */
const now = Date.parse('2026-11-28T01:35:00Z');

const deny = { kind: 'deny', schedule: '* * * * *', duration: '1h' };
const windows = {
  syncWindows: { activeWindows: [deny], assignedWindows: [deny] },
};

/** file, state, code, running, wanted, whether nothing runs, reason */
const states: [
  string,
  string,
  string | null,
  string | null,
  string | null,
  boolean,
  string | null,
][] = [
  [
    'zero-dev',
    'healthy',
    'scaledToZero',
    null,
    '1.4.0',
    true,
    'Deployment zero is scaled to zero.',
  ],
  [
    'cron-dev',
    'healthy',
    'scheduled',
    null,
    '1.6.0',
    true,
    '1.6.0 runs by schedule (0 3 * * *).',
  ],
  [
    'sts-dev',
    'healthy',
    'replacedOnDelete',
    '1.0.0',
    '1.1.0',
    false,
    '1.1.0 is applied to StatefulSet sts. Its pods are replaced only when somebody deletes them (OnDelete).',
  ],
  ['sidecar-dev', 'healthy', null, '1.0.0', '1.0.0', false, null],
  [
    'image-dev-progressing',
    'degraded',
    'imagePull',
    '1.0.0',
    '1.2.0',
    false,
    'The pod of 1.2.0 can\'t pull the image: Back-off pulling image "registry.example.com/image:1.2.0": not found. 1 pod of 1.0.0 still serves requests.',
  ],
  [
    'image-dev-degraded',
    'degraded',
    'imagePull',
    '1.0.0',
    '1.1.0',
    false,
    'The pod of 1.1.0 can\'t pull the image: Back-off pulling image "registry.example.com/image:1.1.0": not found. 1 pod of 1.0.0 still serves requests.',
  ],
  [
    'rollout4-dev-progressing',
    'deploying',
    'podsNotReady',
    '1.5.0',
    '1.7.0',
    false,
    '0 of 2 pods of 1.7.0 are ready. 3 pods of 1.5.0 still serve requests.',
  ],
  [
    'rollout4-dev-degraded',
    'degraded',
    'podsNotReady',
    '1.5.0',
    '1.6.0',
    false,
    '0 of 2 pods of 1.6.0 are ready: Deployment "rollout4" exceeded its progress deadline. 3 pods of 1.5.0 still serve requests.',
  ],
  [
    'reviews-preprod',
    'degraded',
    'crashLoop',
    '1.5.9',
    '1.5.9',
    false,
    'The pod of 1.5.9 keeps crashing: back-off 5m0s restarting failed container=app. 1 older pod of 1.5.9 still serves requests.',
  ],
  [
    'ledger-staging',
    'degraded',
    'podsNotReady',
    '1.7.10',
    '1.7.10',
    false,
    '0 of 1 pods of 1.7.10 are ready: Deployment "ledger" exceeded its progress deadline. 1 older pod of 1.7.10 still serves requests.',
  ],
  [
    'webhooks-test',
    'degraded',
    'imagePull',
    '1.8.11',
    '1.8.11',
    false,
    'The pod of 1.8.11 can\'t pull the image: Back-off pulling image "registry.example.com/webhooks:1.8.11": not found. 1 older pod of 1.8.11 still serves requests.',
  ],
  [
    'ingress-dev',
    'waiting',
    'resourceNotReady',
    '1.0.0',
    '1.0.0',
    false,
    'Ingress ingress is not ready.',
  ],
  [
    'prune-dev',
    'outOfSync',
    'pruningOff',
    '1.0.0',
    '1.0.0',
    false,
    'ConfigMap old is no longer in Git and stays in the cluster: automatic pruning is off.',
  ],
  [
    'wipe-dev',
    'outOfSync',
    'syncRefused',
    '1.0.0',
    null,
    false,
    'Deployment wipe is no longer in Git, and Argo CD does not sync it: Skipping sync attempt to [1488abb09d2708a96446c2e0bd01c8f26ddecc7e]: auto-sync will wipe out all resources.',
  ],
  [
    'window-dev',
    'outOfSync',
    'syncWindow',
    '1.0.0',
    '1.1.0',
    false,
    'Deployment window differs from Git: a sync window keeps Argo CD from syncing it.',
  ],
  [
    'presync-dev',
    'deploying',
    'migrationFailed',
    '1.0.0',
    '1.1.0',
    false,
    'The migration of 1.1.0 failed (Job presync-migrate): Job has reached the specified backoff limit. Retry 4 of 5. 1.0.0 still runs. Deployment presync was not touched.',
  ],
  [
    'postsync-dev',
    'failed',
    'hookFailed',
    '1.1.0',
    '1.1.0',
    false,
    'The PostSync hook failed (Job smoke): Job has reached the specified backoff limit. 1.1.0 runs.',
  ],
  [
    'finalizer-dev',
    'degraded',
    'deletionHangs',
    null,
    '1.0.0',
    true,
    'The deletion is stuck at ConfigMap stuck: Pending deletion.',
  ],
];

describe('States of a real Argo CD 3.5.1', () => {
  it.each(states)(
    'judges %s as %s with cause %s',
    async (file, state, code, running, wanted, nothingRuns, reason) => {
      const entry = await recordedState(
        file,
        file === 'window-dev' ? windows : {},
        now,
      );
      const judged = judge(entry, now);
      expect({
        state: judged.state,
        code: judged.cause?.code ?? null,
        running: judged.running,
        wanted: judged.wanted,
        nothingRuns: judged.nothingRuns,
        reason: judged.reason,
      }).toEqual({ state, code, running, wanted, nothingRuns, reason });
    },
  );
});
