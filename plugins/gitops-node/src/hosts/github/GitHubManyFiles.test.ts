import { bytes, options } from '../__testUtils__/hostSuite/SuiteContext';
import { FakeGitHub } from './__testUtils__/FakeGitHub';
import { GitHubHost } from './GitHubHost';

const SERVICES = Array.from({ length: 300 }, (_, index) => `service-${index}`);
const pathOf = (service: string) =>
  `apps/${service}/envs/production/kustomization.yaml`;

let github: FakeGitHub;
beforeEach(async () => {
  github = await FakeGitHub.start();
  github.git.commitTo('main', [
    ...SERVICES.map(one => [pathOf(one), 'newTag: 1.4.0\n'] as const),
    ['scripts/deploy.sh', { bytes: Buffer.from('#'), mode: '100755' }],
    ['current.yaml', { link: 'newTag: 1.5.0\n' }],
  ]);
});
afterEach(() => github.close());

function repository() {
  const { token, apiUrl } = github;
  return new GitHubHost({
    integration: { host: github.server.host, apiBaseUrl: apiUrl },
    credentials: {
      getCredentials: async () => ({
        type: 'token',
        headers: { authorization: `Bearer ${token}` },
      }),
    },
  }).repository(github.repositoryUrl);
}

/** A release of all services, and one file of each kind beside. */
function release(more: Record<string, string | null> = {}) {
  const files: [string, Uint8Array | null][] = [
    ...SERVICES.map(pathOf).map((path): [string, Uint8Array] => [
      path,
      bytes('newTag: 1.5.0\n'),
    ]),
    ['no/such.yaml', null],
    ['added.yaml', bytes('added\n')],
    ['scripts/deploy.sh', bytes('#!/bin/sh\n')],
  ];
  for (const [path, text] of Object.entries(more))
    files.push([path, text === null ? null : bytes(text)]);
  return {
    branch: 'gitops/release',
    base: { branch: 'main', sha: github.git.branches.get('main')! },
    files: new Map(files),
    message: 'Release',
  };
}

/** What is asked of GitHub meanwhile. */
async function requestsOf(work: () => Promise<unknown>): Promise<number> {
  const before = github.server.requests.length;
  await work();
  return github.server.requests.length - before;
}

function expectWhole(branch: string): void {
  const { tree } = github.git.resolve(branch)!;
  for (const service of SERVICES)
    expect(String(tree.get(pathOf(service))?.bytes)).toBe('newTag: 1.5.0\n');
  expect(tree.get('added.yaml')?.mode).toBe('100644');
  expect(tree.get('scripts/deploy.sh')?.mode).toBe('100755');
  expect(tree.size).toBe(SERVICES.length + 3);
}

describe('A release of three hundred services on GitHub', () => {
  it('is made in a few requests, and found in fewer', async () => {
    const change = release();
    const made = () => repository().ensureBranch(change, options());
    expect(await requestsOf(made)).toBeLessThanOrEqual(6);
    expectWhole(change.branch);
    expect(await requestsOf(made)).toBeLessThanOrEqual(2);
    expect(await made()).toMatchObject({ made: false });
  });

  it('is made and found where the tree is longer than GitHub answers', async () => {
    github.maxTreeItems = 400;
    const change = release();
    await repository().ensureBranch(change, options());
    expectWhole(change.branch);
    expect(await repository().ensureBranch(change, options())).toMatchObject({
      made: false,
    });
  });

  it.each([
    ['has another content', [[pathOf('service-7'), 'newTag: 9.9.9\n']]],
    ['is gone', [[pathOf('service-7'), null]]],
    ['is a link of that content', [['added.yaml', { link: 'added\n' }]]],
    ['is there that was to go', [['no/such.yaml', 'still here\n']]],
  ] as const)(
    'is refused where a file of the branch %s',
    async (_, changes) => {
      const change = release();
      await repository().ensureBranch(change, options());
      github.git.commitTo(change.branch, changes);
      await expect(
        repository().ensureBranch(change, options()),
      ).rejects.toMatchObject({
        problem: 'conflict',
        message: expect.stringContaining(`with another ${changes[0][0]}`),
      });
    },
  );

  it('makes no link a file', async () => {
    await expect(
      repository().ensureBranch(release({ 'current.yaml': 'x' }), options()),
    ).rejects.toMatchObject({
      problem: 'notAFile',
      message: expect.stringContaining('current.yaml'),
    });
  });
});
