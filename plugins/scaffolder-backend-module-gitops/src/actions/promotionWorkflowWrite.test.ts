import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { inWorkspace, Lab, refusalOf } from '../__testUtils__/Lab';

jest.setTimeout(60_000);

const ci = `on: push
jobs:
  build-image:
    steps: [{ run: docker push }]
`;

let lab: Lab;
let workspace: string;
beforeAll(async () => {
  lab = await Lab.start({ instances: [] });
  await lab.sandbox.forge!.api.createRepository({
    owner: 'services',
    name: 'cart',
    commits: [
      {
        message: 'Begin',
        author: 'Bo <bo@example.com>',
        date: '2026-11-23T05:00:00Z',
        files: new Map([['.gitea/workflows/ci.yaml', ci]]),
      },
    ],
  });
});
afterAll(() => lab.close());
beforeEach(async () => {
  workspace = await lab.workspace();
});

const write = (more: object = {}) =>
  lab.run(
    'gitops:promotion-workflow:write',
    {
      service: 'cart',
      environment: 'staging',
      repository: lab.address(),
      targetPath: 'service',
      ...more,
    },
    { workspace },
  );

async function taskWrote(path: string, text = ci): Promise<void> {
  const file = join(workspace, 'service', path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

const sourceRepository = () => lab.address('services/cart');

describe('gitops:promotion-workflow:write', () => {
  it("adds a job to the CI that the task has written, of the code's host", async () => {
    const file = '.gitea/workflows/ci.yaml';
    await taskWrote(file);
    const { output } = await write({
      sourceRepository: lab.address('services/new'),
    });
    expect(output).toEqual({ file });
    const written = await inWorkspace(workspace, `service/${file}`);
    expect(written.startsWith(ci)).toBe(true);
    const job = parse(written).jobs['promote-cart-staging'];
    expect(job.needs).toBe('build-image');
    expect(job.steps[0].run).toContain(
      `'${lab.url}/api/v1/repos/platform/gitops/actions/workflows/promote.yaml/dispatches'`,
    );
  });

  it('adds it to the CI of a service that is there, and again after a crash', async () => {
    const read = () =>
      inWorkspace(workspace, 'service/.gitea/workflows/ci.yaml');
    await write({ sourceRepository: sourceRepository() });
    const first = await read();
    expect(parse(first).jobs).toMatchObject({
      'build-image': {},
      'promote-cart-staging': { needs: 'build-image' },
    });
    await write({ sourceRepository: sourceRepository() });
    expect(await read()).toBe(first);
  });

  it('is of the host that is asked for, in the file and after the job that are named', async () => {
    await taskWrote('ci/own.yml', 'push-it:\n  script: [docker push]\n');
    const { output } = await write({
      style: 'gitlab',
      ciFile: 'ci/own.yml',
      after: 'push-it',
      tagPrefix: 'release-',
    });
    expect(output).toEqual({ file: 'ci/own.yml' });
    expect(
      parse(await inWorkspace(workspace, 'service/ci/own.yml'))[
        'promote-cart-staging'
      ],
    ).toMatchObject({
      needs: [{ job: 'push-it' }],
      rules: [{ if: '$CI_COMMIT_TAG =~ /^release-/' }],
    });
  });

  it('has a job for each service of a repository, each for its own tags', async () => {
    const file = '.github/workflows/ci.yaml';
    await taskWrote(file, 'jobs:\n  build-image: {}\n');
    for (const service of ['cart', 'till'])
      await write({ service, style: 'github', tagPrefix: `${service}/v` });
    const { jobs } = parse(await inWorkspace(workspace, `service/${file}`));
    expect(jobs).toMatchObject({
      'promote-cart-staging': {
        if: "startsWith(github.ref, 'refs/tags/cart/v')",
      },
      'promote-till-staging': {
        if: "startsWith(github.ref, 'refs/tags/till/v')",
      },
    });
  });

  it.each([
    [{ style: 'github', tokenName: 'ghp_abc' }, /never the token itself/],
    [
      { style: 'github', tagPrefix: '/v' },
      /tagPrefix is "\/v", and may only contain letters/,
    ],
    [
      { style: 'github' },
      /There is no \.github\/workflows\/ci\.yaml in service/,
    ],
    [
      { sourceRepository: '{cart}', ciFile: 'none.yaml' },
      /There is no none\.yaml in .*\/services\/cart: .* Name the CI's file as ciFile/,
    ],
    [
      {},
      /style is missing\. It is one of github, gitea, gitlab\. For code elsewhere, .* leave this step out/,
    ],
  ])('refuses %j with a sentence', async (more, sentence) => {
    const input = JSON.stringify(more).replace('{cart}', sourceRepository());
    expect(await refusalOf(write(JSON.parse(input)))).toMatch(sentence);
  });
});
