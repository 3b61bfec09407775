import { mockCredentials } from '@backstage/backend-test-utils';
import { capturingAuditor } from '../__testUtils__/capturingAuditor';
import type { PromotionSettings } from '../environments/PromotionSettings';
import { GitHostError, WorkflowRun } from 'backstage-plugin-gitops-node';
import { NOW } from '../promotions/__testUtils__/samples';
import type { StoredFreeze } from '../promotions/freezes/StoredFreeze';
import type { VersionRan } from '../promotions/plan/VersionHistory';
import { Rights } from './Rights';
import { WorkflowCalls } from './WorkflowCalls';

const ana = mockCredentials.user('user:default/ana');
const run = {
  service: 'component:default/orders',
  to: 'staging',
  version: '1.4.0',
};
const environments = [{ environment: 'staging', applications: [{}] }];
const seen = {
  entity: { metadata: { name: 'orders' } },
  query: { service: run.service },
  answer: { deployments: { environments } },
};
const named: NonNullable<PromotionSettings['workflow']> = {
  file: 'promote.yaml',
  repository: 'https://git.example.com/platform/gitops',
  inputs: { app: '{service}', tag: 'v{version}', to: '{environment}' },
};

function calls(
  given: {
    settings?: Partial<PromotionSettings>;
    isPermitted?: boolean;
    dispatch?: () => Promise<void>;
    workflows?: undefined;
    sources?: { repository: string; chart?: string }[];
    freezes?: StoredFreeze[];
    runs?: () => Partial<WorkflowRun>[];
    /** Environments before, which the service has none of by default */
    before?: object[];
    ran?: VersionRan[];
    /** Permissions that the caller lacks */
    refuses?: string;
  } = {},
) {
  const clock = { now: NOW };
  const started = new Map<string, number>();
  const { events, auditor } = capturingAuditor();
  const dispatch = jest.fn(given.dispatch ?? (async () => {}));
  const asked: string[] = [];
  const changed: string[] = [];
  const settings = {
    mode: 'workflow',
    freezes: [],
    workflow: named,
    ...given.settings,
  };
  const rights = new Rights({
    caller: 'user:default/ana',
    subject: {
      service: run.service,
      claimsIn: () => [],
      refusal: () => undefined,
    },
    holds: ({ name }) => (given.isPermitted ?? true) && name !== given.refuses,
  });
  const workflowCalls = new WorkflowCalls({
    gitops: {
      application: () => ({ sources: given.sources ?? [] }),
      environments: {
        all: () => [
          { name: 'dev', from: [] },
          { name: 'staging', from: ['dev'] },
        ],
      },
    } as never,
    history: { runs: async () => given.ran ?? [] },
    access: { rights: async () => rights } as never,
    allowed: {
      service: async () => ({
        ...seen,
        answer: {
          deployments: {
            environments: [...environments, ...(given.before ?? [])],
          },
        },
      }),
    } as never,
    auditor: auditor as never,
    freezes: { of: async () => given.freezes ?? [] },
    starts: {
      async begin({ key }, after) {
        const known = started.get(key);
        if (known !== undefined && known !== after) return known;
        started.set(key, clock.now);
        return undefined;
      },
      async forget(key) {
        started.delete(key);
      },
    },
    onChange: service => changed.push(service),
    now: () => clock.now,
    settingsOf: () => settings as PromotionSettings,
    repositoryOf: url => {
      asked.push(url);
      return {
        name: 'platform/gitops',
        get: async () => ({ defaultBranch: 'trunk' }),
        url: 'https://git.example.com/platform/gitops',
        workflows:
          'workflows' in given
            ? undefined
            : { dispatch, runs: async () => given.runs?.() ?? [] },
      } as never;
    },
  });
  return { workflowCalls, dispatch, events, asked, changed, clock };
}

it('has the host run the workflow for the version, and writes down who asked', async () => {
  const { workflowCalls, dispatch, events, changed } = calls();
  await workflowCalls.run(run, ana);
  expect(changed).toEqual([run.service]);
  expect(dispatch).toHaveBeenCalledWith(
    {
      file: 'promote.yaml',
      ref: 'trunk',
      inputs: { app: 'orders', tag: 'v1.4.0', to: 'staging' },
    },
    { signal: expect.any(AbortSignal) },
  );
  expect(events).toEqual([
    {
      eventId: 'workflow-run',
      meta: { ...run, by: 'user:default/ana', made: true },
      outcome: 'success',
    },
  ]);
});

it('writes down what failed, and says it', async () => {
  const { workflowCalls, events } = calls({
    dispatch: async () => {
      throw new Error('The workflow has no dispatch trigger');
    },
  });
  await expect(workflowCalls.run(run, ana)).rejects.toThrow('no dispatch');
  expect(events[0].outcome).toBe('The workflow has no dispatch trigger');
});

it('takes the repository that the manifests come from where none is named', async () => {
  const { workflowCalls, asked } = calls({
    settings: { workflow: { ...named, repository: undefined, ref: 'main' } },
    sources: [
      { repository: 'https://charts.example.com', chart: 'service' },
      { repository: 'https://git.example.com/team/deploy' },
    ],
  });
  await workflowCalls.run(run, ana);
  expect(asked).toEqual(['https://git.example.com/team/deploy']);
});

it.each([
  ['without the permission', { isPermitted: false }, 'gitops.workflow.run'],
  [
    'where versions arrive otherwise',
    { settings: { mode: 'pullRequest' as const } },
    'staging has no workflow: name it under gitops.environments, promotion.workflow',
  ],
  [
    'where nothing tells of a repository',
    { settings: { workflow: { ...named, repository: undefined } } },
    "It isn't known which repository has the workflow",
  ],
  [
    'on a host that has none',
    { workflows: undefined },
    'platform/gitops: this Git host has no workflows that could be run',
  ],
])('runs nothing %s', async (_, given, message) => {
  const { workflowCalls, dispatch } = calls(given);
  await expect(workflowCalls.run(run, ana)).rejects.toThrow(message);
  expect(dispatch).not.toHaveBeenCalled();
});

describe('While the environment is frozen', () => {
  const incident: StoredFreeze = {
    id: '3f6f0b0e-8f0a-4a53-9f77-0b8f0f6b9b11',
    services: ['component:default/orders'],
    environments: ['staging'],
    reason: 'Incident 4711',
    from: '2026-11-23T05:00:00.000Z',
    timeZone: 'UTC',
    createdBy: { ref: 'user:default/bo', name: 'Bo Ek' },
    createdAt: '2026-11-23T05:00:00.000Z',
  };
  const weekend = {
    title: 'Weekend',
    schedule: '0 5 * * 1',
    durationMs: 12 * 3_600_000,
    timeZone: 'UTC',
  };

  it.each([
    ['by somebody', { freezes: [incident] }, /Incident 4711/],
    [
      'by the configuration',
      { settings: { freezes: [weekend] } },
      /is frozen until .* \(Weekend, UTC\)/,
    ],
  ])('%s, nothing is run, and that is written down', async (_, given, why) => {
    const { workflowCalls, dispatch, events } = calls(given);
    await expect(workflowCalls.run(run, ana)).rejects.toThrow(why);
    expect(dispatch).not.toHaveBeenCalled();
    expect(events[0].outcome).toMatch(why);
  });

  const { service, to } = run;
  const overriding = { ...run, override: ['freeze'], reason: 'The fix of it' };

  it('a plan says so, and whether the caller may override it', async () => {
    const plan = await calls({ freezes: [incident] }).workflowCalls.plan(
      { service, to },
      ana,
    );
    expect(plan).toMatchObject({
      to,
      canOverride: true,
      gates: [{ gate: 'freeze', result: 'block', code: 'frozenByPerson' }],
    });
    const refuses = 'gitops.promotion.override';
    expect(
      await calls({ refuses }).workflowCalls.plan({ service, to }, ana),
    ).toMatchObject({ gates: [], canOverride: false });
    await expect(
      calls({ isPermitted: false }).workflowCalls.plan({ service, to }, ana),
    ).rejects.toThrow('gitops.workflow.run');
  });

  it('people who may override run it all the same, with a reason that is written down', async () => {
    const { workflowCalls, dispatch, events } = calls({ freezes: [incident] });
    const plan = (await workflowCalls.plan({ service, to }, ana)).id;
    await expect(
      workflowCalls.run({ ...overriding, plan, reason: undefined }, ana),
    ).rejects.toThrow('A reason is missing');
    expect(dispatch).not.toHaveBeenCalled();
    await workflowCalls.run({ ...overriding, plan }, ana);
    expect(dispatch).toHaveBeenCalledTimes(1);
    expect(events).toEqual([
      {
        eventId: 'workflow-run',
        meta: {
          ...overriding,
          by: 'user:default/ana',
          made: true,
          overridden: ['freeze'],
        },
        outcome: 'success',
      },
    ]);
  });

  it('people who may not override do not run it', async () => {
    const { workflowCalls, dispatch } = calls({
      freezes: [incident],
      refuses: 'gitops.promotion.override',
    });
    const plan = (await workflowCalls.plan({ service, to }, ana)).id;
    await expect(
      workflowCalls.run({ ...overriding, plan }, ana),
    ).rejects.toThrow('gitops.promotion.override');
    expect(dispatch).not.toHaveBeenCalled();
  });

  it('a freeze that no plan showed is not overridden', async () => {
    const freezes: StoredFreeze[] = [];
    const { workflowCalls, dispatch } = calls({ freezes });
    const plan = (await workflowCalls.plan({ service, to }, ana)).id;
    freezes.push(incident);
    await expect(
      workflowCalls.run({ ...overriding, plan }, ana),
    ).rejects.toThrow('Only what a plan showed can be overridden');
    expect(dispatch).not.toHaveBeenCalled();
  });
});

describe('Asked for twice', () => {
  const ofRuns = (state: WorkflowRun['state']) => () =>
    [
      // Somebody else's, from before
      { state: 'succeeded' as const, startedAt: '2026-11-23T05:30:00Z' },
      { state, startedAt: '2026-11-23T06:00:02Z' },
    ];

  it('runs once while it is being started, or its run is going on', async () => {
    let state: WorkflowRun['state'] = 'waiting';
    const { workflowCalls, dispatch, clock } = calls({
      runs: () => ofRuns(state)(),
    });
    const made = async () => (await workflowCalls.run(run, ana)).made;
    expect(await Promise.all([made(), made()])).toEqual([true, false]);
    clock.now += 60_000;
    expect(await made()).toBe(false);
    state = 'running';
    expect(await made()).toBe(false);
    state = 'failed';
    expect(await made()).toBe(true);
    expect(dispatch).toHaveBeenCalledTimes(2);
  });

  it('runs for each version, and for each who asks', async () => {
    const { workflowCalls, dispatch } = calls();
    await workflowCalls.run(run, ana);
    await workflowCalls.run({ ...run, version: '1.5.0' }, ana);
    await workflowCalls.run(run, mockCredentials.user('user:default/bo'));
    expect(dispatch).toHaveBeenCalledTimes(3);
  });

  it('runs again at once where the host refused it', async () => {
    let isRefused = true;
    const { workflowCalls, dispatch } = calls({
      dispatch: async () => {
        if (isRefused) throw new GitHostError('forbidden', 'It answers 403');
      },
    });
    await expect(workflowCalls.run(run, ana)).rejects.toThrow('403');
    isRefused = false;
    expect(await workflowCalls.run(run, ana)).toEqual({ made: true });
    expect(dispatch).toHaveBeenCalledTimes(2);
  });

  it('does not run again where the answer was lost: it may have begun', async () => {
    const { workflowCalls, dispatch } = calls({
      dispatch: async () => {
        throw new GitHostError('unavailable', 'It answers 503');
      },
    });
    await expect(workflowCalls.run(run, ana)).rejects.toThrow('503');
    expect(await workflowCalls.run(run, ana)).toEqual({ made: false });
    expect(dispatch).toHaveBeenCalledTimes(1);
  });
});

describe('of a version that was never seen', () => {
  const before = [
    {
      environment: 'dev',
      title: 'Dev',
      versions: ['1.5.0'],
      applications: [{}],
    },
  ];
  const refuses = 'gitops.promotion.override';
  const ran: VersionRan = {
    application: 'eu/argocd/orders-dev',
    environment: 'dev',
    version: '1.4.0',
    state: 'healthy',
    since: '2026-11-20T06:00:00.000Z',
    healthySince: '2026-11-20T06:00:00.000Z',
    artifacts: { images: [], revisions: [] },
  };

  it('is refused with why, for those who may not override', async () => {
    const { workflowCalls, dispatch } = calls({ before, refuses });
    await expect(workflowCalls.run(run, ana)).rejects.toThrow(
      '1.4.0 neither runs in Dev nor was it seen healthy there. Running the workflow for it needs gitops.promotion.override in staging',
    );
    expect(dispatch).not.toHaveBeenCalled();
  });

  it.each([
    ['may override', { before }],
    ['was healthy before', { before, refuses, ran: [ran] }],
    [
      'runs before',
      { before: [{ ...before[0], versions: ['1.3.0', '1.4.0'] }], refuses },
    ],
  ])('runs where it %s', async (_, given) => {
    expect(await calls(given).workflowCalls.run(run, ana)).toEqual({
      made: true,
    });
  });
});
