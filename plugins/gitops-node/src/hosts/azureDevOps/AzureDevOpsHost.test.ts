import { ConfigReader } from '@backstage/config';
import {
  DefaultAzureDevOpsCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import type { MergeMethod } from '../GitHost';
import { describeGitHost } from '../__testUtils__/hostSuite';
import { options, SuiteContext } from '../__testUtils__/hostSuite/SuiteContext';
import { memorySubject } from '../__testUtils__/memorySubject';
import { FakeAzureDevOps } from './__testUtils__/FakeAzureDevOps';
import { AzureDevOpsHost } from './AzureDevOpsHost';

function hostOf(
  { server }: FakeAzureDevOps,
  token: string,
  now?: () => number,
): AzureDevOpsHost {
  const { host, url } = server;
  const credentials = [{ personalAccessToken: token }];
  const config = new ConfigReader({
    integrations: { azure: [{ host, credentials }] },
  });
  return new AzureDevOpsHost({
    host,
    now,
    baseUrl: url,
    credentials: DefaultAzureDevOpsCredentialsProvider.fromIntegrations(
      ScmIntegrations.fromConfig(config),
    ),
  });
}

let azure: FakeAzureDevOps;
async function makeSubject() {
  azure = await FakeAzureDevOps.start();
  const ssh = `ssh://git@${azure.server.host}/v3/fabrikam/platform`;
  return memorySubject(azure, {
    hostAt: now => hostOf(azure, azure.token, now),
    stranger: hostOf(azure, 'azure-pat-revoked9abcdefghij'),
    reader: hostOf(azure, azure.readToken),
    url: `${ssh}/gitops`,
    missingUrl: `${ssh}/no-such`,
    secret: azure.token,
    archive: () => {
      azure.isDisabled = true;
    },
  });
}

describeGitHost(
  'Azure DevOps',
  {
    mergeMethods: ['merge', 'squash', 'rebase'],
    maxTitleLength: 400,
    label: 'promotion',
    reviewer: 'reviewer@acme.io',
    canReopen: true,
    remakesBranches: true,
    canArchive: true,
    hasReader: true,
    makesRepositories: false,
  },
  makeSubject,
);

describe('Azure DevOps', () => {
  const context = new SuiteContext(makeSubject);
  const merge = async (method?: MergeMethod) => {
    const { number, head: expectedHead } = await context.opened();
    return context.repository.merge(
      { number, expectedHead, method },
      options(),
    );
  };

  it.each([
    ['https://dev.azure.com/fabrikam/my%20platform/_git/gitops', 'my platform'],
    ['https://me@dev.azure.com/fabrikam/platform/_git/gitops', 'platform'],
    ['https://dev.azure.com/fabrikam/_git/gitops', 'gitops'],
    ['https://dev.azure.com/fabrikam/p/_git/gitops/pullrequest/1', 'p'],
    ['https://fabrikam.visualstudio.com/platform/_git/gitops', 'platform'],
    ['https://fabrikam.visualstudio.com/DefaultCollection/p/_git/gitops', 'p'],
    ['git@ssh.dev.azure.com:v3/fabrikam/platform/gitops', 'platform'],
  ])('knows the repository of %s', (address, project) => {
    const { host } = context.subject;
    expect(host.repository(address)).toMatchObject({
      name: `fabrikam/${project}/gitops`,
      url: `${azure.server.url}/fabrikam/${encodeURIComponent(
        project,
      )}/_git/gitops`,
    });
  });

  it('knows the collection of a server', () => {
    const address = 'https://tfs.acme.io/tfs/Default/platform/_git/gitops';
    expect(context.subject.host.repository(address).name).toBe(
      'tfs/Default/platform/gitops',
    );
  });

  it.each([
    'https://dev.azure.com/fabrikam/platform/gitops',
    'https://dev.azure.com/fabrikam/platform/_git',
    'https://dev.azure.com/_git/gitops',
    'git@ssh.dev.azure.com:v3/fabrikam/gitops',
  ])('refuses %s, which names no repository', address => {
    expect(() => context.subject.host.repository(address)).toThrow(
      'not the address of a repository',
    );
  });

  it('has one for each integration, and dev.azure.com', () => {
    const config = new ConfigReader({
      integrations: { azure: [{ host: 'tfs.acme.io' }] },
    });
    const integrations = ScmIntegrations.fromConfig(config);
    expect(
      AzureDevOpsHost.fromIntegrations(integrations).map(({ host }) => host),
    ).toEqual(['tfs.acme.io', 'dev.azure.com']);
  });

  it('takes the older host name of an organization for the same', () => {
    const config = new ConfigReader({
      integrations: { azure: [{ host: 'fabrikam.visualstudio.com' }] },
    });
    const [host] = AzureDevOpsHost.fromIntegrations(
      ScmIntegrations.fromConfig(config),
    );
    expect(
      host.repository('https://fabrikam.visualstudio.com/platform/_git/gitops'),
    ).toMatchObject({
      host: 'fabrikam.visualstudio.com',
      url: 'https://dev.azure.com/fabrikam/platform/_git/gitops',
    });
  });

  it('says that an identity provider gives no token', async () => {
    const host = new AzureDevOpsHost({
      host: azure.server.host,
      baseUrl: azure.server.url,
      credentials: {
        async getCredentials() {
          throw Object.assign(new Error('secret'), {
            name: 'AuthenticationError',
          });
        },
      },
    });
    await expect(context.of(host).get(options())).rejects.toMatchObject({
      problem: 'unauthorized',
      message: expect.not.stringContaining('secret'),
    });
  });

  it('reads a file of a tag', async () => {
    const sha = await context.subject.commitDirectly('aside', { a: 'tagged' });
    azure.git.tags.set('v1', sha);
    const found = await context.repository.read(
      { path: 'a', ref: 'v1' },
      options(),
    );
    expect(String(Buffer.from(found!))).toBe('tagged');
  });

  it('does not take a pull request of a fork for its own', async () => {
    await context.subject.commitDirectly('feature', { a: 'a' });
    const of = { branch: 'feature', base: 'main' };
    await context.subject.openOnPage({ ...of, title: 'Theirs' });
    azure.fromForks.add(1);
    expect(
      await context.repository.findPullRequest(of, options()),
    ).toBeUndefined();
  });

  it('cuts a description to what the host takes', async () => {
    const change = await context.change();
    await context.repository.ensureBranch(change, options());
    await context.repository.ensurePullRequest(
      {
        branch: change.branch,
        base: 'main',
        title: 'T',
        body: 'x'.repeat(9000),
      },
      options(),
    );
    expect(azure.pulls.get(1)!.body).toMatch(/^x{3999}…$/);
  });

  it.each([
    ['merge', 'noFastForward'],
    ['squash', 'squash'],
    ['rebase', 'rebase'],
    [undefined, undefined],
  ] as const)('merges by %s with the strategy %s', async (method, strategy) => {
    expect(await merge(method)).toMatchObject({ merged: true });
    expect(azure.mergeStrategies).toEqual([strategy]);
  });

  it('does not merge a head that moved after the last look at it', async () => {
    const { git } = azure;
    const main = git.branches.get('main');
    azure.beforeMerge = () =>
      git.commitTo('gitops/promote-pricing', [['README.md', 'unseen']]);
    await expect(merge()).rejects.toMatchObject({ problem: 'conflict' });
    expect(git.branches.get('main')).toBe(main);
  });

  it('completes it when policies are met, if that is wanted', async () => {
    azure.arePoliciesMet = false;
    const { number, head: expectedHead } = await context.opened();
    expect(
      await context.repository.merge(
        { number, expectedHead, method: 'squash', whenReady: true },
        options(),
      ),
    ).toMatchObject({ merged: false, isQueued: true });
    expect([...azure.autoCompleted]).toEqual([[number, azure.users[0].id]]);
    const { repository } = context;
    expect(await repository.isQueued!({ number }, options())).toBe(true);
    await repository.cancelMerge!({ number }, options());
    expect(await repository.isQueued!({ number }, options())).toBe(false);
  });

  it('does not complete one that is closed and opened again', async () => {
    azure.arePoliciesMet = false;
    const { number, head: expectedHead } = await context.opened();
    const { repository, subject } = context;
    await repository.merge(
      { number, expectedHead, whenReady: true },
      options(),
    );
    await repository.close({ number }, options());
    await subject.reopenOnPage!(number);
    expect(await repository.isQueued!({ number }, options())).toBe(false);
  });

  it('makes a branch anew though an earlier try left something beside it, and leaves nothing', async () => {
    const { branch, head: expectedHead } = await context.opened();
    await context.subject.commitDirectly('main', { other: 'other' });
    await context.subject.commitDirectly(`${branch}-anew`, { left: 'over' });
    const change = { ...(await context.change()), branch, expectedHead };
    const { head } = await context.repository.remakeBranch!(change, options());
    expect([...azure.git.branches.keys()]).toEqual(['main', branch]);
    expect(azure.git.commit(head)!.parents).toEqual([change.base.sha]);
  });

  it('deletes what an interrupted try left beside a branch, too', async () => {
    const { branch } = await context.opened();
    await context.subject.commitDirectly(`${branch}-anew`, { left: 'over' });
    await context.repository.deleteBranch(branch, options());
    expect([...azure.git.branches.keys()]).toEqual(['main']);
  });

  it('names the policy that allows another way of merging', async () => {
    azure.allowedStrategy = 'squash';
    await expect(merge('merge')).rejects.toMatchObject({
      problem: 'invalid',
      message: expect.stringMatching(
        /gitops #1 can't be merged by merge\. The repository allows squash: set promotion\.merge of the environment to squash/,
      ),
    });
    azure.arePoliciesHidden = true;
    await expect(
      context.repository.merge(
        { number: 1, expectedHead: azure.pulls.head(azure.pulls.get(1)!) },
        options(),
      ),
    ).rejects.toMatchObject({
      problem: 'invalid',
      message: expect.stringContaining('Allow a way of merging in the repo'),
    });
    const [{ number }] = azure.pulls.all;
    expect(
      await context.repository.merge(
        {
          number,
          expectedHead: azure.pulls.head(azure.pulls.all[0]),
          method: 'squash',
        },
        options(),
      ),
    ).toMatchObject({ merged: true });
  });

  it('names only what all policies allow, of the branch and of the project', async () => {
    azure.allowedStrategy = 'squash';
    azure.widerPolicies = [{ allowNoFastForward: true, allowSquash: true }];
    await expect(merge('merge')).rejects.toMatchObject({
      message: expect.stringContaining('The repository allows squash: set'),
    });
  });

  it('finds the commit of one that somebody completed by squash', async () => {
    azure.allowedStrategy = 'squash';
    const { number } = await context.opened();
    await context.subject.mergeOnPage(number, 'squash');
    const found = await context.repository.pullRequest(number, options());
    expect(found.mergeCommit).toBe(
      await context.repository.head('main', options()),
    );
  });

  it.each([
    'https://org@dev.azure.com/org/My%20Project/_git/My%20Repo',
    'https://dev.azure.com/org/My Project/_git/My Repo',
    'git@ssh.dev.azure.com:v3/org/My%20Project/My%20Repo',
    'git@ssh.dev.azure.com:v3/org/My Project/My Repo',
  ])('knows the names with spaces of %s', address => {
    expect(context.subject.host.repository(address)).toMatchObject({
      name: 'org/My Project/My Repo',
      url: `${azure.server.url}/org/My%20Project/_git/My%20Repo`,
    });
  });

  it.each([
    ['/org/My%20Project/_git/My%20Repo', '/org/My%20Project/'],
    ['/org/My Project/_git/My Repo', '/org/My%20Project/'],
    // A name that has a percent sign itself
    ['/org/My%2520Project/_git/My%20Repo', '/org/My%2520Project/'],
    ['/tfs/Default Collection/p/_git/r', '/tfs/Default%20Collection/p/'],
    ['/tfs/Default%20Collection/p/_git/r', '/tfs/Default%20Collection/p/'],
  ])('encodes the names of %s once in what it asks', async (path, asked) => {
    const address = `${azure.server.url}${path}`;
    const repository = context.subject.host.repository(address);
    await expect(repository.get(options())).rejects.toMatchObject({
      problem: 'notFound',
    });
    expect(azure.server.requests.at(-1)).toContain(`GET ${asked}_apis/`);
    expect(repository.url).toBe(
      `${azure.server.url}${path.replaceAll(' ', '%20')}`,
    );
  });

  it('answers that policies are not met', async () => {
    azure.arePoliciesMet = false;
    expect(await merge()).toEqual({
      merged: false,
      reason: expect.stringContaining('policies'),
      pullRequest: expect.objectContaining({ state: 'open' }),
    });
  });

  it('answers that the host is still at it', async () => {
    azure.isSlow = true;
    expect(await merge()).toEqual({
      merged: false,
      reason: expect.stringContaining('still'),
      pullRequest: expect.objectContaining({ state: 'open' }),
    });
    await context.subject.mergeOnPage(1, 'merge');
    expect(await context.repository.pullRequest(1, options())).toMatchObject({
      state: 'merged',
    });
  });

  it.each([
    ['queued', undefined],
    ['notSet', undefined],
    ['conflicts', false],
    ['failure', false],
    ['rejectedByPolicy', true],
    ['succeeded', true],
  ])('takes the merge status %s for mergeable: %s', async (status, is) => {
    azure.mergeStatus = status;
    const { number } = await context.opened();
    const found = await context.repository.pullRequest(number, options());
    expect(found.isMergeable).toBe(is);
  });

  it('does not merge a draft', async () => {
    const { number, head: expectedHead } = await context.opened();
    azure.pulls.get(number)!.isDraft = true;
    expect(
      await context.repository.merge({ number, expectedHead }, options()),
    ).toMatchObject({ reason: expect.stringContaining('draft') });
  });

  it('tells who approved', async () => {
    const { number } = await context.opened();
    azure.pulls.get(number)!.approvedBy.push('reviewer@acme.io');
    expect(
      await context.repository.pullRequest(number, options()),
    ).toMatchObject({ approvedBy: ['reviewer@acme.io'] });
  });

  it('says that a branch may not be deleted', async () => {
    await context.subject.commitDirectly('release', { a: 'a' });
    azure.keptBranches.add('release');
    await expect(
      context.repository.deleteBranch('release', options()),
    ).rejects.toMatchObject({
      problem: 'forbidden',
      message: expect.stringContaining('release'),
    });
  });
});
