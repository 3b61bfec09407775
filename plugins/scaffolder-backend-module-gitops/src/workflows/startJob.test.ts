import { createServer, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ManifestRepository } from './__testUtils__/ManifestRepository';
import { startJob } from './startJob';
import { WorkflowStyle, workflowStyles } from './workflowStyle';

const TOKEN = 'marker-token';

let server: Server;
let asked: { path?: string; token?: string; body: string }[];
let status: number;
let shell: ManifestRepository;

beforeEach(async () => {
  shell = new ManifestRepository({ file: '' });
  asked = [];
  status = 204;
  server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    asked.push({
      path: `${req.method} ${req.url}`,
      token: req.headers.authorization,
      body: Buffer.concat(chunks).toString(),
    });
    res.writeHead(status).end(status === 204 ? '' : 'no such workflow');
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
afterEach(async () => {
  shell.delete();
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
});

const host = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const start = (style: WorkflowStyle, url = `${host()}/platform/gitops`) => ({
  service: 'cart',
  environment: 'staging',
  repository: { url, name: 'platform/gitops', style },
  branch: 'main',
  tokenName: 'PROMOTE_TOKEN',
  tagPrefix: 'release-',
  after: 'build-image',
});

/** What the service's CI would run, with what its host fills in. */
function run(style: WorkflowStyle, given: object, tag = 'release-1.5.0') {
  const job: any = startJob(style, given as never);
  const script = style === 'gitlab' ? job.script.join('\n') : job.steps[0].run;
  return shell.run('sh', script, {
    BUILD: '0.0.0-main.57.g4f2a1b9c0d1e',
    PROMOTE_TOKEN: TOKEN,
    ...(style === 'gitlab' ? { CI_COMMIT_TAG: tag } : { TAG: tag }),
  });
}

const inputs = {
  service: 'cart',
  environment: 'staging',
  version: '1.5.0',
  build: '0.0.0-main.57.g4f2a1b9c0d1e',
  only_newer: 'true',
};

jest.setTimeout(60_000);

describe('startJob', () => {
  it.each([
    ['gitea', '/api/v1'],
    ['github', '/api/v3'],
  ] as const)(
    'starts the workflow of a GitOps repository on %s, from the CI of any host',
    async (style, api) => {
      for (const own of workflowStyles) {
        asked.length = 0;
        expect(await run(own, start(style))).toEqual({
          code: 0,
          said: 'Started the promotion of cart 1.5.0 to staging.\n',
        });
        const [{ path, token, body }] = asked;
        expect([path, token]).toEqual([
          `POST ${api}/repos/platform/gitops/actions/workflows/promote.yaml/dispatches`,
          `Bearer ${TOKEN}`,
        ]);
        expect(JSON.parse(body)).toEqual({ ref: 'main', inputs });
      }
    },
  );

  it('starts a pipeline of a GitOps repository on GitLab, with inputs and no variables', async () => {
    expect((await run('gitlab', start('gitlab'))).code).toBe(0);
    const [{ path, body }] = asked;
    expect(path).toBe(
      'POST /api/v4/projects/platform%2Fgitops/trigger/pipeline',
    );
    const fields = [...body.matchAll(/name="([^"]*)"\r\n\r\n([^\r]*)/g)].map(
      ([, name, value]) => [name, value],
    );
    expect(Object.fromEntries(fields)).toEqual({
      token: TOKEN,
      ref: 'main',
      ...Object.fromEntries(
        Object.entries(inputs).map(([name, value]) => [
          `inputs[${name}]`,
          value,
        ]),
      ),
    });
  });

  it('speaks to the API of github.com', () => {
    const job = JSON.stringify(
      startJob('github', start('github', 'https://github.com/platform/gitops')),
    );
    expect(job).toContain(
      "'https://api.github.com/repos/platform/gitops/actions/workflows/promote.yaml/dispatches'",
    );
  });

  it('fails where the workflow can not be started, and shows its token to nobody', async () => {
    status = 404;
    const { code, said } = await run('gitea', start('gitea'));
    expect(code).not.toBe(0);
    expect(said).toContain('no such workflow');
    expect(said).not.toContain(TOKEN);
    expect(JSON.stringify(startJob('gitea', start('gitea')))).not.toContain(
      TOKEN,
    );
  });

  it.each(['release-', 'release-x', 'release-1.5.0"}', 'nightly'])(
    'starts nothing for the tag %s',
    async tag => {
      const { code, said } = await run('gitea', start('gitea'), tag);
      expect(code).toBe(1);
      expect(said).toContain(
        `The tag ${tag} is no release: that is release- and a version, such as release-1.2.3.`,
      );
      expect(asked).toEqual([]);
    },
  );

  it('takes the version from a tag that names the service before a slash', async () => {
    for (const own of workflowStyles) {
      const given = { ...start('gitea'), tagPrefix: 'cart/v' };
      const { said } = await run(own, given, 'cart/v1.5.0');
      expect(said).toBe('Started the promotion of cart 1.5.0 to staging.\n');
    }
    expect(
      startJob('gitlab', { ...start('gitea'), tagPrefix: 'cart/v' }),
    ).toMatchObject({ rules: [{ if: '$CI_COMMIT_TAG =~ /^cart\\/v/' }] });
  });

  it('follows the image of a release, with no rights and no actions of others', () => {
    for (const style of ['github', 'gitea'] as const) {
      const job: any = startJob(style, start(style));
      expect(job).toMatchObject({
        needs: 'build-image',
        if: "startsWith(github.ref, 'refs/tags/release-')",
        permissions: {},
      });
      expect(JSON.stringify(job)).not.toContain('"uses"');
      // What people choose reaches the shell as a variable, never as a part of it
      expect(job.steps[0].run).not.toContain('${{');
    }
    expect(startJob('gitlab', start('gitlab'))).toMatchObject({
      needs: [{ job: 'build-image' }],
      rules: [{ if: '$CI_COMMIT_TAG =~ /^release-/' }],
    });
  });
});
