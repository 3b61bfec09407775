import {
  Promotable,
  Replica,
  startPromotions,
} from './__testUtils__/startPromotions';

jest.setTimeout(120_000);

let promotable: Promotable;
let replica: Replica;

beforeAll(async () => {
  promotable = await startPromotions();
  replica = await promotable.replica({ comparesVersions: true });
});

afterAll(() => promotable?.close());

const changes = (query: string, user?: string) =>
  replica.get(`services/component/default/ledger/changes?${query}`, user);

it('tells the commits of a version that the service has, as the forge compares them', async () => {
  const { body } = await changes(
    'environment=preprod&from=1.6.10&to=1.7.10',
  ).expect(200);
  expect(body).toMatchObject({
    problem: null,
    repository: { name: 'shop/services' },
    folder: 'ledger',
    from: { tag: 'ledger/v1.6.10' },
    to: { tag: 'ledger/v1.7.10' },
    takenBack: { commits: [], total: 0 },
  });
  const { commits, total } = body.added;
  expect(total).toBe(commits.length);
  expect(total).toBeGreaterThan(0);
  expect(commits.at(-1).pullRequest).toBeGreaterThan(0);
  const back = await changes('environment=preprod&from=1.7.10&to=1.6.10');
  expect(back.body).toMatchObject({
    added: { total: 0 },
    takenBack: { commits, total },
  });
});

it('looks up no version that the service never had', async () => {
  const statusOf = async (query: string) => (await changes(query)).status;
  const known = 'environment=preprod&from=1.6.10';
  expect(await statusOf(`${known}&to=1.3.10`)).toBe(404);
  expect(await statusOf(`${known}&to=main`)).toBe(404);
  expect(await statusOf(known)).toBe(400);
});

it('lists them in the pull request of the promotion', async () => {
  const { body } = await changes('environment=preprod&from=1.6.10&to=1.7.10');
  const promotion = await replica.promote('ledger', 'staging', 'preprod');
  await replica.untilOpen(promotion);
  const pull = (await promotable.pulls()).at(0);
  expect(pull.body).toContain('### Changes\n');
  expect(pull.body).toContain('in shop/services, folder ledger.');
  const [newest] = body.added.commits;
  expect(pull.body).toContain(`(${newest.author})`);
});

it('lays the configuration of two environments side by side, as Git has it', async () => {
  const { body } = await replica
    .get('services/component/default/ledger/difference?from=staging&to=preprod')
    .expect(200);
  expect(body).toMatchObject({
    from: { environment: 'staging', versions: ['1.7.10'] },
    to: { environment: 'preprod' },
    problem: null,
  });
  const lines = body.files.flatMap((file: any) =>
    file.hunks
      .flat()
      .map(({ kind, text }: any) => `${file.path} ${kind} ${text.trim()}`),
  );
  expect(lines).toContain('config.json removed "environment": "staging",');
  expect(lines).toContain('config.json added "environment": "preprod",');
});

it('compares what Argo CD renders for two environments, for those who may see both', async () => {
  const path =
    'services/component/default/ledger/difference/rendered?from=staging&to=preprod';
  const { body } = await replica.get(path).expect(200);
  expect(body).toMatchObject({
    from: { environment: 'staging', revision: expect.any(String) },
    to: { environment: 'preprod' },
    problem: null,
  });
  const images = body.resources
    .flatMap((one: any) => one.fields)
    .filter(({ path: field }: any) => field.endsWith('.image'));
  expect(images).toContainEqual({
    path: 'spec.template.spec.containers[app].image',
    from: expect.stringContaining(':1.7.10'),
    to: expect.stringContaining(':1.6.10'),
  });
  await replica.get(path.replace('preprod', 'nowhere')).expect(404);
});
