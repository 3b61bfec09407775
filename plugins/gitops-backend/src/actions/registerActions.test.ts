import { mockCredentials } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import type {
  Promotion,
  PromotionPlan,
  PromotionRequest,
} from 'backstage-plugin-gitops-common';
import type { PromotionCalls } from '../api/PromotionCalls';
import {
  environment,
  openPullRequest,
  pullRequest,
  record,
} from '../promotions/__testUtils__/samples';
import { differenceOf } from '../promotions/plan/difference';
import { presentPromotion } from '../promotions/present';
import { registerActions } from './registerActions';

const SERVICE = 'component:default/payments';
const ROUTE = { service: SERVICE, from: 'staging', to: 'production' };
const ana = mockCredentials.user('user:default/ana');

const promotion: Promotion = presentPromotion(
  record({ state: 'pullRequestOpen' }, [openPullRequest(), pullRequest()]),
  {
    rights: () => true,
    settingsOf: () => undefined,
    urlOf: () => 'https://argocd.example.com',
    othersIn: () => 0,
  },
);

const plan = {
  id: 'plan-1',
  version: '1.5.0',
  running: '1.4.0',
  changes: [
    {
      repository: 'platform/gitops',
      files: [differenceOf('a.yaml', 'x: 1\ntag: 1\n', 'x: 1\ntag: 2\n')],
    },
  ],
  gates: [
    { gate: 'freeze', result: 'block', sentence: 'Frozen.', canOverride: true },
  ],
  consequence: 'Opens a pull request in platform/gitops.',
} as unknown as PromotionPlan;

/** The calls of the API, for Ana alone: whoever else asks is refused, as they refuse it. */
function setUp() {
  const registry = actionsRegistryServiceMock();
  const requested: PromotionRequest[] = [];
  const permit = (credentials: BackstageCredentials) => {
    const { principal } = credentials as typeof ana;
    if (principal.userEntityRef !== 'user:default/ana')
      throw new NotAllowedError(
        'You may not do that (gitops.promotion.create)',
      );
  };
  const calls: Pick<PromotionCalls, 'plan' | 'promote' | 'get'> = {
    async plan(_, credentials) {
      permit(credentials);
      return plan;
    },
    async promote(request, credentials) {
      permit(credentials);
      requested.push(request);
      return { promotion, made: requested.length === 1 };
    },
    async get(id, credentials) {
      permit(credentials);
      if (id !== promotion.id) throw new NotFoundError(`No promotion ${id}`);
      return promotion;
    },
  };
  registerActions({
    registry,
    calls: calls as PromotionCalls,
    async deployments(service, credentials) {
      permit(credentials);
      return {
        service,
        environments: [environment('staging', { running: '1.5.0' })],
        selector: 'app.kubernetes.io/name=payments',
        instances: [],
        problems: [],
        isRestricted: false,
      };
    },
  });
  const invoke = (name: string, input: JsonObject, credentials = ana) =>
    registry.invoke({ id: `test:${name}`, input, credentials });
  return { registry, requested, invoke };
}

const inputs: Record<string, JsonObject> = {
  'list-deployments': { service: SERVICE },
  'plan-promotion': ROUTE,
  promote: { ...ROUTE, reason: 'Fixes refunds' },
  'promotion-status': { id: promotion.id },
};

describe('the actions', () => {
  it('say which of them change something', async () => {
    const { actions } = await setUp().registry.list();
    expect(
      actions.map(({ name, attributes }) => [name, attributes.readOnly]),
    ).toEqual([
      ['list-deployments', true],
      ['plan-promotion', true],
      ['promote', false],
      ['promotion-status', true],
    ]);
    for (const { attributes, schema, description } of actions) {
      expect(attributes).toMatchObject({
        destructive: false,
        idempotent: true,
      });
      expect(schema.input).toHaveProperty('properties');
      expect(description).not.toBe('');
    }
  });

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
  it('tells what runs where, and why', async () => {
    const { output } = await setUp().invoke('list-deployments', {
      service: SERVICE,
    });
    expect(output).toEqual({
      isRestricted: false,
      environments: [
        {
          environment: 'staging',
          state: 'healthy',
          reason: null,
          since: '2026-11-21T02:00:00Z',
          running: '1.5.0',
          wanted: '1.5.0',
          nothingRuns: false,
          staleSince: null,
        },
      ],
    });
  });
});

describe('plan-promotion', () => {
  it('tells which lines would change, and what the gates say', async () => {
    const { output } = await setUp().invoke('plan-promotion', ROUTE);
    expect(output).toEqual({
      plan: 'plan-1',
      version: '1.5.0',
      running: '1.4.0',
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
      // Those that the host has numbered
      pullRequests: ['https://git.example.com/platform/gitops/pulls/12'],
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
  it('tells how far it is', async () => {
    const { output } = await setUp().invoke('promotion-status', {
      id: promotion.id,
    });
    expect(output).toMatchObject({
      id: promotion.id,
      state: 'pullRequestOpen',
      sentence: promotion.sentence,
      problem: null,
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
