import { Promotable, startPromotions } from './__testUtils__/startPromotions';
import { component, eventually } from './__testUtils__/startGitops';

jest.setTimeout(120_000);

let lab: Promotable;

beforeEach(async () => {
  lab = await startPromotions();
});
afterEach(() => lab.close());

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
  const services = ['payments', 'inventory'].map(
    name => `component:default/${name}-shared`,
  );
  const { body } = await replica
    .post('releases', {
      services,
      from: 'staging',
      to: 'preprod',
      reason: 'Sprint 12',
    })
    .expect(201);
  await replica.untilOpen(body.promotions[0]);
  const [branch] = await eventually(
    () => lab.branches(),
    found => found.length > 0,
  );
  const [payments, inventory] = body.promotions.map(
    (one: { version: string }) => one.version,
  );
  expect((await lab.read('versions/preprod.yaml', branch)).text).toBe(
    text
      .replace('"1.0.0" # of', `"${payments}" # of`)
      .replace('"1.0.0"', `"${inventory}"`),
  );
});
