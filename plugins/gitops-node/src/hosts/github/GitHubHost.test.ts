import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { describeGitHost } from '../__testUtils__/hostSuite';
import { image } from '../__testUtils__/hostSuite/HostSubject';
import {
  bytes,
  options,
  SuiteContext,
  thrownBy,
} from '../__testUtils__/hostSuite/SuiteContext';
import { memorySubject } from '../__testUtils__/memorySubject';
import { refusal } from './__testUtils__/answers';
import { FakeGitHub } from './__testUtils__/FakeGitHub';
import { GitHubHost } from './GitHubHost';

jest.setTimeout(60_000);

function hostOf(
  server: FakeGitHub,
  proof: JsonObject,
  now?: () => number,
): GitHubHost {
  const { host } = server.server;
  const own = { host, apiBaseUrl: server.apiUrl, ...proof };
  const config = new ConfigReader({ integrations: { github: [own] } });
  const integrations = ScmIntegrations.fromConfig(config);
  return new GitHubHost({
    integration: integrations.github.byHost(host)!.config,
    credentials:
      DefaultGithubCredentialsProvider.fromIntegrations(integrations),
    now,
  });
}

let github: FakeGitHub;
async function makeSubject() {
  github = await FakeGitHub.start();
  const subject = memorySubject(github, {
    hostAt: now => hostOf(github, { token: github.token }, now),
    stranger: hostOf(github, {
      token: 'ghp_revoked6789abcdefghijklmnopqrstuvwxy',
    }),
    reader: hostOf(github, { token: github.readToken }),
    url: `${github.repositoryUrl}.git`,
    missingUrl: github.repositoryUrl.replace('/gitops', '/no-such.git'),
    newUrls: ['platform', 'dana'].map(
      owner => `https://${github.server.host}/${owner}/new.git`,
    ),
    nowhereUrl: `https://${github.server.host}/no-such-owner/new.git`,
    rights: {
      url: `${github.repositoryUrl}.git`,
      team: 'release',
      user: 'reviewer',
      access: async () =>
        Object.fromEntries(
          [...github.access].map(([name, permission]) => [
            name,
            { pull: 'read', push: 'write' }[permission] ?? permission,
          ]),
        ),
      isProtected: async branch => github.protections.has(branch),
    },
    secret: github.token,
    archive: () => {
      github.isArchived = true;
    },
  });
  return { ...subject, close: () => github.close() };
}

describeGitHost(
  'GitHub',
  {
    mergeMethods: ['merge', 'squash', 'rebase'],
    maxTitleLength: 256,
    label: 'promotion',
    reviewer: 'reviewer',
    workflow: { file: 'promote.yaml', missing: 'no-such.yaml' },
    canReopen: true,
    remakesBranches: true,
    canArchive: true,
    hasReader: true,
    makesRepositories: true,
  },
  makeSubject,
);

describe('GitHub', () => {
  const context = new SuiteContext(makeSubject);
  const merge = async (method?: 'merge' | 'squash' | 'rebase') => {
    const { number, head: expectedHead } = await context.opened();
    return context.repository.merge(
      { number, expectedHead, method },
      options(),
    );
  };
  const opened = async () => {
    const { number } = await context.opened();
    return context.repository.pullRequest(number, options());
  };

  it('makes internal repositories, of organisations alone', async () => {
    const [ofOrganisation, ofUser] = context.subject.newUrls!.map(url =>
      context.subject.host.repository(url),
    );
    const settings = { visibility: 'internal' } as const;
    expect(await ofOrganisation.ensureExists!(settings, options())).toEqual({
      made: true,
    });
    expect([...github.made]).toEqual([['platform/new', 'internal']]);
    await expect(
      ofUser.ensureExists!(settings, options()),
    ).rejects.toMatchObject({
      problem: 'invalid',
      message: expect.stringContaining('dana is a user'),
    });
    expect(github.made.size).toBe(1);
  });

  it("takes a team for the owner's, unless it names its organisation", async () => {
    const { rights } = context.repository;
    const give = (name: string) =>
      rights!.ensureAccess({ kind: 'team', name, role: 'admin' }, options());
    await give('platform/release');
    expect([...github.access]).toEqual([['release', 'admin']]);
    await expect(give('acme/release')).rejects.toMatchObject({
      problem: 'notFound',
      message: expect.stringContaining('team acme/release'),
    });
  });

  it('protects a branch by a review, of code owners too, and against force pushes', async () => {
    await context.repository.rights!.ensureProtected('main', options());
    expect(github.protections.get('main')).toMatchObject({
      required_pull_request_reviews: {
        required_approving_review_count: 1,
        require_code_owner_reviews: true,
      },
      allow_force_pushes: false,
    });
  });

  describe('makes a commit of which', () => {
    const script = 'scripts/deploy.sh';
    const modeOf = (branch: string, path: string) =>
      github.git.resolve(branch)?.tree.get(path)?.mode;

    it('a script stays executable, and a new file is none', async () => {
      const mode = '100755';
      github.git.commitTo('main', [
        [script, { bytes: Buffer.from('#'), mode }],
      ]);
      const change = await context.change({
        files: new Map([
          [script, bytes('#!/bin/sh\n')],
          ['scripts/new.sh', bytes('#!/bin/sh\n')],
        ]),
      });
      await context.repository.ensureBranch(change, options());
      expect(modeOf(change.branch, script)).toBe('100755');
      expect(modeOf(change.branch, 'scripts/new.sh')).toBe('100644');
      expect(modeOf(change.branch, 'apps/pricing/link.yaml')).toBe('120000');
    });

    it('no link and no directory becomes a file', async () => {
      for (const path of ['apps/pricing/link.yaml', 'apps/pricing']) {
        const files = new Map([[path, bytes('x')]]);
        await expect(
          context.repository.ensureBranch(
            await context.change({ files }),
            options(),
          ),
        ).rejects.toMatchObject({
          problem: 'notAFile',
          message: expect.stringContaining(path),
        });
      }
      expect(await context.subject.branches()).toEqual(['main']);
    });

    it('every byte arrives, text or not', async () => {
      const files = new Map([
        ['bom.yaml', bytes('\ufeffkind: A\r\n')],
        ['nothing.txt', bytes('')],
        ['latin1.txt', Uint8Array.of(0xe4, 0xf6, 0xfc)],
      ]);
      const change = await context.change({ files });
      await context.repository.ensureBranch(change, options());
      for (const [path, expected] of files) {
        const place = { path, ref: change.branch };
        const found = await context.repository.read(place, options());
        expect(Buffer.from(found!)).toEqual(Buffer.from(expected));
      }
    });

    it('a file that is gone already is no part', async () => {
      const files = new Map([
        [image, bytes('newTag: 1.5.0\n')],
        ['no/such.yaml', null],
      ]);
      const change = await context.change({ files });
      expect(
        await context.repository.ensureBranch(change, options()),
      ).toMatchObject({ made: true });
    });
  });

  it('asks for a content once, whatever commits have it', async () => {
    const { repository, subject } = context;
    const read = async (ref: string) => {
      const found = await repository.read({ path: image, ref }, options());
      return String(Buffer.from(found!));
    };
    const first = await read('main');
    const next = await subject.commitDirectly('main', { other: 'x' });
    const before = github.server.requests.length;
    expect(await read(next)).toBe(first);
    expect(github.server.requests.length - before).toBe(1);
    await subject.commitDirectly('main', { [image]: 'newTag: 2.0.0\n' });
    expect(await read('main')).toBe('newTag: 2.0.0\n');
  });

  it('lists all of a directory that has more than GitHub lists', async () => {
    const names = Array.from(
      { length: 1002 },
      (_, index) => `many/${String(index).padStart(4, '0')}.yaml`,
    );
    github.git.commitTo(
      'main',
      names.map(name => [name, name]),
    );
    const { repository } = context;
    const found = await repository.list(
      { path: 'many', ref: 'main' },
      options(),
    );
    expect(found.map(({ path }) => path)).toEqual(names);
    expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(['file']));
    const last = await repository.read(
      { path: names[1001], ref: 'main' },
      options(),
    );
    expect(String(Buffer.from(last!))).toBe(names[1001]);
  });

  it('knows a submodule, which GitHub lists as a file', async () => {
    const submodule = 'a'.repeat(40);
    github.git.commitTo('main', [['charts/shared', { submodule }]]);
    const { repository } = context;
    expect(
      await repository.list({ path: 'charts', ref: 'main' }, options()),
    ).toEqual([{ name: 'shared', path: 'charts/shared', kind: 'other' }]);
    await expect(
      repository.read({ path: 'charts/shared', ref: 'main' }, options()),
    ).rejects.toMatchObject({ problem: 'notAFile' });
  });

  it('finds a pull request behind a hundred others', async () => {
    const { number, branch, base, head } = await context.opened();
    for (let other = 0; other < 101; other++) {
      const name = `other-${other}`;
      github.git.branches.set(name, head);
      github.pulls.open({ branch: name, base, title: name });
    }
    expect(
      await context.repository.findPullRequest({ branch, base }, options()),
    ).toMatchObject({ number });
  });

  it('asks a team for a review', async () => {
    const { number } = await context.opened();
    const reviewers = ['platform/release', 'platform/no-such'];
    expect(
      await context.repository.requestReviewers(
        { number, reviewers },
        options(),
      ),
    ).toEqual({ refused: ['platform/no-such'] });
    expect(github.pulls.get(number)!.reviewers).toEqual(['release']);
  });

  describe('tells of a pull request', () => {
    it('how its checks are, of both kinds', async () => {
      github.checkRuns.push(
        { status: 'completed', conclusion: 'success' },
        { status: 'completed', conclusion: 'skipped' },
        { status: 'completed', conclusion: 'timed_out' },
        { status: 'in_progress', conclusion: null },
      );
      github.statuses.push('success', 'pending', 'error');
      const found = await opened();
      expect(found.checks).toEqual({ passed: 3, failed: 2, pending: 2 });
      expect(found.failedChecks).toHaveLength(2);
    });

    it('all of its checks and reviews, though GitHub lists a hundred at once', async () => {
      const success = { status: 'completed', conclusion: 'success' };
      github.checkRuns.push(...Array.from({ length: 150 }, () => success));
      github.checkRuns.push({ status: 'completed', conclusion: 'failure' });
      github.statuses.push(...Array.from({ length: 100 }, () => 'success'));
      github.statuses.push('pending');
      github.reviews.push(
        ...Array.from({ length: 200 }, () => ({
          login: 'ana',
          state: 'COMMENTED',
        })),
        { login: 'ana', state: 'APPROVED' },
      );
      expect(await opened()).toMatchObject({
        checks: { passed: 250, failed: 1, pending: 1 },
        approvedBy: ['ana'],
      });
    });

    it('nothing of checks where there are none', async () => {
      expect((await opened()).checks).toBeUndefined();
    });

    it('who approves it, by the last word of each', async () => {
      github.reviews.push(
        { login: 'ana', state: 'CHANGES_REQUESTED' },
        { login: 'ana', state: 'APPROVED' },
        { login: 'ana', state: 'COMMENTED' },
        { login: 'ben', state: 'APPROVED' },
        { login: 'ben', state: 'DISMISSED' },
      );
      expect((await opened()).approvedBy).toEqual(['ana']);
    });

    it('who approved it, once it is merged, too', async () => {
      const { number } = await context.opened();
      github.reviews.push({ login: 'ana', state: 'APPROVED' });
      await context.subject.mergeOnPage(number, 'merge');
      expect(
        await context.repository.pullRequest(number, options()),
      ).toMatchObject({ state: 'merged', approvedBy: ['ana'] });
    });

    it('whether it can be merged, once GitHub knows', async () => {
      const { number } = await context.opened();
      const { repository } = context;
      const mergeable = async () =>
        (await repository.pullRequest(number, options())).isMergeable;
      expect(await mergeable()).toBe(true);
      await context.subject.commitDirectly('main', { [image]: 'other\n' });
      expect(await mergeable()).toBeUndefined();
      expect(await mergeable()).toBe(false);
    });

    it('who merged it, and who closed it', async () => {
      const { number } = await context.opened();
      const { repository, subject } = context;
      await subject.closeOnPage(number);
      expect(await repository.pullRequest(number, options())).toMatchObject({
        endedBy: 'reviewer',
      });
      await subject.reopenOnPage!(number);
      await subject.mergeOnPage(number, 'merge');
      expect(await repository.pullRequest(number, options())).toMatchObject({
        state: 'merged',
        endedBy: 'reviewer',
      });
    });
  });

  describe('merges', () => {
    const baseModified = refusal(
      405,
      'Base branch was modified. Review and try the merge again.',
    );

    it('again where the base was modified just then', async () => {
      const { number, head: expectedHead } = await context.opened();
      github.failMerges.push(baseModified);
      expect(
        await context.repository.merge({ number, expectedHead }, options()),
      ).toMatchObject({ merged: true });
    });

    it('no third time', async () => {
      const { number, head: expectedHead } = await context.opened();
      github.failMerges.push(baseModified, baseModified);
      expect(
        await context.repository.merge({ number, expectedHead }, options()),
      ).toMatchObject({
        merged: false,
        reason: expect.stringContaining('Base branch was modified'),
      });
    });

    it.each([
      'Required status check "ci" is expected.',
      'At least 1 approving review is required by reviewers with write access.',
      'Changes must be made through the merge queue',
    ])('not now, and says why: %s', async words => {
      const { number, head: expectedHead } = await context.opened();
      github.failMerges.push(refusal(405, words));
      expect(
        await context.repository.merge({ number, expectedHead }, options()),
      ).toMatchObject({
        merged: false,
        reason: expect.stringContaining(words),
      });
    });

    describe('when it is ready, if that is wanted', () => {
      const wanted = async () => {
        const { number, head: expectedHead } = await context.opened();
        github.failMerges.push(
          refusal(405, 'Required status check "ci" is expected.'),
        );
        const answer = await context.repository.merge(
          { number, expectedHead, method: 'squash', whenReady: true },
          options(),
        );
        return { answer, head: expectedHead };
      };
      const noQueue = () =>
        github.refusedMutations.set(
          'enqueuePullRequest',
          'The base branch does not have a merge queue',
        );

      it('through the merge queue', async () => {
        const { answer, head } = await wanted();
        expect(answer).toMatchObject({ merged: false, isQueued: true });
        expect(github.mutations).toEqual([
          {
            name: 'enqueuePullRequest',
            variables: { id: expect.any(String), head },
          },
        ]);
      });

      it('is content with one that is in the queue already', async () => {
        github.refusedMutations.set(
          'enqueuePullRequest',
          'Pull request is already in the queue',
        );
        const { answer } = await wanted();
        expect(answer).toMatchObject({ merged: false, isQueued: true });
      });

      it('by auto-merge where there is no queue', async () => {
        noQueue();
        const { answer, head } = await wanted();
        expect(answer).toMatchObject({ merged: false, isQueued: true });
        expect(github.mutations).toEqual([
          {
            name: 'enablePullRequestAutoMerge',
            variables: { id: expect.any(String), head, method: 'SQUASH' },
          },
        ]);
      });

      it('later where GraphQL asks for fewer requests, which it answers with 200', async () => {
        github.refusedMutations.set(
          'enqueuePullRequest',
          'API rate limit exceeded for installation ID 1.',
        );
        await expect(wanted()).rejects.toMatchObject({
          problem: 'rateLimited',
          retryAfterMs: 60_000,
        });
        expect(github.mutations).toEqual([]);
      });

      it('not where the repository does not allow it', async () => {
        noQueue();
        github.refusedMutations.set(
          'enablePullRequestAutoMerge',
          'Auto merge is not allowed for this repository',
        );
        const { answer } = await wanted();
        expect(answer).toEqual({
          merged: false,
          reason: expect.stringContaining('Required status check "ci"'),
          pullRequest: expect.objectContaining({ state: 'open' }),
        });
      });

      it.each(['merge queue', 'auto-merge'])(
        'tells whether it still is to, and takes that back: %s',
        async way => {
          if (way === 'auto-merge') noQueue();
          await wanted();
          const [{ number }] = github.pulls.all;
          const { repository } = context;
          expect(await repository.isQueued!({ number }, options())).toBe(true);
          await repository.cancelMerge!({ number }, options());
          expect(await repository.isQueued!({ number }, options())).toBe(false);
        },
      );

      it('says so where that is not taken back', async () => {
        await wanted();
        for (const name of [
          'dequeuePullRequest',
          'disablePullRequestAutoMerge',
        ])
          github.refusedMutations.set(name, 'Locked for now');
        await expect(
          context.repository.cancelMerge!({ number: 1 }, options()),
        ).rejects.toMatchObject({
          problem: 'conflict',
          message: expect.stringContaining('Locked for now'),
        });
      });
    });

    it('not while its branch is behind and branch protection demands that it is not', async () => {
      const { number, head: expectedHead } = await context.opened();
      github.mergeableState = 'behind';
      github.failMerges.push(refusal(405, 'Head branch is out of date'));
      expect(
        await context.repository.merge({ number, expectedHead }, options()),
      ).toMatchObject({ merged: false, pullRequest: { isOutdated: true } });
      expect(
        await context.repository.pullRequest(number, options()),
      ).toMatchObject({ isOutdated: true });
    });

    it('never by a method that the repository does not allow', async () => {
      github.mergeMethods = ['squash'];
      await expect(merge('rebase')).rejects.toMatchObject({
        problem: 'invalid',
        message: expect.stringMatching(
          /can't be merged by rebase\. The repository allows squash: set promotion\.merge.* to squash/,
        ),
      });
    });
  });

  describe('tells how long to wait', () => {
    const now = 'Mon, 05 Jan 2026 08:00:00 GMT';
    const reset = String(Date.parse(now) / 1000 + 900);
    const limited = 'API rate limit exceeded for installation ID 1.';
    const secondary =
      'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';

    it.each([
      [
        'until the hour is over',
        refusal(403, limited, {
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': reset,
          date: now,
        }),
        900_000,
      ],
      [
        'until the hour is over where that is answered with 429',
        refusal(429, limited, {
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': reset,
          date: now,
        }),
        900_000,
      ],
      [
        'as long as a secondary limit says',
        refusal(403, secondary, { 'retry-after': '120' }),
        120_000,
      ],
      [
        'a minute where a secondary limit says nothing',
        refusal(403, secondary),
        60_000,
      ],
    ])('%s', async (_, answer, retryAfterMs) => {
      github.answers.push(answer);
      await expect(context.repository.get(options())).rejects.toMatchObject({
        problem: 'rateLimited',
        retryAfterMs,
      });
      expect(github.server.requests).toHaveLength(1);
    });
  });

  it('looks at what has not changed without having that counted', async () => {
    const { number, branch } = await context.opened();
    const look = async () => {
      // As whoever comes back later: there is nothing left but the host
      const { repository } = context;
      const { approvedBy } = await repository.pullRequest(number, options());
      return { approvedBy, head: await repository.head(branch, options()) };
    };
    github.requestsLeft = 100;
    const first = await look();
    for (let again = 0; again < 20; again++)
      expect(await look()).toEqual(first);
    expect(github.requestsLeft).toBeGreaterThanOrEqual(94);

    github.reviews.push({ login: 'ana', state: 'APPROVED' });
    const moved = await context.subject.forcePush(branch, { [image]: 'x\n' });
    expect(await look()).toEqual({ approvedBy: ['ana'], head: moved });
  });

  it('takes a rate limit for no right that lacks', async () => {
    const { number } = await context.opened();
    const other = context.of(hostOf(github, { token: github.token }));
    // Those for its checks and reviews are refused
    github.requestsLeft = 1;
    await expect(other.pullRequest(number, options())).rejects.toMatchObject({
      problem: 'rateLimited',
      retryAfterMs: expect.any(Number),
    });
  });

  describe('refuses', () => {
    it('a right with the name that GitHub has for it', async () => {
      const reader = context.of(context.subject.reader!);
      await expect(
        reader.ensureBranch(await context.change(), options()),
      ).rejects.toMatchObject({
        problem: 'forbidden',
        message: expect.stringContaining('contents=write'),
      });
    });

    it.each([
      [
        'Repository rule violations found\n\n- Commits must have verified signatures.\n',
        /422: a rule demands signed commits, which those of a GitHub App are/,
      ],
      [
        'Repository rule violations found\n\nGH013: Branch name must match a given regex pattern: ^release/',
        /422: Repository rule violations found GH013: Branch name must match/,
      ],
    ])('a branch with the rule against it: %s', async (words, message) => {
      github.refusedRefs = words;
      const { repository } = context;
      await expect(
        repository.ensureBranch(await context.change(), options()),
      ).rejects.toMatchObject({
        problem: 'invalid',
        message: expect.stringMatching(message),
      });
    });

    it('an address that was given up for another', async () => {
      const headers = { location: `${github.apiUrl}/repositories/1` };
      github.answers.push(refusal(301, 'Moved Permanently', headers));
      await expect(context.repository.get(options())).rejects.toMatchObject({
        problem: 'notFound',
      });
      expect(github.server.requests).toHaveLength(1);
    });

    it.each([
      ['a page', { bytes: Buffer.from('<html>Sign in</html>') }],
      ['half an answer', { bytes: Buffer.from('{"default_branch": "ma') }],
      ['another answer', { json: { default_branch: 1 } }],
    ])('%s where there should be a repository', async (_, answer) => {
      const headers = { 'content-type': 'application/json' };
      github.answers.push({ status: 200, headers, ...answer });
      await expect(context.repository.get(options())).rejects.toMatchObject({
        problem: 'unavailable',
        message: expect.stringContaining('something unexpected'),
      });
    });

    it('to wait for ever', async () => {
      const { host } = github.server;
      const patient = new GitHubHost({
        integration: { host, apiBaseUrl: github.apiUrl },
        credentials: { getCredentials: async () => ({ type: 'token' }) },
        timeoutMs: 30,
      });
      github.server.failNext({ kind: 'hang' });
      await expect(context.of(patient).get(options())).rejects.toMatchObject({
        problem: 'unavailable',
        message: 'platform/gitops: GitHub did not answer within 0.03 s',
      });
    });
  });

  describe('with an app', () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
    });
    const withApp = () => {
      const app = {
        appId: 7,
        clientId: 'id',
        clientSecret: 'secret',
        privateKey,
      };
      return context.of(hostOf(github, { apps: [app] }));
    };

    it('uses the token of its installation', async () => {
      const repository = withApp();
      expect(
        await repository.ensureBranch(await context.change(), options()),
      ).toMatchObject({ made: true });
      // What GitHub tells of permissions is about users
      expect((await repository.get(options())).canPush).toBeUndefined();
    });

    it('makes repositories of organisations alone, and pushes with the token of its installation', async () => {
      github.installations = ['platform', 'dana'];
      const host = hostOf(github, {
        apps: [
          { appId: 7, clientId: 'id', clientSecret: 'secret', privateKey },
        ],
      });
      const [ofOrganisation, ofUser] = context.subject.newUrls!.map(url =>
        host.repository(url),
      );
      const settings = { visibility: 'private' } as const;
      expect(await ofOrganisation.ensureExists(settings, options())).toEqual({
        made: true,
      });
      expect(await ofOrganisation.gitCredentials(options())).toEqual({
        url: `${ofOrganisation.url}.git`,
        username: 'x-access-token',
        password: github.token,
      });
      await expect(
        ofUser.ensureExists(settings, options()),
      ).rejects.toMatchObject({
        problem: 'notFound',
        message: expect.stringContaining('dana is no organisation'),
      });
    });

    it('says that it is not installed, as soon as it is needed', async () => {
      github.installations = [];
      const repository = withApp();
      expect((await repository.get(options())).defaultBranch).toBe('main');
      await expect(
        repository.ensureBranch(await context.change(), options()),
      ).rejects.toMatchObject({
        problem: 'unauthorized',
        message: expect.stringContaining('Install the app'),
      });
    });

    it('takes a rate limit on its tokens for no missing installation', async () => {
      github.requestsLeft = 0;
      await expect(withApp().get(options())).rejects.toMatchObject({
        problem: 'rateLimited',
        retryAfterMs: expect.any(Number),
      });
    });

    it('takes a broken connection for no missing installation', async () => {
      github.server.failNext({ kind: 'cut' });
      await expect(withApp().get(options())).rejects.toMatchObject({
        problem: 'unavailable',
      });
    });

    it('says that its key is not accepted, and not what it is', async () => {
      github.refusesApp = true;
      const error = await thrownBy(withApp().get(options()));
      expect(error).toMatchObject({
        problem: 'unauthorized',
        message: expect.stringContaining('integrations'),
      });
      expect(inspect(error, { depth: 10 })).not.toMatch(/eyJ|PRIVATE KEY/);
    });

    it('ends with its caller while it has no token yet', async () => {
      github.server.failNext({ kind: 'hang' });
      await expect(
        withApp().get({ signal: AbortSignal.timeout(30) }),
      ).rejects.toMatchObject({ name: 'TimeoutError' });
    });
  });
});
