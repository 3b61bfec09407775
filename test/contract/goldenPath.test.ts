import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Sandbox, startSandbox } from '../../packages/sandbox/src';
import { callGitea } from '../../plugins/gitops-node/src/hosts/gitea/__testUtils__/giteaSubject';
import {
  Portal,
  startPortal,
} from '../../plugins/scaffolder-backend-module-gitops/src/__testUtils__/startPortal';
import { GiteaUnderTest, giteaUnderTest } from './giteaServer';

jest.setTimeout(180_000);

const run = promisify(execFile);
const id = randomUUID().slice(0, 8);
const [gitops, name] = [`gitops-${id}`, `wishes-${id}`];
const environments = ['dev', 'test', 'staging', 'preprod', 'production'];
const secretKey = (of: string) => ({
  secretKey: of,
  key: '{environment}/{service}',
  property: of,
});

const authorizedBy = (token: string) => [
  '-c',
  `http.extraHeader=Authorization: token ${token}`,
];

/** Where the GitOps repository of the demonstration comes from. */
let demonstration: Sandbox;
let server: GiteaUnderTest;
let portal: Portal;

const call = <T>(method: string, path: string, body?: object) =>
  callGitea<T>(server, method, `repos/${server.user}/${path}`, body);
const files = async (pull: number) => {
  const changed = await call<{ filename: string }[]>(
    'GET',
    `${gitops}/pulls/${pull}/files?limit=50`,
  );
  return changed.map(({ filename }) => filename);
};

beforeAll(async () => {
  demonstration = await startSandbox({ instances: [] });
  server = await giteaUnderTest();
  const { user, token } = server;
  await server.createRepository(gitops);
  const folder = await mkdtemp(join(tmpdir(), 'demonstration-'));
  const git = (as: string, ...args: string[]) =>
    run('git', [...authorizedBy(as), '-C', folder, ...args]);
  const from = `${demonstration.forge!.url}/platform/gitops.git`;
  await git(demonstration.token, 'clone', '--quiet', '--bare', from, '.');
  const to = `${server.url}/${user}/${gitops}.git`;
  await git(token, 'push', '--quiet', '--force', to, 'main');
  await rm(folder, { recursive: true });
  portal = await startPortal(
    {
      integrations: {
        gitea: [
          {
            host: new URL(server.url).host,
            baseUrl: server.url,
            username: user,
            password: token,
          },
        ],
      },
    },
    ['microservice', 'microservice-in-monorepo', 'change-secret-keys'],
  );
});
afterAll(async () => {
  await portal?.stop();
  for (const one of [gitops, name])
    await server?.deleteRepository(one).catch(() => undefined);
  await server?.close();
  await demonstration?.close();
});

describe('The golden path', () => {
  it('makes a protected repository with the code and a release, and proposes the deployment', async () => {
    const { status, log } = await portal.submit('microservice', {
      name,
      owner: 'group:default/team-a',
      description: 'What customers wish for',
      database: true,
      environments,
      secretKeys: [secretKey('STRIPE_KEY')],
      gitops: `${server.url}/${server.user}/${gitops}`,
      code: `${server.url}/${server.user}`,
    });
    expect([status, log]).toEqual([
      'completed',
      expect.stringContaining('Pull request '),
    ]);
    expect(await call('GET', name)).toMatchObject({
      private: true,
      default_branch: 'main',
    });
    expect(await call('GET', `${name}/branch_protections`)).toEqual([
      expect.objectContaining({ rule_name: 'main', enable_push: false }),
    ]);
    const { stdout } = await run('git', [
      ...authorizedBy(server.token),
      'ls-remote',
      '--tags',
      `${server.url}/${server.user}/${name}.git`,
    ]);
    expect(stdout).toContain('refs/tags/v0.1.0');
    const changed = await files(1);
    expect(changed).toContain(`apps/${name}/base/deployment.yaml`);
    expect(changed).toContain(
      `apps/${name}/envs/production/external-secret.yaml`,
    );
    await call('POST', `${gitops}/pulls/1/merge`, { Do: 'squash' });
  });

  it('changes what was merged by another pull request', async () => {
    const { status, log } = await portal.submit('change-secret-keys', {
      component: `component:default/${name}`,
      gitops: `${server.url}/${server.user}/${gitops}`,
      environments,
      secretKeys: [secretKey('MAIL_KEY')],
    });
    expect([status, log]).toEqual([
      'completed',
      expect.stringContaining('Pull request '),
    ]);
    expect(await files(2)).toEqual(
      [...environments]
        .sort()
        .map(one => `apps/${name}/envs/${one}/external-secret.yaml`),
    );
  });

  it('proposes a second service as a folder beside the first, with a CI of its own', async () => {
    const second = `gifts-${id}`;
    const { status, log } = await portal.submit('microservice-in-monorepo', {
      name: second,
      owner: 'group:default/team-a',
      description: 'What customers give',
      database: false,
      environments,
      gitops: `${server.url}/${server.user}/${gitops}`,
      code: `${server.url}/${server.user}/${name}`,
    });
    expect([status, log]).toEqual([
      'completed',
      expect.stringContaining('Pull request '),
    ]);
    const added = await call<{ filename: string; status: string }[]>(
      'GET',
      `${name}/pulls/1/files?limit=50`,
    );
    const changes = new Map(added.map(one => [one.filename, one.status]));
    expect(changes.get('CODEOWNERS')).toBe('changed');
    expect(changes.get(`.gitea/workflows/${second}.yaml`)).toBe('added');
    expect(changes.get(`${second}/catalog-info.yaml`)).toBe('added');
    expect(await files(3)).toContain(`apps/${second}/base/deployment.yaml`);
  });
});
