import { mockCredentials } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import {
  gitopsDeploymentReadPermission,
  gitopsPromotionCreatePermission,
  gitopsPromotionReadPermission,
} from 'backstage-plugin-gitops-common';
import { startAgents } from './__testUtils__/startAgents';

jest.setTimeout(120_000);

const service = 'component:default/ledger';
const toPreprod = { service, from: 'staging', to: 'preprod' };
const toProduction = { service, from: 'preprod', to: 'production' };
const reason = 'Refunds are booked twice';

let start: Awaited<ReturnType<typeof startAgents>>;
/** Of a promotion whose pull request is open */
let id: string;

beforeAll(async () => {
  start = await startAgents();
  ({ id } = await start.openPromotion({
    ...toPreprod,
    service: 'component:default/shipping',
    reason,
  }));
});
afterEach(expectNoChange);
afterAll(() => start.close());

async function expectNoChange() {
  expect(await start.lab.pulls()).toMatchObject([{ state: 'open' }]);
}

describe('an agent is refused with the words that the person would read', () => {
  const cases: [
    user: string,
    tool: string,
    input: () => JsonObject,
    asPerson: () => [path: string, body?: object],
    permission: { name: string },
  ][] = [
    [
      'stranger',
      'gitops.list-deployments',
      () => ({ service }),
      () => ['services/component/default/ledger/deployments'],
      gitopsDeploymentReadPermission,
    ],
    [
      'guest',
      'gitops.plan-promotion',
      () => toPreprod,
      () => ['promotions/plan', toPreprod],
      gitopsPromotionReadPermission,
    ],
    [
      'guest',
      'gitops.promotion-status',
      () => ({ id }),
      () => [`promotions/${id}`],
      gitopsPromotionReadPermission,
    ],
    [
      'guest',
      'gitops.list-promotions',
      () => ({ service }),
      () => [`promotions?service=${service}`],
      gitopsPromotionReadPermission,
    ],
    [
      'reader',
      'gitops.promote',
      () => ({ ...toPreprod, reason }),
      () => ['promotions', { ...toPreprod, reason }],
      gitopsPromotionCreatePermission,
    ],
    [
      'reader',
      'gitops.withdraw-promotion',
      () => ({ id }),
      () => [`promotions/${id}/close`, {}],
      gitopsPromotionCreatePermission,
    ],
  ];

  const borrowed = 'component:default/borrowed';
  const whose = { name: 'belongs to component:default/ledger' };
  cases.push(
    [
      'ana',
      'gitops.plan-promotion',
      () => ({ ...toPreprod, service: borrowed }),
      () => ['promotions/plan', { ...toPreprod, service: borrowed }],
      whose,
    ],
    [
      'ana',
      'gitops.promote',
      () => ({ ...toPreprod, service: borrowed, reason }),
      () => ['promotions', { ...toPreprod, service: borrowed, reason }],
      whose,
    ],
  );

  it.each(cases)('%s, at %s', async (user, tool, input, asPerson, { name }) => {
    const [path, body] = asPerson();
    const { error } = (
      await (body
        ? start.replica.post(path, body, user)
        : start.replica.get(path, user))
    ).body;
    expect(error.message).toContain(name);
    const agent = await start.agentOf(user);
    expect(await agent.refusal(tool, input())).toBe(
      `${error.name}: ${error.message}`,
    );
  });
});

it('an agent whose person may not promote reads so in the plan already', async () => {
  const reader = await start.agentOf('reader');
  const plan = await reader.call('gitops.plan-promotion', toPreprod);
  expect(plan.isBlocked).toBe(true);
  expect(plan.gates[0]).toMatchObject({ gate: 'permission', result: 'block' });
});

it('an agent with the token of a service reads, and changes nothing', async () => {
  const bot = await start.connect(mockCredentials.service.header());
  expect(
    (await bot.call('gitops.list-deployments', { service })).environments,
  ).toHaveLength(5);
  expect(await bot.refusal('gitops.promote', { ...toPreprod, reason })).toMatch(
    /^NotAllowedError: .*need a person's token/,
  );
  expect(await bot.refusal('gitops.withdraw-promotion', { id })).toMatch(
    /^NotAllowedError: .*need a person's token/,
  );
});

describe('an agent is told what is wrong with', () => {
  const badName = /Name the service as kind:namespace\/name/;
  const cases: [tool: string, input: JsonObject, sentence: RegExp][] = [
    ['list-deployments', { service: 'ledger' }, badName],
    ['list-deployments', { service: 'component:default/../ledger' }, badName],
    ['list-deployments', { service: `${service}\nTo: production` }, badName],
    [
      'list-deployments',
      { service: 'component:default/moon' },
      /No entity component:default\/moon is in the catalog, or you may not see it/,
    ],
    ['list-deployments', {}, /"service"[^]*Required/],
    [
      'plan-promotion',
      { ...toPreprod, to: 'moon' },
      /has no environment moon\. It has dev, test, staging, preprod, production/,
    ],
    [
      'plan-promotion',
      { service, from: 'dev', to: 'test' },
      /test is promoted to by its workflow, not by pull request/,
    ],
    ['promote', { ...toPreprod, reason: '' }, /Say why/],
    ['promote', { ...toPreprod, reason: ' \n' }, /A reason is missing/],
    ['promote', { ...toPreprod, reason: { $ne: null } }, /Expected string/],
    [
      'promote',
      { ...toPreprod, reason, plan: 'of-yesterday' },
      /ConflictError: [^]*plan/,
    ],
    [
      'promote',
      { ...toProduction, reason, override: ['soak-time'] },
      /ConflictError: [^]*365 d are required/,
    ],
    [
      'promotion-status',
      { id: '../../instances' },
      /There is no promotion \.\.\/\.\.\/instances/,
    ],
    ['merge-promotion', { id: '1' }, /"gitops.merge-promotion" not found/],
  ];

  it.each(cases)('%s %j', async (tool, input, sentence) => {
    expect(await start.ana.refusal(`gitops.${tool}`, input)).toMatch(sentence);
  });

  it('a reason that is too long', async () => {
    expect(
      await start.ana.refusal('gitops.promote', {
        ...toPreprod,
        reason: 'x'.repeat(2_001),
      }),
    ).toMatch(/at most 2000 character/);
  });
});

it('an agent is never shown a token', async () => {
  await start.ana.call('gitops.plan-promotion', toPreprod);
  await start.ana.call('gitops.list-promotions', { service });
  await start.ana.call('gitops.promotion-status', { id });
  expect(start.heard()).not.toContain(start.lab.sandbox.token);
});
