import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import type { MergeMethod } from '../GitHost';
import { describeGitHost } from '../__testUtils__/hostSuite';
import {
  bytes,
  options,
  SuiteContext,
} from '../__testUtils__/hostSuite/SuiteContext';
import { memorySubject } from '../__testUtils__/memorySubject';
import { FakeBitbucket } from './__testUtils__/FakeBitbucket';
import { BitbucketCloudHost } from './BitbucketCloudHost';

function hostOf(
  { server, username }: FakeBitbucket,
  credentials: { token?: string; appPassword?: string },
  now?: () => number,
): BitbucketCloudHost {
  const { host, url } = server;
  return new BitbucketCloudHost({
    integration: { host, apiBaseUrl: `${url}/2.0`, username, ...credentials },
    baseUrl: url,
    now,
  });
}

let bitbucket: FakeBitbucket;
async function makeSubject() {
  bitbucket = await FakeBitbucket.start();
  const { token, readToken, server } = bitbucket;
  return memorySubject(bitbucket, {
    hostAt: now => hostOf(bitbucket, { token }, now),
    stranger: hostOf(bitbucket, { token: 'ATBBrevoked6789abcdefghij' }),
    reader: hostOf(bitbucket, { token: readToken }),
    url: `${server.url}/platform/gitops.git`,
    missingUrl: `${server.url}/platform/no-such.git`,
    secret: token,
  });
}

describeGitHost(
  'Bitbucket Cloud',
  {
    mergeMethods: ['merge', 'squash', 'rebase'],
    maxTitleLength: 255,
    reviewer: 'reviewer',
    canReopen: false,
    remakesBranches: false,
    canArchive: false,
    hasReader: true,
    makesRepositories: false,
  },
  makeSubject,
);

describe('Bitbucket Cloud', () => {
  const context = new SuiteContext(makeSubject);
  const merge = async (method?: MergeMethod) => {
    const { number, head: expectedHead } = await context.opened();
    return context.repository.merge(
      { number, expectedHead, method },
      options(),
    );
  };
  const open = async () => {
    const change = await context.change();
    await context.repository.ensureBranch(change, options());
    const request = {
      branch: change.branch,
      base: 'main',
      title: 'T',
      body: 'B',
    };
    return context.repository.ensurePullRequest(request, options());
  };

  it.each([
    'git@bitbucket.org:platform/gitops.git',
    'https://me@bitbucket.org/platform/gitops.git',
    'https://bitbucket.org/platform/gitops/src/main/README.md',
    'https://bitbucket.org/platform/gitops/pull-requests/1',
  ])('takes %s for the repository', async address => {
    const repository = context.subject.host.repository(address);
    expect(repository).toMatchObject({
      name: 'platform/gitops',
      url: `${bitbucket.server.url}/platform/gitops`,
    });
    expect(await repository.get(options())).toMatchObject({
      defaultBranch: 'main',
    });
  });

  it('is there for each integration', () => {
    const config = new ConfigReader({
      integrations: { bitbucketCloud: [{ username: 'a', token: 'b' }] },
    });
    const [host] = BitbucketCloudHost.fromIntegrations(
      ScmIntegrations.fromConfig(config),
    );
    expect(host.host).toBe('bitbucket.org');
    expect(host.repository('https://bitbucket.org/a/b.git').url).toBe(
      'https://bitbucket.org/a/b',
    );
  });

  it('takes an app password too', async () => {
    const host = hostOf(bitbucket, { appPassword: bitbucket.token });
    expect(await context.of(host).get(options())).toMatchObject({
      defaultBranch: 'main',
    });
  });

  it('names the scope that credentials lack', async () => {
    const reader = context.of(context.subject.reader!);
    await expect(
      reader.ensureBranch(await context.change(), options()),
    ).rejects.toMatchObject({
      problem: 'forbidden',
      message: expect.stringContaining('repository:write'),
    });
  });

  it('reads a file of a tag and of a branch with slashes', async () => {
    const sha = await context.subject.commitDirectly('a/b/c', { a: 'text' });
    bitbucket.git.tags.set('release/1', sha);
    for (const ref of ['release/1', 'a/b/c']) {
      const file = { path: 'a', ref };
      const found = await context.repository.read(file, options());
      expect(String(Buffer.from(found!))).toBe('text');
    }
  });

  it('reads a directory to its last page', async () => {
    const names = Array.from({ length: 205 }, (_, index) => `${1000 + index}`);
    const files = names.map(name => [`many/${name}`, name]);
    await context.subject.commitDirectly('main', Object.fromEntries(files));
    const found = await context.repository.list(
      { path: 'many', ref: 'main' },
      options(),
    );
    expect(found.map(({ name }) => name)).toEqual(names);
  });

  it('takes files for files that are called as fields of the form', async () => {
    const change = await context.change({
      files: new Map([
        ['message', bytes('m')],
        ['branch', bytes('b')],
        ['files', bytes('f')],
      ]),
    });
    const { head } = await context.repository.ensureBranch(change, options());
    const { tree } = bitbucket.git.commit(head)!;
    expect(String(tree.get('branch')!.bytes)).toBe('b');
    expect(String(tree.get('files')!.bytes)).toBe('f');
  });

  it('refuses what an upload would lose', async () => {
    const { git } = bitbucket;
    const tree = git.commit(git.branches.get('main'))!.tree as Map<string, any>;
    tree.set('run.sh', { bytes: Buffer.from('a'), mode: '100755' });
    for (const path of ['run.sh', 'a"b']) {
      const files = new Map([[path, bytes('new')]]);
      await expect(
        context.repository.ensureBranch(
          await context.change({ files }),
          options(),
        ),
      ).rejects.toMatchObject({ problem: 'invalid' });
    }
    const files = new Map([['run.sh', null]]);
    expect(
      await context.repository.ensureBranch(
        await context.change({ files }),
        options(),
      ),
    ).toMatchObject({ made: true });
  });

  it('finds reviewers by mail address and identity', async () => {
    await open();
    const reviewers = ['reviewer@acme.io', '{twin-1}', 'twin', 'dana'];
    expect(
      await context.repository.requestReviewers(
        { number: 1, reviewers },
        options(),
      ),
    ).toEqual({
      // Two members have that nickname, and the author can't review
      refused: ['twin', 'dana'],
    });
    expect(bitbucket.pulls.get(1)).toMatchObject({
      title: 'T',
      body: 'B',
      reviewers: ['reviewer', 'twin'],
    });
  });

  it('asks the default reviewers too, but for the author', async () => {
    bitbucket.defaultReviewers = ['{dana}', '{reviewer}'];
    await open();
    expect(bitbucket.pulls.get(1)!.reviewers).toEqual(['reviewer']);
  });

  it('leaves a pull request alone that comes from a fork', async () => {
    await context.subject.commitDirectly('a"b\\c', { a: 'a' });
    const of = { branch: 'a"b\\c', base: 'main' };
    await context.subject.openOnPage({ ...of, title: 'Theirs' });
    const find = () => context.repository.findPullRequest(of, options());
    expect(await find()).toMatchObject({ number: 1 });
    bitbucket.fromForks.add(1);
    expect(await find()).toBeUndefined();
  });

  it.each([
    ['merge', 'merge_commit'],
    ['squash', 'squash'],
    ['rebase', 'rebase_fast_forward'],
    [undefined, undefined],
  ] as const)('merges by %s with the strategy %s', async (method, strategy) => {
    expect(await merge(method)).toMatchObject({ merged: true });
    expect(bitbucket.mergeStrategies).toEqual([strategy]);
  });

  it('answers why Bitbucket refuses to merge', async () => {
    bitbucket.mergeRefusal = { status: 400, words: '1 build is still running' };
    expect(await merge()).toEqual({
      merged: false,
      reason: expect.stringContaining('1 build is still running'),
      pullRequest: expect.objectContaining({ state: 'open' }),
    });
  });

  it.each([
    [409, 'conflict'],
    [555, 'unavailable'],
  ])('throws where merging is refused with %d: %s', async (status, problem) => {
    bitbucket.mergeRefusal = { status, words: 'No' };
    await expect(merge()).rejects.toMatchObject({ problem });
  });

  it('answers that the host is still at it', async () => {
    bitbucket.isSlow = true;
    expect(await merge()).toEqual({
      merged: false,
      reason: expect.stringContaining('still at it'),
      pullRequest: expect.objectContaining({ state: 'open' }),
    });
  });

  it('does not merge a draft', async () => {
    const { number, head: expectedHead } = await context.opened();
    bitbucket.pulls.get(number)!.isDraft = true;
    expect(
      await context.repository.merge({ number, expectedHead }, options()),
    ).toMatchObject({ reason: expect.stringContaining('draft') });
  });

  it('counts all builds of the head, though Bitbucket lists a hundred at once', async () => {
    bitbucket.statuses = Array.from({ length: 200 }, () => 'SUCCESSFUL');
    bitbucket.statuses.push('FAILED');
    const { number } = await context.opened();
    expect(
      await context.repository.pullRequest(number, options()),
    ).toMatchObject({ checks: { passed: 200, failed: 1, pending: 0 } });
  });

  it('tells who approved, and the builds of the head', async () => {
    bitbucket.statuses = ['SUCCESSFUL', 'FAILED', 'STOPPED', 'INPROGRESS'];
    const { number } = await context.opened();
    bitbucket.pulls.get(number)!.approvedBy.push('reviewer');
    expect(
      await context.repository.pullRequest(number, options()),
    ).toMatchObject({
      approvedBy: ['reviewer'],
      checks: { passed: 1, failed: 2, pending: 1 },
      failedChecks: ['Build 1', 'Build 2'],
    });
  });
});
