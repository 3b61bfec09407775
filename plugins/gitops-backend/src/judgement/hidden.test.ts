import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordedState } from '../__testUtils__/recordedState';
import { judge } from './judge';

/** Recorded states of which Argo CD hides a part. Its conditions are written as its code does. */

const now = Date.parse('2026-11-28T01:35:00Z');

function recorded(name: string) {
  const file = `../__fixtures__/states-3.5.1/${name}.json`;
  return JSON.parse(readFileSync(join(__dirname, file), 'utf8'));
}

describe('A resource that Argo CD is configured to leave out', () => {
  const warning = (what: string) => [
    {
      type: 'ExcludedResourceWarning',
      message: `Resource ${what} is excluded in the settings`,
    },
  ];

  it('is named, and does not change what is known of the others', async () => {
    const parts = recorded('sidecar-dev');
    parts.get.status.conditions = [
      ...warning('cilium.io/CiliumNetworkPolicy sidecar'),
      ...warning('/Endpoints sidecar'),
    ];
    const found = await recordedState('sidecar-dev', parts, now);
    expect(judge(found, now)).toMatchObject({
      state: 'healthy',
      running: '1.0.0',
      wanted: '1.0.0',
      reason:
        'Argo CD is configured to leave out CiliumNetworkPolicy sidecar and Endpoints sidecar, so it neither applies changes nor shows how they are.',
    });
  });

  it('may run, where it is the workload, and no commit is called its version', async () => {
    const parts = recorded('sidecar-dev');
    parts.list[0].status.summary = {};
    parts.get.status.resources = [];
    parts.get.status.conditions = warning('apps/Deployment sidecar');
    parts.tree = {};
    parts.managedResources = {};
    const found = await recordedState('sidecar-dev', parts, now);
    expect(judge(found, now)).toMatchObject({
      state: 'healthy',
      running: null,
      wanted: null,
      nothingRuns: false,
      reason: expect.stringContaining('Deployment sidecar'),
    });
  });
});

it('A resource that Git has twice is named', async () => {
  const parts = recorded('sidecar-dev');
  parts.get.status.conditions = [
    {
      type: 'RepeatedResourceWarning',
      message:
        'Resource apps/Deployment/exp-sidecar/sidecar appeared 2 times among application resources.',
    },
  ];
  const found = await recordedState('sidecar-dev', parts, now);
  expect(judge(found, now).reason).toBe(
    'Git asks for Deployment sidecar 2 times; Argo CD applies one of them.',
  );
});

describe('Runs whose Pods Argo CD does not show', () => {
  const cron = (status: object, spec: object = {}) => {
    const parts = recorded('cron-dev');
    const [item] = parts.managedResources.items;
    const live = JSON.parse(item.liveState);
    Object.assign(live.spec, spec);
    item.liveState = JSON.stringify({ ...live, status });
    return parts;
  };

  it.each([
    ['one is under way', { active: [{ kind: 'Job', name: 'cron-1' }] }],
    [
      'there was one, and the next may have begun',
      {
        lastScheduleTime: '2026-11-28T01:30:00Z',
      },
    ],
  ])('of a CronJob may be there where %s', async (_, status) => {
    const found = await recordedState('cron-dev', cron(status), now);
    expect(judge(found, now)).toMatchObject({
      state: 'healthy',
      running: null,
      wanted: '1.6.0',
      nothingRuns: false,
      reason: '1.6.0 runs by schedule (0 3 * * *).',
    });
  });

  it('of a CronJob that is suspended do not begin', async () => {
    const parts = cron(
      { lastScheduleTime: '2026-11-28T01:30:00Z' },
      { suspend: true },
    );
    const found = await recordedState('cron-dev', parts, now);
    expect(judge(found, now)).toMatchObject({
      nothingRuns: true,
      reason: 'CronJob cron is suspended, so no run starts.',
    });
  });

  const job = (status: object) => {
    const parts = recorded('cron-dev');
    const [cronItem] = parts.managedResources.items;
    const { spec } = JSON.parse(cronItem.liveState);
    const manifest = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'cron' },
      spec: spec.jobTemplate.spec,
    };
    parts.managedResources.items = [
      {
        ...cronItem,
        kind: 'Job',
        targetState: JSON.stringify(manifest),
        liveState: JSON.stringify({ ...manifest, status }),
      },
    ];
    for (const one of [parts.get.status.resources[0], parts.tree.nodes[0]])
      Object.assign(one, { kind: 'Job', health: { status: 'Progressing' } });
    for (const { status: known } of [parts.list[0], parts.get])
      known.health = { status: 'Progressing' };
    return parts;
  };

  it('of a Job run its version, as its template can not change', async () => {
    const parts = job({ active: 1, ready: 1 });
    const found = await recordedState('cron-dev', parts, now);
    expect(judge(found, now)).toMatchObject({
      running: '1.6.0',
      nothingRuns: false,
    });
  });

  it('may be there where the workloads can not be read', async () => {
    const found = await recordedState('cron-dev', {}, now);
    const diagnosis = { ...found.diagnosis!, workloads: undefined };
    expect(judge({ ...found, diagnosis }, now)).toMatchObject({
      running: null,
      nothingRuns: false,
    });
  });

  it('of a Job may be there where none is ready yet', async () => {
    const found = await recordedState('cron-dev', job({ active: 1 }), now);
    expect(judge(found, now)).toMatchObject({
      running: null,
      nothingRuns: false,
    });
  });
});
