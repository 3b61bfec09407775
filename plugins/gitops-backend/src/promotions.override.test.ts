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
  const refusal = async (path: string, body: object) => {
    const answer = await replica.post(path, body).expect(409);
    return answer.body.error.message;
  };
  expect(await refusal('promotions', request)).toMatch(/are required/);
  const promotion = await replica.promote('ledger', 'staging', 'preprod', {
    override: ['soak-time'],
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
  const health = /^staging is not healthy: [^]*No change in Git arrives\.$/;
  const seen = { ...request, override: ['soak-time'] };
  expect(await refusal('promotions', seen)).toMatch(health);
  // What was overridden then was overridden for what was seen then
  expect(await refusal(`promotions/${promotion.id}/retry`, {})).toMatch(
    /^staging is not healthy: .* are required/s,
  );
  await replica
    .post('promotions', { ...request, override: ['health', 'soak-time'] })
    .expect(201);
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
  const { body } = await replica
    .post(`promotions/${promotion.id}/retry`)
    .expect(409);
  expect(body.error.message).toMatch(
    `staging runs 9.9.9 by now, not ${promotion.version}. Promote that version instead`,
  );
});
