import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { capturingAuditor } from './__testUtils__/capturingAuditor';
import { policyOf } from './__testUtils__/ownersPolicy';
import {
  Promotable,
  Replica,
  startPromotions,
} from './__testUtils__/startPromotions';

jest.setTimeout(120_000);

const ledger = 'component:default/ledger';
const shipping = 'component:default/shipping';
const route = { from: 'staging', to: 'preprod', reason: 'Sprint 12' };

const audit = capturingAuditor();
let lab: Promotable;
let replica: Replica;

/** Ben may read promotions, and no more. */
const policy = policyOf((user, permission) =>
  user === 'user:default/ben' && !/read/.test(permission)
    ? { result: AuthorizeResult.DENY }
    : undefined,
);

beforeAll(async () => {
  lab = await startPromotions();
  replica = await lab.replica({
    auditor: audit.factory,
    features: [policy],
    environments: [
      { name: 'dev', promotion: 'imageUpdater' },
      { name: 'test', promotion: 'workflow' },
      { name: 'staging', promotion: 'workflow' },
      { name: 'preprod', promotion: 'pullRequest' },
      {
        name: 'production',
        promotion: { mode: 'pullRequest', soakTime: { days: 365 } },
      },
    ],
  });
});
afterAll(() => lab.close());

beforeEach(() => audit.events.splice(0));

const written = (eventId: string) =>
  audit.events
    .filter(event => event.eventId === eventId)
    .map(
      ({ meta, outcome }): Record<string, unknown> => ({
        ...meta,
        outcome,
      }),
    );

it('a request that gates or the policy refuse is audited, with what refused it', async () => {
  const request = { service: ledger, ...route, to: 'production' };
  const toProduction = { ...request, from: 'preprod' };
  await replica.post('promotions', toProduction).expect(409);
  await replica.post('promotions', toProduction, 'ben').expect(403);
  expect(written('promotion-request')).toEqual([
    expect.objectContaining({
      by: 'user:default/ana',
      service: ledger,
      from: 'preprod',
      to: 'production',
      version: expect.stringMatching(/^\d/),
      blockedBy: expect.arrayContaining(['soak-time']),
    }),
    expect.objectContaining({
      by: 'user:default/ben',
      service: ledger,
      outcome: expect.stringContaining('gitops.promotion.create'),
    }),
  ]);
});

it('an override is audited with the gates that were overridden', async () => {
  const { body } = await replica.post('promotions/plan', {
    service: ledger,
    from: 'preprod',
    to: 'production',
  });
  const blocking = body.gates
    .filter((one: { result: string }) => one.result === 'block')
    .map((one: { gate: string }) => one.gate);
  const promotion = await replica.promote('ledger', 'preprod', 'production', {
    override: blocking,
    plan: body.id,
  });
  const { id, version } = promotion;
  expect(written('promotion-request')).toEqual([
    expect.objectContaining({
      id,
      version,
      made: true,
      overridden: blocking,
      outcome: 'success',
    }),
  ]);
  await replica.post(`promotions/${id}/close`, {}, 'ben').expect(403);
  await replica.post(`promotions/${id}/close`).expect(200);
  expect(written('promotion-withdraw')).toEqual([
    expect.objectContaining({
      id,
      by: 'user:default/ben',
      outcome: expect.stringContaining('gitops.promotion.create'),
    }),
    expect.objectContaining({
      id,
      service: ledger,
      to: 'production',
      version,
      by: 'user:default/ana',
      outcome: 'success',
    }),
  ]);
  const closed = await replica.untilEnded(promotion);
  expect(closed.state).toBe('closed');
  await replica.post(`promotions/${id}/retry`).expect(409);
  expect(written('promotion-retry')).toEqual([
    expect.objectContaining({
      retries: id,
      blockedBy: expect.arrayContaining(['soak-time']),
    }),
  ]);
});

it('a release is withdrawn as a whole, with an entry for each service', async () => {
  const { body } = await replica
    .post('releases', { services: [ledger, shipping], ...route })
    .expect(201);
  const [first] = await Promise.all(
    body.release.promotions.map((one: { id: string }) =>
      replica.untilOpen(one),
    ),
  );
  expect(written('promotion-request').map(({ service }) => service)).toEqual([
    ledger,
    shipping,
  ]);
  const { id } = body.release;
  expect(first.release).toBe(id);
  expect((await replica.get(`releases/${id}`)).body).toMatchObject({
    state: 'pullRequestOpen',
    promotions: [{ service: ledger }, { service: shipping }],
    hidden: 0,
    can: { close: true },
  });
  const alone = await replica.post(`promotions/${first.id}/close`).expect(409);
  expect(alone.body.error.message).toContain('withdraw the whole release');
  audit.events.splice(0);
  await replica.post(`releases/${id}/close`).expect(200);
  const ended = await Promise.all(
    body.release.promotions.map((one: { id: string }) =>
      replica.untilEnded(one),
    ),
  );
  expect(ended.map(({ state }) => state)).toEqual(['closed', 'closed']);
  expect(written('promotion-withdraw')).toEqual(
    [ledger, shipping].map(service =>
      expect.objectContaining({ service, outcome: 'success' }),
    ),
  );
  expect((await lab.pulls()).map(({ state }) => state)).not.toContain('open');
});
