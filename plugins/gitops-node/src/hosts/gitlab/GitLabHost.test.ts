import type { MergeMethod } from '../GitHost';
import { describeGitHost } from '../__testUtils__/hostSuite';
import { options, SuiteContext } from '../__testUtils__/hostSuite/SuiteContext';
import { FakeGitLab } from './__testUtils__/FakeGitLab';
import { gitlabSubject, hostOf } from './__testUtils__/gitlabSubject';

let gitlab: FakeGitLab;
async function makeSubject() {
  const made = await gitlabSubject();
  gitlab = made.gitlab;
  return made.subject;
}

describeGitHost(
  'GitLab',
  {
    mergeMethods: ['merge', 'squash'],
    maxTitleLength: 255,
    label: 'promotion',
    reviewer: 'reviewer',
    workflow: { file: '.gitlab-ci.yml' },
    canReopen: true,
    remakesBranches: true,
    canArchive: true,
    hasReader: true,
    makesRepositories: true,
  },
  makeSubject,
);

describe('GitLab', () => {
  const context = new SuiteContext(makeSubject);
  const merge = async (method?: MergeMethod) => {
    const { number, head: expectedHead } = await context.opened();
    const answer = await context.repository.merge(
      { number, expectedHead, method },
      options(),
    );
    return { answer, head: expectedHead };
  };
  const merges = () =>
    gitlab.server.requests.filter(one => /^PUT .*\/merge(\?|$)/.test(one));

  it.each([
    'git@127.0.0.1:platform/delivery/gitops.git',
    'ssh://git@127.0.0.1:2222/platform/delivery/gitops.git',
    'https://127.0.0.1/platform/delivery/gitops/-/merge_requests/1',
  ])('takes %s for the project of nested groups', async address => {
    const repository = context.subject.host.repository(address);
    expect(repository).toMatchObject({
      name: 'platform/delivery/gitops',
      url: gitlab.projectUrl,
    });
    expect(await repository.get(options())).toMatchObject({ canPush: true });
  });

  it('makes internal projects', async () => {
    const [url] = context.subject.newUrls!;
    const project = context.subject.host.repository(url);
    await project.ensureExists!({ visibility: 'internal' }, options());
    expect([...gitlab.made.values()]).toEqual(['internal']);
  });

  it('raises the right of a group that has another one', async () => {
    const rights = context.repository.rights!;
    const name = 'platform/team-a';
    for (const role of ['read', 'admin', 'read'] as const)
      await rights.ensureAccess({ kind: 'team', name, role }, options());
    expect([...gitlab.shares.values()]).toEqual([40]);
  });

  it('says what it does not protect without Premium', async () => {
    gitlab.hasApprovals = false;
    await expect(
      context.repository.rights!.ensureProtected('main', options()),
    ).rejects.toMatchObject({
      problem: 'invalid',
      message:
        'platform/delivery/gitops: nobody can push to main, but GitLab does not require approvals of a merge request: that takes Premium',
    });
    expect(gitlab.protections.get('main')).toBe(0);
  });

  it('reaches one that is not at the root of its host', async () => {
    const below = await FakeGitLab.start('/gitlab');
    const host = hostOf(below, below.token, { path: '/gitlab' });
    const repository = host.repository(
      `${below.server.url}/gitlab/platform/delivery/gitops.git`,
    );
    expect(repository.name).toBe('platform/delivery/gitops');
    expect(await repository.get(options())).toMatchObject({ canPush: true });
    await below.server.close();
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

  it('says that a protected branch needs a right', async () => {
    const change = await context.change({ branch: 'release' });
    gitlab.protectedBranches.add('release');
    await expect(
      context.repository.ensureBranch(change, options()),
    ).rejects.toMatchObject({ problem: 'forbidden' });
  });

  it.each([
    "Commit message does not follow the pattern '^(feat|fix|chore)(\\(.+\\))?: .+'",
    "Branch name does not follow the pattern '^(feature|hotfix)/'",
  ])('refuses with the sentence of a push rule: %s', async rule => {
    gitlab.pushRule = rule;
    const change = await context.change();
    await expect(
      context.repository.ensureBranch(change, options()),
    ).rejects.toMatchObject({
      problem: 'invalid',
      message: expect.stringContaining(rule),
    });
    const { repository } = context;
    expect(await repository.head(change.branch, options())).toBeUndefined();
  });

  it('says that a reporter can not push', async () => {
    gitlab.role = 'reporter';
    const { repository } = context;
    expect(await repository.get(options())).toMatchObject({ canPush: false });
    await expect(
      repository.ensureBranch(await context.change(), options()),
    ).rejects.toMatchObject({ problem: 'forbidden' });
  });

  it('names the scope that is missing', async () => {
    const reader = context.of(context.subject.reader!);
    await expect(
      reader.ensureBranch(await context.change(), options()),
    ).rejects.toMatchObject({
      problem: 'forbidden',
      message: expect.stringContaining('the token needs the scope api'),
    });
  });

  it('leaves a merge request alone that comes from a fork', async () => {
    await context.subject.commitDirectly('feature', { a: 'a' });
    const of = { branch: 'feature', base: 'main' };
    await context.subject.openOnPage({ ...of, title: 'Theirs' });
    gitlab.fromForks.add(1);
    expect(
      await context.repository.findPullRequest(of, options()),
    ).toBeUndefined();
  });

  it('names a label that can not be sent, and a second reviewer in the free tier', async () => {
    const { number } = await context.opened();
    const labels = ['a,b', 'c'];
    expect(
      await context.repository.addLabels({ number, labels }, options()),
    ).toEqual({ refused: ['a,b'] });
    expect(gitlab.pulls.get(1)!.labels).toEqual(['c']);
    const reviewers = ['Reviewer', 'reviewer-two'];
    expect(
      await context.repository.requestReviewers(
        { number, reviewers },
        options(),
      ),
    ).toEqual({ refused: ['reviewer-two'] });
  });

  it.each([
    ['ci_must_pass', 'pipeline has to pass'],
    ['not_approved', 'has to be approved'],
    ['draft_status', 'draft'],
    ['discussions_not_resolved', 'discussions'],
    ['checking', 'looks whether'],
  ])('answers what it waits for in the state %s', async (status, reason) => {
    gitlab.mergeStatus = status;
    const { answer } = await merge();
    expect(answer).toEqual({
      merged: false,
      reason: expect.stringContaining(reason),
      pullRequest: expect.objectContaining({ state: 'open' }),
    });
    expect(gitlab.pulls.get(1)).toMatchObject({ state: 'open' });
  });

  it('does not know whether it could be merged while GitLab looks', async () => {
    const { number } = await context.opened();
    const found = () => context.repository.pullRequest(number, options());
    gitlab.mergeStatus = 'checking';
    expect((await found()).isMergeable).toBeUndefined();
    gitlab.mergeStatus = 'not_approved';
    expect((await found()).isMergeable).toBe(true);
  });

  it.each([405, 406, 422])(
    'answers that it is not merged where GitLab refuses with %d',
    async status => {
      gitlab.mergeRefusal = status;
      expect((await merge()).answer).toMatchObject({
        merged: false,
        reason: expect.stringContaining('refuses to merge'),
      });
    },
  );

  it('takes it for success that somebody else merged it just before GitLab refuses with 405', async () => {
    gitlab.beforeMerge = () => {
      const [pull] = gitlab.pulls.all;
      if (pull.state === 'open') gitlab.pulls.merge(pull, 'merge', 'dana');
    };
    gitlab.mergeRefusal = 405;
    expect((await merge()).answer).toMatchObject({
      merged: true,
      pullRequest: { state: 'merged', mergeCommit: expect.any(String) },
    });
    expect(merges()).toHaveLength(1);
  });

  it('waits without asking again while GitLab is merging it', async () => {
    const { number, head: expectedHead } = await context.opened();
    const again = () =>
      context.repository.merge({ number, expectedHead }, options());
    gitlab.beingMerged.add(number);
    for (let look = 0; look < 3; look++)
      expect(await again()).toMatchObject({
        merged: false,
        reason: expect.stringContaining('GitLab is merging it'),
        pullRequest: { state: 'open' },
      });
    gitlab.beingMerged.delete(number);
    await context.subject.mergeOnPage(number, 'merge');
    expect(await again()).toMatchObject({ merged: true });
    expect(merges()).toEqual([]);
  });

  it('comments on none that it could not close because it is just being merged', async () => {
    const { number } = await context.opened();
    const close = () =>
      context.repository.close({ number, comment: 'Withdrawn' }, options());
    const { comments } = gitlab.pulls.get(number)!;
    gitlab.beingMerged.add(number);
    expect(await close()).toMatchObject({ state: 'open' });
    expect(comments).toEqual([]);
    gitlab.beingMerged.delete(number);
    expect(await close()).toMatchObject({ state: 'closed' });
    expect(comments).toEqual(['Withdrawn']);
  });

  it.each([
    [409, 'conflict'],
    [401, 'forbidden'],
  ])('throws where merging is refused with %d: %s', async (status, problem) => {
    gitlab.mergeRefusal = status;
    await expect(merge()).rejects.toMatchObject({ problem });
  });

  it('does not merge a head that moved after the last look at it', async () => {
    const { git } = gitlab;
    const main = git.branches.get('main');
    gitlab.beforeMerge = () =>
      git.commitTo('gitops/promote-pricing', [['README.md', 'unseen']]);
    await expect(merge()).rejects.toMatchObject({ problem: 'conflict' });
    expect(git.branches.get('main')).toBe(main);
  });

  it('knows the merge commit of one that was squashed before', async () => {
    const { answer } = await merge('squash');
    const main = gitlab.git.branches.get('main')!;
    expect(answer).toMatchObject({ pullRequest: { mergeCommit: main } });
    expect(gitlab.git.commit(main)!.parents).toHaveLength(2);
  });

  describe('which only fast-forwards', () => {
    beforeEach(() => {
      gitlab.mergeMethod = 'ff';
    });

    it('takes the head for the merge commit', async () => {
      const { answer, head } = await merge('rebase');
      expect(answer).toMatchObject({ pullRequest: { mergeCommit: head } });
      expect(gitlab.git.branches.get('main')).toBe(head);
    });

    it('answers that the branch has to be rebased first', async () => {
      const { number, head: expectedHead } = await context.opened();
      await context.subject.commitDirectly('main', { other: 'other' });
      expect(
        await context.repository.merge({ number, expectedHead }, options()),
      ).toMatchObject({
        merged: false,
        reason: expect.stringContaining('rebased first'),
        pullRequest: { isOutdated: true },
      });
    });

    it('merges after the branch was made anew on the newest commit', async () => {
      const opened = await context.opened();
      const { number, branch, head: expectedHead } = opened;
      await context.subject.commitDirectly('main', { other: 'other' });
      const { repository } = context;
      const change = { ...(await context.change()), branch, expectedHead };
      const { head } = await repository.remakeBranch!(change, options());
      expect(
        await repository.merge({ number, expectedHead: head }, options()),
      ).toMatchObject({ merged: true, pullRequest: { mergeCommit: head } });
    });
  });

  it('tells who approved, where the project has approvals', async () => {
    const { number } = await context.opened();
    const found = () => context.repository.pullRequest(number, options());
    gitlab.pulls.get(number)!.approvedBy.push('reviewer');
    expect((await found()).approvedBy).toEqual(['reviewer']);
    gitlab.hasApprovals = false;
    expect((await found()).approvedBy).toBeUndefined();
  });

  it('takes for people only accounts of whom GitLab says that they are no bots, and asks once for each', async () => {
    const { number } = await context.opened();
    gitlab.users.push(
      // Names of service accounts and access tokens can be chosen
      { id: 20, username: 'deploy-approver', bot: true },
      { id: 21, username: 'project_278964_bot_9f1c2a', bot: true },
      { id: 22, username: 'project_bottle' },
    );
    // No user of this name can be read
    gitlab.pulls
      .get(number)!
      .approvedBy.push(
        ...['reviewer', 'deploy-approver', 'project_278964_bot_9f1c2a'],
        ...['project_bottle', 'hidden'],
      );
    const found = () => context.repository.pullRequest(number, options());
    expect((await found()).machines).toEqual([
      'deploy-approver',
      'project_278964_bot_9f1c2a',
      'hidden',
    ]);
    await found();
    expect(gitlab.askedFor.sort((a, b) => a - b)).toEqual([
      8, 20, 21, 22, 99, 99,
    ]);
  });

  it('does not take the machine that merged it for a person', async () => {
    const { number } = await context.opened();
    gitlab.users.find(({ username }) => username === 'dana')!.bot = true;
    gitlab.pulls.merge(gitlab.pulls.get(number)!, 'merge', 'dana');
    expect(
      await context.repository.pullRequest(number, options()),
    ).toMatchObject({ endedBy: 'dana', machines: ['dana'] });
  });

  it.each([
    ['success', { passed: 1, failed: 0, pending: 0 }],
    ['failed', { passed: 0, failed: 1, pending: 0 }],
    ['canceled', { passed: 0, failed: 1, pending: 0 }],
    ['running', { passed: 0, failed: 0, pending: 1 }],
    ['skipped', { passed: 0, failed: 0, pending: 0 }],
  ])('tells of a head pipeline that is %s', async (status, checks) => {
    gitlab.headPipeline = { status };
    const { number } = await context.opened();
    const found = await context.repository.pullRequest(number, options());
    expect(found.checks).toEqual(checks);
  });

  it('names the jobs by which a head pipeline failed, without those that may fail', async () => {
    gitlab.headPipeline = { status: 'failed' };
    gitlab.jobs = [
      { name: 'lint', status: 'failed' },
      { name: 'audit', status: 'failed', allow_failure: true },
      { name: 'test', status: 'success' },
    ];
    const { number, head: expectedHead } = await context.opened();
    const { repository } = context;
    expect(await repository.pullRequest(number, options())).toMatchObject({
      checks: { passed: 0, failed: 1, pending: 0 },
      failedChecks: ['lint'],
    });
    expect(
      await repository.merge({ number, expectedHead }, options()),
    ).toMatchObject({
      merged: false,
      reason: expect.stringContaining('is not merged: its check lint failed.'),
    });
  });

  it('lets others decide about the pipeline where statuses of ours are a part of it', async () => {
    const { number, head: sha } = await context.opened();
    const checks = async () =>
      (await context.repository.pullRequest(number, options())).checks;
    gitlab.headPipeline = { status: 'running' };
    gitlab.jobs = [
      { name: 'lint', status: 'success' },
      { name: 'test', status: 'skipped' },
    ];
    expect(await checks()).toEqual({ passed: 0, failed: 0, pending: 1 });
    const status = { number, sha, context: 'gitops/freeze' } as const;
    await context.repository.setStatus(
      { ...status, state: 'pending', description: 'Frozen' },
      options(),
    );
    expect(await checks()).toEqual({ passed: 1, failed: 0, pending: 0 });
    gitlab.jobs[1].status = 'failed';
    expect(await checks()).toEqual({ passed: 0, failed: 1, pending: 0 });
    gitlab.jobs[1].allow_failure = true;
    expect(await checks()).toEqual({ passed: 1, failed: 0, pending: 0 });
    gitlab.jobs = [];
    expect(await checks()).toEqual({ passed: 0, failed: 0, pending: 0 });
  });

  it('finds statuses of ours behind a hundred jobs', async () => {
    const { number, head: sha } = await context.opened();
    gitlab.headPipeline = { status: 'failed' };
    gitlab.jobs = Array.from({ length: 120 }, (_, job) => ({
      name: `render ${job}`,
      status: 'success',
    }));
    await context.repository.setStatus(
      {
        ...{ number, sha, context: 'gitops/freeze', state: 'failure' },
        description: 'Frozen',
      },
      options(),
    );
    expect(
      (await context.repository.pullRequest(number, options())).checks,
    ).toEqual({ passed: 1, failed: 0, pending: 0 });
  });

  it('keeps the reviewer of before where it takes no second one', async () => {
    const { number } = await context.opened();
    const ask = (...reviewers: string[]) =>
      context.repository.requestReviewers({ number, reviewers }, options());
    await ask('reviewer');
    expect(await ask('reviewer-two')).toEqual({ refused: ['reviewer-two'] });
    const [{ reviewers }] = await context.subject.pulls();
    expect(reviewers).toEqual(['reviewer']);
  });

  it('merges when the pipeline has passed, if that is wanted', async () => {
    const { number, head: expectedHead } = await context.opened();
    const wanted = (whenReady: boolean) =>
      context.repository.merge({ number, expectedHead, whenReady }, options());
    gitlab.mergeStatus = 'ci_still_running';
    const reason = expect.stringContaining('its pipeline still runs');
    const pullRequest = expect.objectContaining({ number, state: 'open' });
    expect(await wanted(false)).toEqual({ merged: false, reason, pullRequest });
    expect([...gitlab.autoMerged]).toEqual([]);
    expect(await wanted(true)).toEqual({
      merged: false,
      isQueued: true,
      reason,
      pullRequest,
    });
    expect([...gitlab.autoMerged]).toEqual([number]);
    const { repository } = context;
    expect(await repository.isQueued!({ number }, options())).toBe(true);
    await repository.cancelMerge!({ number }, options());
    expect(await repository.isQueued!({ number }, options())).toBe(false);
    // Nothing is to be taken back any more
    await repository.cancelMerge!({ number }, options());
    expect([...gitlab.autoMerged]).toEqual([]);
  });

  it.each([
    ['squash', 'never', 'merge'],
    ['merge', 'always', 'squash'],
  ] as const)(
    'says what to configure where %s is asked for and squashing is allowed %s',
    async (method, option, allowed) => {
      gitlab.squashOption = option;
      await expect(merge(method)).rejects.toMatchObject({
        problem: 'invalid',
        message: expect.stringContaining(
          `can't be merged by ${method}. The repository allows ${allowed}: set promotion.merge of the environment to ${allowed}`,
        ),
      });
    },
  );

  it('waits for a person where GitLab takes over no merge', async () => {
    const { number, head: expectedHead } = await context.opened();
    gitlab.mergeStatus = 'conflict';
    expect(
      await context.repository.merge(
        { number, expectedHead, whenReady: true },
        options(),
      ),
    ).toEqual({
      merged: false,
      reason: expect.stringContaining('conflicts'),
      pullRequest: expect.objectContaining({ isMergeable: false }),
    });
  });
});
