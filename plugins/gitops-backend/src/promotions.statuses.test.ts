import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import { Promotable, startPromotions } from './__testUtils__/startPromotions';
import { eventually } from './__testUtils__/startGitops';

jest.setTimeout(120_000);

let lab: Promotable;

beforeEach(async () => {
  lab = await startPromotions();
});
afterEach(() => lab.close());

const preprod: JsonObject = {
  name: 'preprod',
  promotion: { mode: 'pullRequest', merge: 'squash', fourEyes: true },
};
const environments: JsonObject[] = [
  { name: 'dev', promotion: 'imageUpdater' },
  { name: 'test', promotion: 'workflow' },
  { name: 'staging', promotion: 'workflow' },
  preprod,
  { name: 'production', promotion: 'pullRequest' },
];

const user = (name: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: {
    name,
    // The forge of the sandbox has no better name
    annotations: { '127.0.0.1/user-login': name },
  },
  spec: { profile: { displayName: name[0].toUpperCase() + name.slice(1) } },
});

/** What our gates say of the only open pull request, as the forge has it. */
async function statuses(): Promise<Record<string, string>> {
  const [pull] = await lab.pulls();
  const all: { context: string; status: string; created_at: string }[] =
    await lab.forge('GET', `commits/${pull.head.sha}/statuses`);
  // The newest come first
  return Object.fromEntries(
    all.reverse().map(({ context, status }) => [context, status]),
  );
}

it('keeps on the pull request what the gates say, also of a freeze that begins later', async () => {
  const replica = await lab.replica({ environments });
  const promotion = await replica.promote('ledger', 'staging', 'preprod');
  await replica.untilOpen(promotion);
  expect(
    await eventually(statuses, found => Object.keys(found).length === 4),
  ).toEqual({
    'gitops/freeze': 'success',
    'gitops/sync-windows': 'success',
    'gitops/secret-parity': 'success',
    'gitops/four-eyes': 'pending',
  });
  const { body } = await replica
    .post('freezes', {
      services: ['component:default/ledger'],
      environments: ['preprod'],
      reason: 'Incident 4711',
    })
    .expect(201);
  await eventually(statuses, found => found['gitops/freeze'] === 'failure');
  const held = await replica.until(promotion, ({ sentence }) =>
    sentence.includes('freeze'),
  );
  expect(held.sentence).toMatch(
    /It can't be merged yet: the gates freeze and four-eyes don't allow it\.$/,
  );
  expect(held.pullRequests[0].gates).toContainEqual(
    expect.objectContaining({
      gate: 'freeze',
      state: 'failure',
      code: 'frozenByPerson',
    }),
  );
  await replica
    .post(`freezes/${body.freeze?.id ?? body.id}/end`)
    .expect(({ status }) => expect(status).toBeLessThan(300));
  await eventually(statuses, found => found['gitops/freeze'] === 'success');
});

it('lets somebody else merge in an environment with four eyes, not who requested it', async () => {
  const replica = await lab.replica({
    environments,
    entities: [user('ana'), user('bo')],
  });
  const promotion = await replica.promote('ledger', 'staging', 'preprod');
  await replica.untilOpen(promotion);
  const { body } = await replica
    .post(`promotions/${promotion.id}/merge`, {}, 'ana')
    .expect(403);
  expect(body.error.message).toMatch(
    /^You requested .* for preprod, where promotions need four eyes/,
  );
  await replica.post(`promotions/${promotion.id}/merge`, {}, 'bo').expect(200);
  expect((await statuses())['gitops/four-eyes']).toBe('success');
  await replica.until(promotion, ({ mergedAt }) => mergedAt !== null);
});

it('asks the gates of every service of a release when one of them is merged', async () => {
  const replica = await lab.replica({ environments });
  const services = ['ledger', 'orders'].map(
    name => `component:default/${name}`,
  );
  const { body } = await replica
    .post('releases', {
      services,
      from: 'staging',
      to: 'preprod',
      reason: 'Sprint 12',
    })
    .expect(201);
  const [ledger] = body.release.promotions;
  await replica.untilOpen(ledger);
  await replica
    .post('freezes', {
      services: ['component:default/orders'],
      environments: ['preprod'],
      reason: 'Incident 4711',
    })
    .expect(201);
  const { body: refusal } = await replica
    .post(`promotions/${ledger.id}/merge`, {}, 'bo')
    .expect(409);
  expect(refusal.error.message).toMatch(/^component:default\/orders: .*4711/);
});
