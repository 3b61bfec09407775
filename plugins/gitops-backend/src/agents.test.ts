import { mockCredentials } from '@backstage/backend-test-utils';
import { startAgents } from './__testUtils__/startAgents';

jest.setTimeout(120_000);

const reason = 'Refunds are booked twice';
const service = 'component:default/ledger';
const toPreprod = { service, from: 'staging', to: 'preprod' };
/** Whose promotions are never merged here */
const shippingToPreprod = {
  ...toPreprod,
  service: 'component:default/shipping',
  reason,
};

let start: Awaited<ReturnType<typeof startAgents>>;

beforeAll(async () => {
  start = await startAgents();
});
afterAll(() => start.close());

it('an agent is offered the actions, with what each may change', async () => {
  const tools = await start.ana.tools();
  expect(
    tools.map(({ name, annotations }) => [
      name,
      annotations?.readOnlyHint ? 'reads' : 'writes',
      annotations?.destructiveHint ? 'destructive' : 'harmless',
    ]),
  ).toEqual([
    ['gitops.list-deployments', 'reads', 'harmless'],
    ['gitops.plan-promotion', 'reads', 'harmless'],
    ['gitops.promote', 'writes', 'destructive'],
    ['gitops.promotion-status', 'reads', 'harmless'],
    ['gitops.list-promotions', 'reads', 'harmless'],
    ['gitops.withdraw-promotion', 'writes', 'destructive'],
  ]);
  for (const { description, inputSchema } of tools) {
    expect(description).toMatch(/^Use this [^]*\.$/);
    for (const input of Object.values(inputSchema.properties!))
      expect(input).toHaveProperty('description');
  }
});

it('an agent is offered nothing where backend.actions.pluginSources does not name the plugin', async () => {
  const agent = await start.agentOf(
    'ana',
    await start.replicaWith(['catalog']),
  );
  expect(await agent.tools()).toEqual([]);
  expect(await agent.refusal('gitops.list-deployments', { service })).toBe(
    'NotFoundError: Action "gitops.list-deployments" not found',
  );
});

it.each([
  ['no token', mockCredentials.none.header(), 'Missing credentials'],
  [
    'an invalid token',
    mockCredentials.user.invalidHeader(),
    'AuthenticationError',
  ],
])('an agent with %s is not let in', async (_, header, message) => {
  await expect(start.connect(header)).rejects.toThrow(message);
});

it('an agent lists deployments, plans, promotes and follows the promotion to its end', async () => {
  const { ana, lab, statusUntil } = start;
  const environmentIn = (listed: any, name: string) =>
    listed.environments.find((one: any) => one.environment === name);
  const toPreprodIn = (listed: any) =>
    listed.transitions.find((one: any) => one.to === 'preprod');

  const before = await ana.call('gitops.list-deployments', { service });
  const {
    versions: [version],
    state,
  } = environmentIn(before, 'staging');
  const {
    versions: [previous],
  } = environmentIn(before, 'preprod');
  expect(state).toBe('healthy');
  expect(previous).not.toBe(version);
  expect(toPreprodIn(before)).toMatchObject({
    from: 'staging',
    mode: 'pullRequest',
    state: 'available',
    version,
    isPermitted: true,
    promotion: null,
  });

  const plan = await ana.call('gitops.plan-promotion', toPreprod);
  expect(plan).toMatchObject({
    version,
    running: previous,
    isBlocked: false,
    underWay: null,
    files: [
      {
        repository: 'platform/gitops',
        path: 'apps/ledger/envs/preprod/kustomization.yaml',
        removed: [expect.stringContaining(previous)],
        added: [expect.stringContaining(version)],
      },
    ],
  });
  expect(await lab.branches()).toEqual([]);

  const { id, ...requested } = await ana.call('gitops.promote', {
    ...toPreprod,
    reason,
    plan: plan.plan,
  });
  expect(requested).toMatchObject({
    made: true,
    version,
    previous,
    requestedBy: 'user:default/ana',
    hasEnded: false,
  });
  const open = await statusUntil(id, one => one.state === 'pullRequestOpen');
  const [pull] = await start.openPulls();
  expect(open).toMatchObject({
    next: expect.stringContaining('somebody reviews and merges it'),
    canWithdraw: true,
    pullRequests: [{ url: pull.html_url, state: 'open' }],
  });
  expect(
    toPreprodIn(await ana.call('gitops.list-deployments', { service })),
  ).toMatchObject({ state: 'underWay', promotion: id });

  await lab.forge('POST', `pulls/${pull.number}/merge`, { Do: 'squash' });
  expect(await statusUntil(id, ({ hasEnded }) => hasEnded)).toMatchObject({
    state: 'succeeded',
    sentence: `Only ${version} runs in preprod: synced and healthy.`,
    next: 'Nothing is left to do.',
    canWithdraw: false,
    pullRequests: [{ state: 'merged' }],
  });
  const after = await ana.call('gitops.list-deployments', { service });
  expect(environmentIn(after, 'preprod')).toMatchObject({
    versions: [version],
    state: 'healthy',
  });
  expect(await ana.call('gitops.list-promotions', { service })).toMatchObject({
    promotions: [
      { id, state: 'succeeded', requestedBy: 'user:default/ana', reason },
    ],
  });
  expect(await ana.refusal('gitops.withdraw-promotion', { id })).toMatch(
    /^ConflictError: /,
  );
});

it('an agent that repeats a promote opens no second pull request, and can withdraw the first', async () => {
  const { ana, lab, openPulls, statusUntil } = start;
  const other = await start.agentOf('ana');
  const answers = await Promise.all(
    [ana, ana, other].map(agent =>
      agent.call('gitops.promote', shippingToPreprod),
    ),
  );
  expect(answers.map(({ made }) => made).sort()).toEqual([false, false, true]);
  const { id } = await start.openPromotion(shippingToPreprod);
  expect(answers.map(one => one.id)).toEqual([id, id, id]);
  expect(await openPulls()).toHaveLength(1);

  await ana.call('gitops.withdraw-promotion', { id });
  expect(await statusUntil(id, ({ hasEnded }) => hasEnded)).toMatchObject({
    state: 'closed',
  });
  expect(await openPulls()).toEqual([]);
  const shippingBranches = (await lab.branches()).filter(name =>
    name.includes('shipping'),
  );
  expect(shippingBranches).toEqual([]);
});
