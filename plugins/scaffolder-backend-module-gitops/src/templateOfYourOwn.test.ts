import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Lab } from './__testUtils__/Lab';
import { manifestProblems } from './__testUtils__/manifestProblems';
import { Portal, startPortal } from './__testUtils__/startPortal';

jest.setTimeout(120_000);

const repository = join(__dirname, '../../..');
const golden = join(repository, 'templates/microservice');
const docs = readFileSync(join(repository, 'docs/golden-path.md'), 'utf8');
const [, template] = /## A template of your own[^]*?```yaml\n([^]*?)```/.exec(
  docs,
)!;

let lab: Lab;
let folder: string;
let portal: Portal;

beforeAll(async () => {
  lab = await Lab.start();
  await lab.write('CODEOWNERS', '.* @platform/platform\n');
  folder = mkdtempSync(join(tmpdir(), 'own-'));
  const own = join(folder, 'service');
  mkdirSync(own);
  writeFileSync(
    join(own, 'template.yaml'),
    template.replaceAll('https://git.example.com', lab.url),
  );
  const code = join(own, 'code');
  cpSync(join(golden, 'stacks/node/service'), code, { recursive: true });
  writeFileSync(
    join(code, 'catalog-info.yaml'),
    readFileSync(join(golden, 'skeleton/catalog-info.yaml'), 'utf8').replace(
      /^.*values\.description.*\n/m,
      '',
    ),
  );
  portal = await startPortal(lab, ['microservice', own]);
});
afterAll(async () => {
  await portal?.stop();
  await lab.close();
  rmSync(folder, { recursive: true, force: true });
});

const environments = ['dev', 'test', 'staging', 'preprod', 'production'];
const filledIn = (name: string) => ({
  name,
  owner: 'group:default/team-a',
  environments,
  secretKeys: [
    {
      secretKey: 'STRIPE_KEY',
      key: '{environment}/{service}',
      property: 'STRIPE_KEY',
    },
  ],
});

/** The pull request of a service, and the files that it changes, by their paths. */
async function proposed(name: string) {
  const head = `gitops/create/${name}`;
  const pull = (await lab.pulls()).find(one => one.head.ref === head);
  const changed: { filename: string }[] = await lab.forge(
    'GET',
    `pulls/${pull.number}/files?limit=50`,
  );
  const files: Record<string, string> = {};
  for (const { filename } of changed)
    files[filename] = (await lab.read(filename, head))!;
  return { number: pull.number, body: pull.body, files };
}

describe('the template of your own in the docs', () => {
  it('has at most 60 lines', () =>
    expect(template.trim().split('\n').length).toBeLessThanOrEqual(60));

  it('proposes what the template of a microservice proposes, and Argo CD deploys it', async () => {
    const done = {
      status: 'completed',
      log: expect.stringContaining('Pull request '),
    };
    expect(await portal.submit('service', filledIn('wishes'))).toEqual(done);
    expect(
      await portal.submit('microservice', {
        ...filledIn('drafts'),
        description: 'Drafts of customers',
        database: true,
        gitops: lab.address(),
        code: lab.address('services'),
      }),
    ).toEqual(done);
    const { number, body, files } = await proposed('wishes');
    expect(body).toContain('; production/wishes: DATABASE_URL, STRIPE_KEY');
    const others = Object.entries((await proposed('drafts')).files);
    expect(files).toEqual(
      Object.fromEntries(
        others.map(([path, text]) => [
          path.replaceAll('drafts', 'wishes'),
          text.replaceAll('drafts', 'wishes'),
        ]),
      ),
    );
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        'CODEOWNERS',
        'apps/wishes/base/migration.yaml',
        'apps/wishes/envs/production/external-secret.yaml',
        'environments/dev/wishes-image-updater.yaml',
      ]),
    );
    const manifests = Object.entries(files).filter(([path]) =>
      path.endsWith('.yaml'),
    );
    for (const [path, text] of manifests)
      expect([path, manifestProblems(text)]).toEqual([path, []]);

    await lab.forge('POST', `pulls/${number}/merge`, { Do: 'merge' });
    for (const environment of environments) await healthy(environment);
  });
});

/** Until the service runs in an environment, as Argo CD has rendered it. */
async function healthy(environment: string): Promise<void> {
  const instance = ['dev', 'test'].includes(environment)
    ? 'eu-dev'
    : 'eu-central';
  const { store } = lab.sandbox.instance(instance);
  const isThere = () => {
    const { sync, health } = store.get(`wishes-${environment}`)?.status ?? {};
    return sync?.status === 'Synced' && health?.status === 'Healthy';
  };
  while (!isThere()) await sleep(50);
}
