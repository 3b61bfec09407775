import type {
  PlannedService,
  Promotion,
  Release,
  ReleasePlan,
} from 'backstage-plugin-gitops-common';
import {
  Promotable,
  Replica,
  startPromotions,
} from './__testUtils__/startPromotions';
import { component, eventually } from './__testUtils__/startGitops';

jest.setTimeout(120_000);

const ref = (name: string) => `component:default/${name}`;
const route = { from: 'staging', to: 'preprod' };

let lab: Promotable;

beforeEach(async () => {
  lab = await startPromotions();
});
afterEach(() => lab.close());

async function planned(
  replica: Replica,
  services: string[],
): Promise<ReleasePlan> {
  const { body } = await replica
    .post('releases/plan', { services, ...route })
    .expect(200);
  return body;
}

/** Waits until every service can come: what was just promoted has to be healthy first. */
async function untilAllCanCome(replica: Replica, services: string[]) {
  return eventually(
    () => planned(replica, services),
    (answer: ReleasePlan) =>
      answer.services.every(
        one =>
          one.obstacle === null &&
          one.plan!.changes.length > 0 &&
          one.plan!.gates.every(({ result }) => result !== 'block'),
      ),
  );
}

const until = (
  replica: Replica,
  { id }: Release,
  isExpected: (one: Release) => boolean,
): Promise<Release> =>
  eventually(
    async () => (await replica.get(`releases/${id}`).expect(200)).body,
    isExpected,
  );

const planIds = ({ services }: ReleasePlan) =>
  Object.fromEntries(services.map(one => [one.service, one.plan!.id]));

it('moves the versions of all services that share a file', async () => {
  const text = `payments:
  name: registry.example.com/payments
  tag: "1.0.0" # of the shop
inventory:
  name: registry.example.com/inventory
  tag: "1.0.0"
`;
  await lab.forge('POST', 'contents/versions/preprod.yaml', {
    branch: 'main',
    message: 'Versions of all services in one file',
    content: Buffer.from(text).toString('base64'),
  });
  const shared = (name: string) =>
    component(`${name}-shared`, {
      'argocd/app-selector': `app.kubernetes.io/name=${name}`,
      'gitops/version-places': `versions/{environment}.yaml#${name}.tag`,
    });
  const replica = await lab.replica({
    entities: [shared('payments'), shared('inventory')],
  });
  const services = ['payments', 'inventory'].map(name => ref(`${name}-shared`));
  const { body } = await replica
    .post('releases', { services, ...route, reason: 'Sprint 12' })
    .expect(201);
  await replica.untilOpen(body.release.promotions[0]);
  const [branch] = await eventually(
    () => lab.branches(),
    found => found.length > 0,
  );
  // In the order of their services
  const [inventory, payments] = body.release.promotions.map(
    (one: { version: string }) => one.version,
  );
  expect((await lab.read('versions/preprod.yaml', branch)).text).toBe(
    text
      .replace('"1.0.0" # of', `"${payments}" # of`)
      .replace('"1.0.0"', `"${inventory}"`),
  );
});

it('has a pull request for each repository, and is followed, merged and rolled back as one', async () => {
  const replica = await lab.replica({
    entities: [component('reviews')],
    comparesVersions: true,
  });
  const services = ['ledger', 'shipping', 'reviews'].map(ref);
  const plan = await untilAllCanCome(replica, services);
  const request = {
    services,
    ...route,
    reason: 'Sprint 12',
    plans: planIds(plan),
  };
  const { body } = await replica.post('releases', request).expect(201);
  const open = await until(
    replica,
    body.release,
    ({ state, can }) => state === 'pullRequestOpen' && can.merge,
  );
  const namesOf = ({ promotions }: Release) =>
    promotions.map(({ service, pullRequests }) => [
      service,
      pullRequests.map(one => one.repository).join(),
    ]);
  expect(namesOf(open)).toEqual([
    [ref('ledger'), 'platform/gitops'],
    [ref('reviews'), 'engagement/deployments'],
    [ref('shipping'), 'platform/gitops'],
  ]);
  const pulls = await lab.pulls();
  expect(pulls).toHaveLength(1);
  expect(pulls[0].body).toMatch(
    /### Changes\n#### ledger\n.+ in shop\/services, folder ledger\.\n[^]+#### shipping\n/,
  );

  const again = await replica.post('releases', request).expect(200);
  expect(again.body).toMatchObject({ made: false, release: { id: open.id } });

  await replica.post(`releases/${open.id}/merge`).expect(200);
  const done = await until(replica, open, ({ state }) => state === 'succeeded');
  expect(done.can).toEqual({ close: false, merge: false, rollback: true });

  // What was just deployed may block the way back for a moment
  const back = await eventually(
    async () =>
      (
        await replica.post(`releases/${open.id}/rollback/plan`).expect(200)
      ).body,
    (answer: ReleasePlan) =>
      answer.services.every(
        one =>
          one.obstacle === null &&
          one.plan!.gates.every(({ result }) => result !== 'block'),
      ),
  );
  expect(back).toMatchObject({ kind: 'rollback', to: 'preprod' });
  const rolledBack = await replica
    .post(`releases/${open.id}/rollback`, {
      services,
      reason: 'Too slow',
      plans: planIds(back),
    })
    .expect(201);
  const { release }: { release: Release } = rolledBack.body;
  expect(release.kind).toBe('rollback');
  expect(
    release.promotions.map(({ version, previous }) => [version, previous]),
  ).toEqual(done.promotions.map(one => [one.previous, one.version]));
  await until(replica, release, ({ state }) => state === 'pullRequestOpen');
  const [pull] = (await lab.pulls()).filter(one => one.state === 'open');
  expect(pull.title).toBe('Roll 2 services back in preprod');
  expect(pull.head.ref).toMatch(/^gitops\/rollback\/preprod\//);
  await replica.post(`releases/${release.id}/close`).expect(200);
  await until(replica, release, ({ state }) => state === 'closed');
});

it('is planned without what cannot come, which is listed with the reason', async () => {
  const replica = await lab.replica({
    entities: [component('reviews'), component('nowhere')],
  });
  await untilAllCanCome(replica, [ref('ledger')]);
  await replica
    .post('freezes', {
      services: [ref('shipping')],
      environments: ['preprod'],
      reason: 'Incident 4711',
    })
    .expect(201);
  const names = ['ledger', 'shipping', 'missing', 'borrowed', 'nowhere'];
  const { services } = await planned(replica, names.map(ref));
  const [ledger, shipping, missing, borrowed, nowhere] = services;
  const blocking = ({ plan }: PlannedService) =>
    plan!.gates.filter(one => one.result === 'block').map(one => one.gate);
  expect(services.map(({ service }) => service)).toEqual(names.map(ref));
  expect(ledger.obstacle).toBeNull();
  expect(blocking(ledger)).toEqual([]);
  expect(shipping.obstacle).toBeNull();
  expect(blocking(shipping)).toEqual(['freeze']);
  expect(missing).toMatchObject({
    plan: null,
    obstacle: { code: 'unavailable' },
  });
  expect(borrowed.obstacle!.sentence).toMatch(
    /belongs to component:default\/ledger: act on it there$/,
  );
  expect(nowhere).toMatchObject({ plan: null });
  expect(nowhere.obstacle!.sentence).toContain('preprod');
  // Nothing was written
  expect(await lab.pulls()).toEqual([]);
  expect(await lab.branches()).toEqual([]);

  // The same without these is what was planned
  const { body } = await replica
    .post('releases', {
      services: [ref('ledger')],
      ...route,
      reason: 'Sprint 12',
      plans: { [ref('ledger')]: ledger.plan!.id },
    })
    .expect(201);
  const [own]: Promotion[] = body.release.promotions;
  await replica.untilOpen(own);
  await replica
    .post('releases', { services: ['ledger:'], ...route, reason: 'a' })
    .expect(400);
});

it('cannot take a service along that is on its way in another release', async () => {
  const replica = await lab.replica();
  const services = ['ledger', 'shipping'].map(ref);
  await untilAllCanCome(replica, services);
  const { body } = await replica
    .post('releases', { services, ...route, reason: 'Sprint 12' })
    .expect(201);
  await replica.untilOpen(body.release.promotions[0]);
  const [alone] = (await planned(replica, [ref('ledger')])).services;
  expect(alone.obstacle).toMatchObject({
    code: 'inOtherRelease',
    params: { environment: 'preprod' },
  });
});
