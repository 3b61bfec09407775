import type {
  ComparedResource,
  Diagnosis,
  OperationResource,
} from '../../inventory/Diagnosis';
import { diagnose } from '../../diagnosis/diagnose';
import { recordedClient } from '../../__testUtils__/recordedClient';
import { reader, recorded } from '../../__testUtils__/recordings';
import { wavesOf } from './waves';

const signal = new AbortController().signal;

const groupOf = (kind: string) => (kind === 'Deployment' ? 'apps' : '');

function resource(
  kind: string,
  given: Partial<ComparedResource> = {},
): ComparedResource {
  return {
    group: groupOf(kind),
    version: 'v1',
    kind,
    namespace: 'orders',
    name: 'orders',
    wave: 0,
    isHook: false,
    isLeftover: false,
    ...given,
  };
}

function diagnosis(
  resources: ComparedResource[],
  results: (Partial<OperationResource> & { kind: string })[] = [],
): Diagnosis {
  return {
    readAt: 0,
    revisions: [],
    lastDeployed: [],
    conditions: [],
    resources,
    operation: {
      revisions: [],
      retries: 0,
      selfHealAttempts: 0,
      resources: results.map(one => ({
        group: groupOf(one.kind),
        namespace: 'orders',
        name: 'orders',
        images: [],
        ...one,
      })),
    },
  };
}

const statesOf = (of: Diagnosis) =>
  wavesOf(of).map(({ wave, kind, state }) => `${wave} ${kind} ${state}`);

describe('wavesOf', () => {
  it('shows how far the recorded deployment came whose secret was missing', async () => {
    const read = await diagnose(
      recordedClient({
        get: 'get-payments-production',
        tree: 'tree-payments-production',
        managedResources: 'managed-resources-payments-production',
      }),
      reader.read(recorded('get-payments-production')),
      signal,
    );
    const [secret, ...rest] = wavesOf(read);
    expect(secret).toMatchObject({
      wave: -2,
      kind: 'ExternalSecret',
      state: 'failed',
      message: expect.stringContaining('could not get secret data'),
    });
    expect(rest.map(({ state }) => state)).not.toContain('done');
    expect(rest.map(({ wave }) => wave)).toEqual(
      rest.map(({ wave }) => wave).sort((a, b) => a - b),
    );
  });

  it('says nothing of what is not known', () => {
    expect(wavesOf(undefined)).toEqual([]);
  });

  it('shows secrets, hooks and workloads, and of the rest what failed', () => {
    expect(
      statesOf(
        diagnosis(
          [
            resource('Service'),
            resource('ConfigMap'),
            resource('Deployment', { group: 'apps' }),
            resource('ExternalSecret', { wave: -2 }),
            resource('Job', { wave: -1, isHook: true }),
          ],
          [
            { kind: 'Service', status: 'Synced' },
            { kind: 'ConfigMap', status: 'SyncFailed' },
            { kind: 'ExternalSecret', status: 'Synced' },
            { kind: 'Job', phase: 'Succeeded' },
            { group: 'apps', kind: 'Deployment', status: 'Synced' },
          ],
        ),
      ),
    ).toEqual([
      '-2 ExternalSecret done',
      '-1 Job done',
      '0 ConfigMap failed',
      '0 Deployment done',
    ]);
  });

  it.each([
    [undefined, undefined, 'notReached'],
    [undefined, 'Degraded', 'notReached'],
    [{ phase: 'Running' }, undefined, 'running'],
    [{ phase: 'Succeeded' }, undefined, 'done'],
    [{ phase: 'Failed' }, undefined, 'failed'],
    [{ phase: 'Error' }, undefined, 'failed'],
    [{ status: 'Synced' }, 'Healthy', 'done'],
    [{ status: 'Synced' }, 'Progressing', 'running'],
    [{ status: 'Synced' }, 'Degraded', 'failed'],
    [{ status: 'SyncFailed' }, 'Healthy', 'failed'],
  ])('takes %j with health %s for %s', (result, health, expected) => {
    expect(
      wavesOf(
        diagnosis(
          [resource('Job', { isHook: true, health })],
          result ? [{ kind: 'Job', ...result }] : [],
        ),
      )[0].state,
    ).toBe(expected);
  });

  it('does not take a resource of the same name elsewhere for it', () => {
    expect(
      statesOf(
        diagnosis(
          [resource('Deployment', { group: 'apps' })],
          [{ group: 'apps', kind: 'Deployment', namespace: 'other' }],
        ),
      ),
    ).toEqual(['0 Deployment notReached']);
  });

  it('says in one line why', () => {
    const one = resource('Deployment', {
      group: 'apps',
      health: 'Degraded',
      healthMessage: 'Pods crash',
    });
    const reached = { group: 'apps', kind: 'Deployment' };
    expect(wavesOf(diagnosis([one], [reached]))[0].message).toBe('Pods crash');
    // Of what is not reached yet, that is of before
    expect(wavesOf(diagnosis([one]))[0].message).toBeNull();
    expect(
      wavesOf(
        diagnosis(
          [one],
          [
            {
              group: 'apps',
              kind: 'Deployment',
              message: 'exceeded\nits time',
            },
          ],
        ),
      )[0].message,
    ).toBe('exceeded its time');
  });
});
