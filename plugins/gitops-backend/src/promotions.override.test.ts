import type { GateAnswer } from 'backstage-plugin-gitops-common';
import { eventually } from './__testUtils__/startGitops';
import { Promotable, startPromotions } from './__testUtils__/startPromotions';

jest.setTimeout(120_000);

let lab: Promotable;

beforeEach(async () => {
  lab = await startPromotions();
});
afterEach(() => lab.close());

it('only gates that were seen to block are overridden', async () => {
  const replica = await lab.replica({
    environments: [
      { name: 'dev', promotion: 'imageUpdater' },
      { name: 'test', promotion: 'workflow' },
      { name: 'staging', promotion: 'workflow' },
      {
        name: 'preprod',
        promotion: { mode: 'pullRequest', soakTime: { days: 365 } },
      },
      { name: 'production' },
    ],
  });
  const request = {
    service: 'component:default/ledger',
    from: 'staging',
    to: 'preprod',
    reason: 'It is urgent',
  };
  const shown = async () =>
    (await replica.post('promotions/plan', request).expect(200)).body.id;
  const refusal = async (path: string, body: object) => {
    const answer = await replica.post(path, body).expect(409);
    return answer.body.error.message;
  };
  expect(await refusal('promotions', request)).toMatch(/are required/);
  expect(
    await refusal('promotions', { ...request, override: ['soak-time'] }),
  ).toMatch(/Only what a plan showed can be overridden/);
  const plan = await shown();
  const promotion = await replica.promote('ledger', 'staging', 'preprod', {
    override: ['soak-time'],
    plan,
  });
  expect(promotion.overridden).toBe(true);
  await replica.post(`promotions/${promotion.id}/close`).expect(200);
  await replica.untilEnded(promotion);

  // Something else speaks against it by now
  const overlay = 'apps/ledger/envs/staging/kustomization.yaml';
  const { text } = await lab.read(overlay);
  await lab.write(
    overlay,
    text.replace(/^resources:\n/m, '$&  - missing.yaml\n'),
  );
  await eventually(
    () => replica.post('promotions/plan', request),
    ({ body }) =>
      body.gates?.filter((one: GateAnswer) => one.result === 'block').length ===
      2,
  );
  const health =
    /^staging is not healthy: [^]*Changes in Git don't reach the cluster\.$/;
  const seen = { ...request, override: ['soak-time'], plan };
  expect(await refusal('promotions', seen)).toMatch(health);
  // What was overridden then was overridden for what was seen then
  expect(await refusal(`promotions/${promotion.id}/retry`, {})).toMatch(
    /^staging is not healthy: .* are required/s,
  );
  const both = { ...request, override: ['health', 'soak-time'] };
  expect(await refusal('promotions', { ...both, plan })).toMatch(
    /^staging is not healthy: .* Only what a plan showed can be overridden/s,
  );
  await replica
    .post('promotions', { ...both, plan: await shown() })
    .expect(201);
});

it('a release overrides just the freezes that the plans of its services showed', async () => {
  const replica = await lab.replica();
  const services = ['ledger', 'orders'].map(
    name => `component:default/${name}`,
  );
  const route = { from: 'staging', to: 'preprod' };
  const freeze = (reason: string) =>
    replica
      .post('freezes', {
        services: [services[1]],
        environments: ['preprod'],
        reason,
      })
      .expect(201);
  await freeze('Incident 4711');
  const shown = async () =>
    Object.fromEntries(
      await Promise.all(
        services.map(async service => {
          const { body } = await replica
            .post('promotions/plan', { service, ...route })
            .expect(200);
          return [service, body.id];
        }),
      ),
    );
  const request = {
    ...route,
    services,
    reason: 'It is urgent',
    override: ['freeze'],
  };
  const refusal = async (plans: object) => {
    const { body } = await replica
      .post('releases', { ...request, plans })
      .expect(409);
    return body.error.message;
  };
  const before = await shown();
  expect(await refusal({})).toMatch(
    /^component:default\/orders: .*Incident 4711.*Only what a plan showed/,
  );
  // Somebody freezes it between the plan and the click
  await freeze('Incident 4712');
  expect(await refusal(before)).toMatch(
    /^component:default\/orders: .*Incident 4712.*Only what a plan showed/,
  );
  const { body } = await replica
    .post('releases', { ...request, plans: await shown() })
    .expect(201);
  expect(
    body.release.promotions.map(
      (one: { overridden: boolean }) => one.overridden,
    ),
  ).toEqual([false, true]);
  // Nor does it cover what somebody freezes after that
  const [ledger] = body.release.promotions;
  await replica.untilOpen(ledger);
  await freeze('Incident 4713');
  const { body: merged } = await replica
    .post(`promotions/${ledger.id}/merge`, {}, 'bo')
    .expect(409);
  expect(merged.error.message).toMatch(
    /^component:default\/orders: .*Incident 4713/,
  );
  expect(merged.error.message).not.toContain('4711');
});

it('a retry does not promote another version than the one that was requested', async () => {
  const replica = await lab.replica();
  const promotion = await replica.promote('ledger', 'staging', 'preprod');
  await replica.post(`promotions/${promotion.id}/close`).expect(200);
  await replica.untilEnded(promotion);

  const overlay = 'apps/ledger/envs/staging/kustomization.yaml';
  const { text } = await lab.read(overlay);
  await lab.write(overlay, text.replace(promotion.version, '9.9.9'));
  const where = {
    service: 'component:default/ledger',
    from: 'staging',
    to: 'preprod',
  };
  await eventually(
    () => replica.post('promotions/plan', where),
    ({ body }) => body.version === '9.9.9',
  );
  // Another version that runs in the source takes no part in it
  const { body } = await eventually(
    () => replica.post(`promotions/${promotion.id}/retry`),
    ({ status }) => status === 201,
  );
  expect(body.promotion.version).toBe(promotion.version);
});
