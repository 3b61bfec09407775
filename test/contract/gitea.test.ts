import { describeGitServer } from '../../plugins/gitops-node/src/hosts/__testUtils__/hostSuite';
import {
  image,
  seed,
} from '../../plugins/gitops-node/src/hosts/__testUtils__/hostSuite/HostSubject';
import {
  bytes,
  expectTold,
  options,
  SuiteContext,
} from '../../plugins/gitops-node/src/hosts/__testUtils__/hostSuite/SuiteContext';
import { describeWorkflows } from '../../plugins/gitops-node/src/hosts/__testUtils__/hostSuite/workflows';
import {
  giteaSubject,
  giteaTraits,
} from '../../plugins/gitops-node/src/hosts/gitea/__testUtils__/giteaSubject';
import { SeedRepository } from '../../plugins/gitops-node/src/hosts/gitea/__testUtils__/SeedRepository';
import { GiteaUnderTest, giteaUnderTest, isRealGitea } from './giteaServer';

let server: GiteaUnderTest;
let seeded: SeedRepository;
beforeAll(async () => {
  server = await giteaUnderTest();
  seeded = await SeedRepository.of(seed);
});
afterAll(async () => {
  await server?.close();
  await seeded?.remove();
});

const makeSubject = () => giteaSubject(server, seeded);

// Of the sandbox, the unit tests of GiteaHost assert the same
if (isRealGitea) describeGitServer('Gitea', giteaTraits, makeSubject);

describe('Gitea, as the client relies on it', () => {
  const context = new SuiteContext(makeSubject);

  it('takes hundreds of files in one commit', async () => {
    const { repository, subject } = context;
    const paths = Array.from(
      { length: 300 },
      (_, index) => `many/${index}.txt`,
    );
    const all = (text: string) => paths.map(path => [path, text] as const);
    await subject.commitDirectly('main', Object.fromEntries(all('1')));
    const change = await context.change({
      files: new Map([
        ...all('2').map(([path, text]) => [path, bytes(text)] as const),
        ['many/0.txt', null],
        ['many/more.txt', bytes('2')],
      ]),
    });
    const { head } = await repository.ensureBranch(change, options());
    const read = (path: string) =>
      repository.read({ path, ref: head }, options());
    expect(await read('many/0.txt')).toBeUndefined();
    expect(await read('many/299.txt')).toEqual(Buffer.from('2'));
    expect(await read('many/more.txt')).toEqual(Buffer.from('2'));
    expect(
      await repository.list({ path: 'many', ref: head }, options()),
    ).toHaveLength(300);
  });

  it('says where it has a repository that was renamed', async () => {
    const { repository, subject } = context;
    const change = await context.change();
    await subject.rename();
    const moved = { message: expect.stringContaining('another address') };
    await expectTold(context, repository.get(options()), moved);
    await expectTold(
      context,
      repository.ensureBranch(change, options()),
      moved,
    );
    await expectTold(context, repository.deleteBranch('x', options()), moved);
  });

  it('does not merge into a protected branch what nobody approved, and says so', async () => {
    const { repository, subject } = context;
    const rule = { rule_name: 'main', required_approvals: 1 };
    await subject.call('POST', '/branch_protections', rule);
    const { number, head: expectedHead } = await context.opened();
    expect(await repository.merge({ number, expectedHead }, options())).toEqual(
      {
        merged: false,
        reason: expect.stringMatching(/approvals/),
        pullRequest: expect.objectContaining({ number }),
      },
    );
    expect(await repository.pullRequest(number, options())).toMatchObject({
      state: 'open',
      approvedBy: [],
    });
  });

  it('tells the statuses of a head', async () => {
    const { repository, subject } = context;
    const { number, head } = await context.opened();
    const { checks } = await repository.pullRequest(number, options());
    expect(checks).toBeUndefined();
    for (const [name, state] of [
      ['lint', 'failure'],
      ['lint', 'success'],
      ['test', 'pending'],
      ['build', 'error'],
    ])
      await subject.call('POST', `/statuses/${head}`, { context: name, state });
    expect(await repository.pullRequest(number, options())).toMatchObject({
      checks: { passed: 1, pending: 1, failed: 1 },
    });
  });

  it('finds the merge commit of a pull request whose branch is gone', async () => {
    const { repository, subject } = context;
    const { branch, head: expectedHead, number } = await context.opened();
    await repository.merge(
      { number, expectedHead, method: 'squash' },
      options(),
    );
    await repository.deleteBranch(branch, options());
    const found = await repository.pullRequest(number, options());
    expect(found).toMatchObject({
      state: 'merged',
      head: expectedHead,
      endedBy: server.user,
    });
    const [newest] = await repository.commits(
      { path: image, ref: 'main', limit: 1 },
      options(),
    );
    expect(newest.sha).toBe(found.mergeCommit);
    expect(await subject.branches()).toEqual(['main']);
  });

  it('closes the pull request of a branch that is deleted, in a while', async () => {
    const { repository } = context;
    const { branch, number } = await context.opened();
    await repository.deleteBranch(branch, options());
    const asked = options();
    const find = () => repository.pullRequest(number, asked);
    let found = await find();
    while (found.state === 'open') found = await find();
    expect(found).toMatchObject({ state: 'closed', isMergeable: undefined });
  });

  it('makes no branch below another, and says that they conflict', async () => {
    const { branch } = await context.pushed();
    const change = await context.change({ branch: `${branch}/below` });
    await expectTold(
      context,
      context.repository.ensureBranch(change, options()),
      { problem: 'conflict', message: expect.stringContaining(branch) },
    );
  });
});

describe('Gitea Actions', () => {
  const workflow = [
    'on:',
    '  workflow_dispatch:',
    '    inputs:',
    '      service: { required: true }',
    'jobs:',
    '  promote:',
    '    runs-on: no-such-runner',
    '    steps:',
    '      - run: "true"',
    '',
  ].join('\n');
  const file = 'promote.yaml';
  describeWorkflows(
    new SuiteContext(async () => {
      const subject = await makeSubject();
      const files = { [`.gitea/workflows/${file}`]: workflow };
      await subject.commitDirectly('main', files);
      return subject;
    }),
    { file, missing: 'no-such.yaml' },
  );
});
