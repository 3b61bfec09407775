import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordedState } from '../__testUtils__/recordedState';
import { judge } from './judge';

/**
 * An Application that is being deleted was recorded; what its hooks look like is by Argo CD's code.
 */

const deletedAt = Date.parse('2026-11-28T01:07:34Z');
const MINUTE = 60_000;

function deletedParts(finalizers: string[]) {
  const file = '../__fixtures__/states-3.5.1/finalizer-dev.json';
  const parts = JSON.parse(readFileSync(join(__dirname, file), 'utf8'));
  parts.get.metadata.finalizers = finalizers.map(
    one => `${one}.argocd.argoproj.io`,
  );
  return parts;
}

function withHook(
  finalizers: string[],
  { status = 'Running' }: { status?: string } = {},
) {
  const parts = deletedParts(finalizers);
  const job = { group: 'batch', kind: 'Job', namespace: 'exp', name: 'backup' };
  const createdAt = '2026-11-28T01:07:35Z';
  parts.tree.nodes.push(
    { ...job, uid: 'j', health: { status: 'Progressing' }, createdAt },
    {
      kind: 'Pod',
      namespace: 'exp',
      name: 'backup-x',
      uid: 'p',
      createdAt,
      parentRefs: [{ ...job, uid: 'j' }],
      info: [{ name: 'Status Reason', value: status }],
      images: ['registry.example.com/backup:3.0.0'],
      health: { status: 'Progressing' },
    },
  );
  return parts;
}

const all = ['pre-delete-finalizer', 'resources-finalizer'];

describe('An Application that is being deleted', () => {
  it.each([
    ['PreDelete', all],
    ['PostDelete', ['post-delete-finalizer']],
  ])(
    'waits for its %s hook, which is named, however long that runs',
    async (hook, finalizers) => {
      const later = deletedAt + 30 * MINUTE;
      const found = await recordedState(
        'finalizer-dev',
        withHook(finalizers),
        later,
      );
      expect(judge(found, later)).toMatchObject({
        state: 'waiting',
        cause: {
          code: 'deletionHookRunning',
          params: { hook, resources: ['Job backup'] },
        },
        reason: `The deletion is waiting for the ${hook} hook Job backup.`,
      });
    },
  );

  it('hangs where the Pod of its PreDelete hook can not run', async () => {
    const later = deletedAt + MINUTE;
    const parts = withHook(all, { status: 'ImagePullBackOff' });
    const found = await recordedState('finalizer-dev', parts, later);
    expect(judge(found, later)).toMatchObject({
      state: 'degraded',
      reason:
        'The deletion is waiting for the PreDelete hook Job backup: ImagePullBackOff.',
    });
  });

  it('waits for a PreDelete hook that Argo CD does not show yet', async () => {
    const found = await recordedState(
      'finalizer-dev',
      deletedParts(all),
      deletedAt,
    );
    expect(judge(found, deletedAt + MINUTE).reason).toBe(
      'The deletion is waiting for a PreDelete hook.',
    );
  });

  it('names the PreDelete hook that failed', async () => {
    const parts = withHook(all);
    parts.get.status.conditions = [
      {
        type: 'DeletionError',
        message:
          'error executing pre-delete hooks: PreDelete hook(s) failed: exp/backup',
      },
    ];
    const found = await recordedState('finalizer-dev', parts, deletedAt);
    expect(judge(found, deletedAt + MINUTE)).toMatchObject({
      state: 'failed',
      cause: {
        code: 'deletionHookFailed',
        params: { hook: 'PreDelete', resources: ['exp/backup'] },
      },
    });
  });

  it('hangs at its resources once its PreDelete hook is done', async () => {
    const later = deletedAt + 30 * MINUTE;
    const parts = withHook([
      'pre-delete-finalizer.argocd.argoproj.io/cleanup',
      'resources-finalizer',
    ]);
    parts.get.metadata.finalizers = [
      'pre-delete-finalizer.argocd.argoproj.io/cleanup',
      'resources-finalizer.argocd.argoproj.io',
    ];
    const found = await recordedState('finalizer-dev', parts, later);
    expect(judge(found, later).reason).toBe(
      'The deletion is stuck at ConfigMap stuck: Pending deletion.',
    );
  });
});
