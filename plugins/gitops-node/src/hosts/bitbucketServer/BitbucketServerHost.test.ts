import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import type { MergeMethod } from '../GitHost';
import { describeGitHost } from '../__testUtils__/hostSuite';
import { image } from '../__testUtils__/hostSuite/HostSubject';
import {
  bytes,
  options,
  SuiteContext,
} from '../__testUtils__/hostSuite/SuiteContext';
import { memorySubject } from '../__testUtils__/memorySubject';
import { FakeBitbucketServer } from './__testUtils__/FakeBitbucketServer';
import { BitbucketServerHost } from './BitbucketServerHost';

function hostOf(
  { server }: FakeBitbucketServer,
  credentials: { token?: string; username?: string; password?: string },
  { path = '', now }: { path?: string; now?: () => number } = {},
): BitbucketServerHost {
  const { host, url } = server;
  const apiBaseUrl = `${url}${path}/rest/api/1.0`;
  return new BitbucketServerHost({
    integration: { host, apiBaseUrl, ...credentials },
    now,
  });
}

let bitbucket: FakeBitbucketServer;
async function makeSubject() {
  bitbucket = await FakeBitbucketServer.start();
  const { token, readToken, server } = bitbucket;
  const cloneUrl = (name: string) => `${server.url}/scm/${name}.git`;
  return memorySubject(bitbucket, {
    hostAt: now => hostOf(bitbucket, { token }, { now }),
    stranger: hostOf(bitbucket, { token: 'BBDC-revoked6789abcdefghij' }),
    reader: hostOf(bitbucket, { token: readToken }),
    url: cloneUrl('PLAT/gitops'),
    missingUrl: cloneUrl('PLAT/no-such'),
    newUrls: [cloneUrl('PLAT/new'), cloneUrl('~dana/new')],
    nowhereUrl: cloneUrl('no-such-owner/new'),
    rights: {
      url: cloneUrl('PLAT/gitops'),
      team: 'team-a',
      user: 'reviewer',
      protectsInPart: true,
      access: async () =>
        Object.fromEntries(
          [...bitbucket.access].map(([name, permission]) => [
            name,
            permission.replace('REPO_', '').toLowerCase(),
          ]),
        ),
      isProtected: async branch =>
        bitbucket.restrictions.some(
          ({ type, matcher }) =>
            type === 'pull-request-only' &&
            matcher.id === `refs/heads/${branch}`,
        ),
    },
    secret: token,
    archive: () => {
      bitbucket.isArchived = true;
    },
  });
}

describeGitHost(
  'Bitbucket Data Center',
  {
    mergeMethods: ['merge', 'squash', 'rebase'],
    maxTitleLength: 255,
    reviewer: 'reviewer',
    canReopen: true,
    remakesBranches: false,
    commitsFilesApart: true,
    listsLinksAsFiles: true,
    canArchive: true,
    hasReader: true,
    makesRepositories: true,
  },
  makeSubject,
);

describe('Bitbucket Data Center', () => {
  const context = new SuiteContext(makeSubject);
  const merge = async (method?: MergeMethod, whenReady?: boolean) => {
    const { number, head: expectedHead } = await context.opened();
    return context.repository.merge(
      { number, expectedHead, method, whenReady },
      options(),
    );
  };
  const open = async () => {
    const { branch, base } = await context.pushed();
    const request = { branch, base, title: 'T', body: 'B' };
    return context.repository.ensurePullRequest(request, options());
  };
  const look = async () => {
    const { number } = await context.opened();
    return context.repository.pullRequest(number, options());
  };

  describe('addresses', () => {
    it.each([
      'ssh://git@127.0.0.1:7999/plat/gitops.git',
      'ssh://git@127.0.0.1:7999/PLAT/gitops',
      'git@127.0.0.1:plat/gitops.git',
      'https://dana@127.0.0.1/scm/plat/GitOps.git',
      'https://127.0.0.1/projects/PLAT/repos/gitops',
      'https://127.0.0.1/projects/PLAT/repos/gitops/browse/apps?at=main',
      'https://127.0.0.1/projects/PLAT/repos/gitops/pull-requests/1/overview',
    ])('takes %s for the repository', async address => {
      const repository = context.subject.host.repository(address);
      expect(repository).toMatchObject({
        name: 'PLAT/gitops',
        url: `${bitbucket.server.url}/projects/PLAT/repos/gitops`,
      });
      expect(await repository.get(options())).toMatchObject({
        defaultBranch: 'main',
      });
    });

    it.each([
      'ssh://git@127.0.0.1:7999/~dana/gitops.git',
      'https://127.0.0.1/scm/~Dana/gitops.git',
      'https://127.0.0.1/users/dana/repos/gitops/browse',
    ])("takes %s for a person's own repository", address => {
      expect(context.subject.host.repository(address)).toMatchObject({
        name: '~dana/gitops',
        url: `${bitbucket.server.url}/users/dana/repos/gitops`,
      });
    });

    it.each([
      'https://127.0.0.1/PLAT/gitops.git',
      'https://127.0.0.1/projects/PLAT',
      'https://127.0.0.1/scm/plat/gitops/info',
    ])('takes %s for none, and says what one looks like', address => {
      expect(() => context.subject.host.repository(address)).toThrow(
        /not the address of a repository of Bitbucket.*\/scm\/KEY\/name.git/,
      );
    });

    it('reaches a server that is below a path of its host', async () => {
      const path = '/bitbucket';
      const below = await FakeBitbucketServer.start(path);
      below.git.commitTo('main', [['a', 'a']]);
      const host = hostOf(below, { token: below.token }, { path });
      const url = `${below.server.url}${path}/scm/plat/gitops.git`;
      const repository = host.repository(url);
      expect(repository.url).toBe(
        `${below.server.url}${path}/projects/PLAT/repos/gitops`,
      );
      expect(await repository.head('main', options())).toBeDefined();
      await repository.deleteBranch('main', options());
      expect(await repository.head('main', options())).toBeUndefined();
      expect(await repository.gitCredentials!(options())).toMatchObject({
        url: `${below.server.url}${path}/scm/PLAT/gitops.git`,
      });
      await below.server.close();
    });

    it('is there for each integration, with pages at the host that people know', () => {
      const config = new ConfigReader({
        integrations: {
          bitbucketServer: [
            { host: 'git.acme.io', token: 'a' },
            {
              host: 'code.acme.io',
              apiBaseUrl: 'http://bitbucket.git.svc:7990/git/rest/api/1.0/',
              username: 'bot',
              password: 'secret',
            },
          ],
        },
      });
      const hosts = BitbucketServerHost.fromIntegrations(
        ScmIntegrations.fromConfig(config),
      );
      const urls = hosts.map(
        one => one.repository(`ssh://git@${one.host}:7999/plat/a.git`).url,
      );
      expect(urls).toEqual([
        'https://git.acme.io/projects/PLAT/repos/a',
        'https://code.acme.io/git/projects/PLAT/repos/a',
      ]);
    });
  });

  describe('credentials', () => {
    it('are the name of a user and a password too', async () => {
      const { user: username, password } = bitbucket;
      const repository = context.of(hostOf(bitbucket, { username, password }));
      expect(await repository.get(options())).toMatchObject({
        defaultBranch: 'main',
      });
      expect(await repository.gitCredentials!(options())).toEqual({
        url: context.subject.url,
        username,
        password,
      });
    });

    it('name the user of a token to git', async () => {
      expect(await context.repository.gitCredentials!(options())).toMatchObject(
        { username: 'dana@acme.io', password: bitbucket.token },
      );
    });

    it('are missing for git where there are none', async () => {
      const repository = context.of(hostOf(bitbucket, {}));
      await expect(repository.gitCredentials!(options())).rejects.toMatchObject(
        {
          problem: 'unauthorized',
          message: expect.stringContaining('integrations.bitbucketServer'),
        },
      );
    });
  });

  describe('reading', () => {
    it('reads a directory to its last page', async () => {
      const names = Array.from(
        { length: 205 },
        (_, index) => `${1000 + index}`,
      );
      const files = names.map(name => [`many/${name}`, name]);
      await context.subject.commitDirectly('main', Object.fromEntries(files));
      const found = await context.repository.list(
        { path: 'many', ref: 'main' },
        options(),
      );
      expect(found.map(({ name }) => name)).toEqual(names);
    });

    it('reads a file of a tag, and of a branch rather than a tag of the same name', async () => {
      const { git } = bitbucket;
      const sha = await context.subject.commitDirectly('a/b', { a: 'branch' });
      git.tags.set('release/1', sha);
      git.tags.set('a/b', git.branches.get('main')!);
      for (const ref of ['release/1', 'a/b']) {
        const found = await context.repository.read(
          { path: 'a', ref },
          options(),
        );
        expect(String(Buffer.from(found!))).toBe('branch');
      }
    });

    it('tells a short file without a line break from a symbolic link', async () => {
      await context.subject.commitDirectly('main', { 'a/VERSION': '1.4.0' });
      const found = await context.repository.read(
        { path: 'a/VERSION', ref: 'main' },
        options(),
      );
      expect(String(Buffer.from(found!))).toBe('1.4.0');
    });
  });

  describe('a branch with several files', () => {
    const other = 'apps/orders/values.yaml';
    const files = new Map([
      [image, bytes('newTag: 1.5.0\n')],
      ['README.md', bytes('# Promoted\n')],
      [other, bytes('tag: 1.5.0\n')],
    ]);
    const commitsOn = async (ref: string) => {
      const found = await context.repository.commits(
        { path: '', ref, limit: 20 },
        options(),
      );
      return found.map(({ subject }) => subject);
    };
    const subject = 'Promote pricing to production';

    it.each([
      ['lost', 0],
      ['lost', 1],
      ['lost', 2],
      ['lost', 3],
      ['error', 1],
      ['error', 2],
      ['cut', 3],
    ] as const)(
      'is completed, and has no file twice, where it was left half made (%s at change %d)',
      async (kind, skip) => {
        const change = await context.change({ files });
        const ensure = () => context.repository.ensureBranch(change, options());
        context.subject.failNext({ kind }, { isChange: true, skip });
        await expect(ensure()).rejects.toMatchObject({
          problem: 'unavailable',
        });
        const { head } = await ensure();
        expect(await ensure()).toEqual({ head, made: false });
        expect(await commitsOn(change.branch)).toEqual([
          subject,
          subject,
          subject,
          'Begin',
        ]);
        for (const [path, wanted] of files) {
          const found = await context.repository.read(
            { path, ref: head },
            options(),
          );
          expect(Buffer.from(found!)).toEqual(Buffer.from(wanted));
        }
      },
    );

    it('is completed on the commit where it was begun, though the base went on', async () => {
      const { repository } = context;
      const change = await context.change({ files });
      context.subject.failNext({ kind: 'error' }, { isChange: true, skip: 2 });
      await expect(
        repository.ensureBranch(change, options()),
      ).rejects.toMatchObject({ problem: 'unavailable' });
      const sha = await context.subject.commitDirectly('main', { later: 'a' });
      const base = { branch: 'main', sha };
      await repository.ensureBranch({ ...change, base }, options());
      expect(await commitsOn(change.branch)).toEqual([
        subject,
        subject,
        subject,
        'Begin',
      ]);
    });

    it.each([
      ['with another file', { [image]: 'newTag: 1.5.0\n', theirs: 'a' }],
      ['with another content', { [image]: 'newTag: 1.4.9\n' }],
    ])('is left alone where somebody else made it %s', async (_, theirs) => {
      const change = await context.change({ files });
      const sha = await context.subject.commitDirectly(change.branch, theirs);
      await expect(
        context.repository.ensureBranch(change, options()),
      ).rejects.toMatchObject({
        problem: 'conflict',
        message: expect.stringContaining(change.branch),
      });
      expect(bitbucket.git.branches.get(change.branch)).toBe(sha);
    });

    it('is refused where somebody else pushes while it is made', async () => {
      const change = await context.change({ files });
      let writes = 0;
      bitbucket.beforeWrite = () => {
        if (++writes === 2)
          bitbucket.git.commitTo(change.branch, [['theirs', 'a']]);
      };
      await expect(
        context.repository.ensureBranch(change, options()),
      ).rejects.toMatchObject({
        problem: 'conflict',
        message: expect.stringContaining(change.branch),
      });
    });

    it('takes a request that was taken for lost and arrives late for its own', async () => {
      const change = await context.change({ files });
      context.subject.failNext({ kind: 'cut' }, { isChange: true, skip: 1 });
      const ensure = () => context.repository.ensureBranch(change, options());
      await expect(ensure()).rejects.toMatchObject({ problem: 'unavailable' });
      bitbucket.beforeWrite = () => {
        bitbucket.beforeWrite = () => {};
        bitbucket.git.commitTo(
          change.branch,
          [[image, 'newTag: 1.5.0\n']],
          change.message,
        );
      };
      await ensure();
      expect(await commitsOn(change.branch)).toEqual([
        subject,
        subject,
        subject,
        'Begin',
      ]);
    });

    it('is one commit on its base when it is squashed', async () => {
      const change = await context.change({ files });
      const { head } = await context.repository.ensureBranch(change, options());
      const { branch } = change;
      const { pullRequest } = await context.repository.ensurePullRequest(
        { branch, base: 'main', title: 'T', body: 'B' },
        options(),
      );
      const { number } = pullRequest;
      expect(
        await context.repository.merge(
          { number, expectedHead: head, method: 'squash' },
          options(),
        ),
      ).toMatchObject({ merged: true });
      expect(await commitsOn('main')).toHaveLength(2);
    });

    it('has no commit for a file that is so already', async () => {
      const change = await context.change({
        files: new Map([...files, ['README.md', bytes('# GitOps\n')]]),
      });
      await context.repository.ensureBranch(change, options());
      expect(await commitsOn(change.branch)).toEqual([
        subject,
        subject,
        'Begin',
      ]);
    });
  });

  describe('reviewers', () => {
    it('are those by default too, but for the author', async () => {
      bitbucket.defaultReviewers = ['dana@acme.io', 'reviewer'];
      await open();
      expect(bitbucket.pulls.get(1)!.reviewers).toEqual(['reviewer']);
    });

    it('are those by default whom Bitbucket takes', async () => {
      bitbucket.defaultReviewers = ['gone', 'reviewer'];
      await open();
      expect(bitbucket.pulls.get(1)!.reviewers).toEqual(['reviewer']);
      expect(bitbucket.pulls.all).toHaveLength(1);
    });

    it('who approved are told by name, also those who were not asked', async () => {
      await open();
      const pull = bitbucket.pulls.get(1)!;
      pull.reviewers = ['reviewer'];
      pull.approvedBy = ['reviewer', 'second'];
      const { approvedBy } = await context.repository.pullRequest(1, options());
      expect(approvedBy).toEqual(['reviewer', 'second']);
    });
  });

  describe('finding', () => {
    it('leaves pull requests alone that come from a fork or go to another repository', async () => {
      await context.subject.commitDirectly('feature', { a: 'a' });
      const of = { branch: 'feature', base: 'main' };
      await context.subject.openOnPage({ ...of, title: 'Theirs' });
      const find = () => context.repository.findPullRequest(of, options());
      expect(await find()).toMatchObject({ number: 1 });
      bitbucket.toUpstream.add(1);
      expect(await find()).toBeUndefined();
      bitbucket.toUpstream.clear();
      bitbucket.fromForks.add(1);
      expect(await find()).toBeUndefined();
    });

    it('tells who merged it and who declined it, and not who said something later', async () => {
      const { number } = await context.opened();
      await context.subject.mergeOnPage(number, 'merge');
      bitbucket.pulls.get(number)!.comments.push('Thanks');
      const found = () => context.repository.pullRequest(number, options());
      expect((await found()).endedBy).toBe('reviewer');
      bitbucket.pulls.get(number)!.state = 'closed';
      expect(await found()).toMatchObject({
        state: 'closed',
        endedBy: 'reviewer',
      });
    });

    it('knows no merge commit where somebody rewrote the base after a fast-forward', async () => {
      const { number, head } = await context.opened();
      await context.subject.mergeOnPage(number, 'rebase');
      const found = () => context.repository.pullRequest(number, options());
      expect((await found()).mergeCommit).toBe(head);
      const { git } = bitbucket;
      git.branches.set('main', git.commit(head)!.parents[0]);
      expect((await found()).mergeCommit).toBeUndefined();
    });
  });

  describe('merging', () => {
    it.each([
      ['merge', 'no-ff'],
      ['squash', 'squash'],
      ['rebase', 'rebase-ff-only'],
    ] as const)('by %s has the strategy %s', async (method, strategy) => {
      expect(await merge(method)).toMatchObject({ merged: true });
      expect(bitbucket.usedStrategies).toEqual([strategy]);
    });

    it('takes another strategy of the same method where the repository allows only that', async () => {
      bitbucket.enabledStrategies = ['rebase-no-ff', 'squash-ff-only'];
      expect(await merge('squash')).toMatchObject({ merged: true });
      expect(bitbucket.usedStrategies).toEqual(['squash-ff-only']);
    });

    it('says which methods the repository allows instead', async () => {
      bitbucket.enabledStrategies = ['no-ff', 'squash-ff-only'];
      await expect(merge('rebase')).rejects.toMatchObject({
        problem: 'invalid',
        message: expect.stringContaining('allows merge and squash'),
      });
    });

    const approval = {
      summaryMessage: 'Requires approvals',
      detailedMessage:
        'You still need 1 approval before this pull request can be merged.',
    };
    const tasks = {
      summaryMessage: 'Not all tasks are resolved',
      detailedMessage: 'You still need to resolve 2 tasks.',
    };

    it('says what merge checks wait for', async () => {
      bitbucket.vetoes = [approval, tasks];
      const answer = await merge();
      expect(answer).toMatchObject({
        merged: false,
        reason: expect.stringContaining(
          `${approval.detailedMessage} ${tasks.detailedMessage}`,
        ),
      });
      const found = await context.repository.pullRequest(1, options());
      expect(found).toMatchObject({ state: 'open', isMergeable: true });
    });

    it('leaves it to Bitbucket where auto-merge is allowed and wanted', async () => {
      bitbucket.vetoes = [approval];
      bitbucket.allowsAutoMerge = true;
      expect(await merge('merge', true)).toMatchObject({
        merged: false,
        isQueued: true,
        reason: expect.stringContaining('1 approval'),
      });
      expect([...bitbucket.autoMerged]).toEqual([1]);
      const { repository } = context;
      const queued = () => repository.isQueued!({ number: 1 }, options());
      expect(await queued()).toBe(true);
      await repository.cancelMerge!({ number: 1 }, options());
      expect(await queued()).toBe(false);
      await repository.cancelMerge!({ number: 1 }, options());
    });

    it('waits for a person where auto-merge is not allowed', async () => {
      bitbucket.vetoes = [approval];
      const answer = await merge('merge', true);
      expect(answer).toMatchObject({
        merged: false,
        reason: expect.stringContaining('1 approval'),
      });
      expect(answer).not.toHaveProperty('isQueued');
    });

    it('does not merge a head that moved after the last look at it', async () => {
      const { git } = bitbucket;
      const main = git.branches.get('main');
      bitbucket.beforeMerge = () => {
        bitbucket.beforeMerge = () => {};
        git.commitTo('gitops/promote-pricing', [['README.md', 'unseen']]);
      };
      await expect(merge()).rejects.toMatchObject({ problem: 'conflict' });
      expect(git.branches.get('main')).toBe(main);
    });

    it('merges though somebody adds a reviewer just then', async () => {
      bitbucket.beforeMerge = () => {
        bitbucket.beforeMerge = () => {};
        bitbucket.pulls.add(bitbucket.pulls.get(1)!, 'reviewers', ['second']);
      };
      expect(await merge()).toMatchObject({ merged: true });
    });

    it('takes it for success that somebody else merges it just then', async () => {
      bitbucket.beforeMerge = () => {
        const pull = bitbucket.pulls.get(1)!;
        if (pull.state === 'open')
          bitbucket.pulls.merge(pull, 'merge', 'reviewer');
      };
      expect(await merge()).toMatchObject({
        merged: true,
        pullRequest: { endedBy: 'reviewer' },
      });
    });

    it('does not merge a draft', async () => {
      const { number, head: expectedHead } = await context.opened();
      bitbucket.pulls.get(number)!.isDraft = true;
      expect(
        await context.repository.merge({ number, expectedHead }, options()),
      ).toMatchObject({ reason: expect.stringContaining('draft') });
    });
  });

  describe('builds', () => {
    it('of the head are its checks', async () => {
      bitbucket.builds = ['SUCCESSFUL', 'FAILED', 'CANCELLED', 'INPROGRESS'];
      bitbucket.builds.push('UNKNOWN');
      const found = await look();
      expect(found.checks).toEqual({ passed: 1, failed: 2, pending: 2 });
      expect(found.failedChecks).toEqual(['BUILD-1', 'BUILD-2']);
    });

    it('of ours have themselves for a parent, by which "Required builds" knows them', async () => {
      const { number, head: sha } = await context.opened();
      await context.repository.setStatus(
        {
          number,
          sha,
          context: 'gitops/freeze',
          state: 'failure',
          description: 'Frozen',
        },
        options(),
      );
      expect(bitbucket.parents.get('gitops/freeze')).toBe('gitops/freeze');
    });
  });
});
