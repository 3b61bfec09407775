import { mockCredentials } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import type {
  Promotion,
  PromotionPlan,
  PromotionRequest,
  Transition,
} from 'backstage-plugin-gitops-common';
import {
  environment,
  openPullRequest,
  pullRequest,
  record,
} from '../promotions/__testUtils__/samples';
import { differenceOf } from '../promotions/plan/difference';
import { presentPromotion } from '../api/promotions/present';
import type { AgentActionsOptions } from './AgentActionsOptions';
import { registerActions } from './registerActions';

const SERVICE = 'component:default/payments';
const ROUTE = { service: SERVICE, from: 'staging', to: 'production' };
const ana = mockCredentials.user('user:default/ana');

const promotion: Promotion = presentPromotion(
  record({ state: 'pullRequestOpen' }, [openPullRequest(), pullRequest()]),
  {
    caller: 'user:default/bo',
    may: () => true,
    sees: () => true,
    settingsOf: () => undefined,
    urlOf: () => 'https://argocd.example.com',
    othersIn: () => 0,
  },
);

const plan = {
  id: 'plan-1',
  version: '1.5.0',
  target: { running: '1.4.0' },
  changes: [
    {
      repository: 'platform/gitops',
      files: [differenceOf('a.yaml', 'x: 1\ntag: 1\n', 'x: 1\ntag: 2\n')],
    },
  ],
  gates: [
    { gate: 'freeze', result: 'block', sentence: 'Frozen.', canOverride: true },
  ],
  underWay: null,
  consequence: { sentence: 'Opens a pull request in platform/gitops.' },
} as unknown as PromotionPlan;

const transition = {
  from: 'staging',
  to: 'production',
  mode: null,
  version: '1.5.0',
  state: 'underWay',
  reason: null,
  promotion,
  isPermitted: true,
  automatic: null,
  mayResume: false,
  problem: null,
} as unknown as Transition;

/** The calls of the API: Ben is refused, as they refuse him. */
function setUp(shown: Transition = transition) {
  const registry = actionsRegistryServiceMock();
  const requested: PromotionRequest[] = [];
  const permit = (credentials: BackstageCredentials) => {
    const { principal } = credentials as typeof ana;
    if (principal.userEntityRef === 'user:default/ben')
      throw new NotAllowedError(
        'You may not do that (gitops.promotion.create)',
      );
  };
  const closed: string[] = [];
  const calls: AgentActionsOptions['calls'] = {
    reads: {
      async get(id, credentials) {
        permit(credentials);
        if (id !== promotion.id) throw new NotFoundError(`No promotion ${id}`);
        return promotion;
      },
      async list(_, credentials) {
        permit(credentials);
        return [promotion];
      },
    },
    plans: {
      async plan(_, credentials) {
        permit(credentials);
        return plan;
      },
    },
    requests: {
      async promote(request, credentials) {
        permit(credentials);
        requested.push(request);
        return { promotion, made: requested.length === 1 };
      },
    },
    acts: {
      async close(id, credentials) {
        permit(credentials);
        closed.push(id);
        return promotion;
      },
    },
    releases: {
      acts: {
        async close() {
          throw new NotFoundError('None was requested as part of a release');
        },
      },
    },
  };
  registerActions({
    registry,
    calls,
    services: {
      async get(service, credentials) {
        permit(credentials);
        return {
          deployments: {
            service,
            environments: [environment('staging', { running: '1.5.0' })],
            selector: 'app.kubernetes.io/name=payments',
            instances: [],
            problems: [],
            previews: [],
            isRestricted: false,
          },
          transitions: [shown],
          freezes: [],
          actions: {},
          goldenPath: null,
          missing: [],
        };
      },
    },
  });
  const invoke = (
    name: string,
    input: JsonObject,
    credentials: BackstageCredentials = ana,
  ) => registry.invoke({ id: `test:${name}`, input, credentials });
  return { registry, requested, closed, invoke };
}

const inputs: Record<string, JsonObject> = {
  'list-deployments': { service: SERVICE },
  'plan-promotion': ROUTE,
  promote: { ...ROUTE, reason: 'Fixes refunds' },
  'promotion-status': { id: promotion.id },
  'list-promotions': { service: SERVICE },
  'withdraw-promotion': { id: promotion.id },
};

describe('the actions', () => {
  it('say which of them change something, and which take something away', async () => {
    const { actions } = await setUp().registry.list();
    expect(
      actions.map(({ name, attributes: { readOnly, destructive } }) => [
        name,
        readOnly,
        destructive,
      ]),
    ).toEqual([
      ['list-deployments', true, false],
      ['plan-promotion', true, false],
      ['promote', false, true],
      ['promotion-status', true, false],
      ['list-promotions', true, false],
      ['withdraw-promotion', false, true],
    ]);
    for (const { schema, description } of actions) {
      expect(schema.input).toHaveProperty('properties');
      expect(description).not.toBe('');
    }
  });

  it.each(['promote', 'withdraw-promotion'])(
    'refuse %s to a service, whatever it may',
    async name => {
      const { invoke, requested, closed } = setUp();
      await expect(
        invoke(name, inputs[name], mockCredentials.service()),
      ).rejects.toThrow("need a person's token");
      expect([...requested, ...closed]).toEqual([]);
    },
  );

  it.each(Object.entries(inputs))(
    'refuse %s to others',
    async (name, input) => {
      const { invoke, requested } = setUp();
      const ben = mockCredentials.user('user:default/ben');
      await expect(invoke(name, input, ben)).rejects.toThrow(
        'You may not do that (gitops.promotion.create)',
      );
      expect(requested).toEqual([]);
    },
  );

  it.each(Object.entries(inputs))(
    'refuse %s where an input is missing',
    async (name, input) => {
      const { invoke, requested } = setUp();
      for (const lacking of Object.keys(input)) {
        const { [lacking]: _, ...rest } = input;
        await expect(invoke(name, rest)).rejects.toThrow('Invalid input');
      }
      expect(requested).toEqual([]);
    },
  );
});

describe('list-deployments', () => {
  it('returns what runs where, and what may move', async () => {
    const { output } = await setUp().invoke('list-deployments', {
      service: SERVICE,
    });
    expect(output).toEqual({
      isRestricted: false,
      isPartial: false,
      problems: [],
      environments: [
        {
          environment: 'staging',
          state: 'healthy',
          reason: null,
          since: '2026-11-21T02:00:00Z',
          versions: ['1.5.0'],
          wanted: '1.5.0',
          nothingRuns: false,
          staleSince: null,
        },
      ],
      transitions: [
        {
          from: 'staging',
          to: 'production',
          mode: 'pullRequest',
          state: 'underWay',
          version: '1.5.0',
          reason: null,
          isPermitted: true,
          automatic: null,
          mayResume: false,
          promotion: promotion.id,
          problem: null,
        },
      ],
    });
  });

  it('tells what is promoted automatically, and why that has stopped', async () => {
    const { invoke } = setUp({
      ...transition,
      automatic: {
        code: 'stoppedAfterFailure',
        params: { version: '1.5.0', environment: 'Production' },
        sentence: 'Automatic promotion stopped: 1.5.0 failed in Production.',
      },
      mayResume: true,
    });
    const { output } = await invoke('list-deployments', { service: SERVICE });
    expect(output).toMatchObject({
      transitions: [
        {
          automatic: 'Automatic promotion stopped: 1.5.0 failed in Production.',
          mayResume: true,
        },
      ],
    });
  });
});

describe('plan-promotion', () => {
  it('returns which lines would change, and what the gates say', async () => {
    const { output } = await setUp().invoke('plan-promotion', ROUTE);
    expect(output).toEqual({
      plan: 'plan-1',
      version: '1.5.0',
      running: '1.4.0',
      isBlocked: true,
      underWay: null,
      files: [
        {
          repository: 'platform/gitops',
          path: 'a.yaml',
          removed: ['tag: 1'],
          added: ['tag: 2'],
        },
      ],
      gates: [{ gate: 'freeze', result: 'block', sentence: 'Frozen.' }],
      consequence: 'Opens a pull request in platform/gitops.',
    });
  });
});

describe('promote', () => {
  it('requests just what it was asked for, and answers the same a second time', async () => {
    const { invoke, requested } = setUp();
    const input = { ...inputs.promote, plan: 'plan-1' };
    expect((await invoke('promote', input)).output).toMatchObject({
      id: promotion.id,
      state: 'pullRequestOpen',
      requestedBy: 'user:default/ana',
      next: expect.stringContaining('address of the pull request'),
      pullRequests: [
        { url: 'https://git.example.com/platform/gitops/pulls/12' },
        { url: null },
      ],
      made: true,
    });
    expect((await invoke('promote', input)).output).toMatchObject({
      made: false,
    });
    expect(requested).toEqual([input, input]);
  });

  it('lets nobody past a gate: what is not described is not passed on', async () => {
    const { invoke, requested } = setUp();
    await invoke('promote', { ...inputs.promote, override: true });
    expect(requested).toEqual([inputs.promote]);
  });

  it.each([
    { reason: '' },
    { reason: 'x'.repeat(2_001) },
    { reason: 7 },
    { service: 'x'.repeat(401) },
    { to: '' },
    { from: 'x'.repeat(64) },
    { plan: 'x'.repeat(101) },
  ])('refuses %j', async odd => {
    const { invoke, requested } = setUp();
    await expect(
      invoke('promote', { ...inputs.promote, ...odd }),
    ).rejects.toThrow('Invalid input');
    expect(requested).toEqual([]);
  });

  it('takes a reason of 2,000 characters', async () => {
    const { invoke, requested } = setUp();
    const reason = 'x'.repeat(2_000);
    await invoke('promote', { ...inputs.promote, reason });
    expect(requested[0].reason).toBe(reason);
  });
});

describe('promotion-status', () => {
  it('returns how far it is', async () => {
    const { output } = await setUp().invoke('promotion-status', {
      id: promotion.id,
    });
    expect(output).toMatchObject({
      id: promotion.id,
      state: 'pullRequestOpen',
      sentence: promotion.sentence,
      problem: null,
      hasEnded: false,
      canWithdraw: true,
      service: SERVICE,
      version: '1.5.0',
      previous: '1.4.0',
      reason: 'Fixes the rounding of refunds',
    });
  });

  it('knows no other', async () => {
    const { invoke } = setUp();
    await expect(invoke('promotion-status', { id: 'another' })).rejects.toThrow(
      'No promotion another',
    );
  });
});

describe('list-promotions', () => {
  it('returns who asked for what, and how it ended', async () => {
    const { output } = await setUp().invoke('list-promotions', {
      service: SERVICE,
    });
    expect(output).toEqual({
      promotions: [
        {
          id: promotion.id,
          kind: 'promotion',
          from: promotion.from,
          to: promotion.to,
          version: '1.5.0',
          previous: '1.4.0',
          state: 'pullRequestOpen',
          sentence: promotion.sentence,
          requestedBy: 'user:default/ana',
          reason: 'Fixes the rounding of refunds',
          requestedAt: promotion.requestedAt,
          endedAt: null,
        },
      ],
    });
  });
});

describe('withdraw-promotion', () => {
  it('withdraws the promotion that is named', async () => {
    const { invoke, closed } = setUp();
    await invoke('withdraw-promotion', { id: promotion.id });
    expect(closed).toEqual([promotion.id]);
  });
});
