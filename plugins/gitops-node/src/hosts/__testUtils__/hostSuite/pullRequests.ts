/* eslint-disable jest/no-export -- part of a suite that each host runs */
import type { HostTraits } from './HostSubject';
import { options, SuiteContext } from './SuiteContext';

const text = [
  '# Promotion <b>bold</b> & `code`',
  '',
  '@everyone #1 [link](https://example.com/?a=1&b=2) <!-- marker: {"id":"1"} -->',
  '| a | b |',
  '|---|---|',
  '| "quoted" | Grüße 🚀 \\n |',
].join('\n');

/** A pull request: opened once, found ever after, however it ended. */
export function describePullRequests(
  context: SuiteContext,
  traits: HostTraits,
): void {
  const request = {
    branch: 'gitops/promote-pricing',
    base: 'main',
    title: 'Promote pricing',
    body: 'By Ana',
  };
  const ensure = (more: object = {}) =>
    context.repository.ensurePullRequest({ ...request, ...more }, options());
  const retarget = async () => {
    await context.subject.commitDirectly('other', { 'other.txt': 'other' });
    await context.subject.retargetOnPage(1, 'other');
  };
  const find = (of = { branch: request.branch, base: request.base }) =>
    context.repository.findPullRequest(of, options());

  beforeEach(async () => {
    await context.repository.ensureBranch(await context.change(), options());
  });

  it('opens one, and tells of it', async () => {
    const { repository } = context;
    const { pullRequest, made } = await ensure();
    expect(made).toBe(true);
    expect(pullRequest).toMatchObject({
      number: 1,
      title: 'Promote pricing',
      state: 'open',
      base: 'main',
      head: await repository.head(request.branch, options()),
      url: expect.stringMatching(/^http.*1$/),
      createdAt: new Date(pullRequest.createdAt).toISOString(),
    });
    expect(pullRequest.mergeCommit).toBeUndefined();
    expect(pullRequest.endedBy).toBeUndefined();
    expect(await repository.pullRequest(1, options())).toMatchObject({
      number: 1,
      state: 'open',
    });
    expect(await find()).toMatchObject({ number: 1 });
  });

  it('opens one whose text is longer than the host takes, cut between lines', async () => {
    const line = '| orders | registry.example.com/orders | 1.4.0 | 1.5.0 |';
    const body = Array.from({ length: 2_000 }, () => line).join('\n');
    expect(await ensure({ body })).toMatchObject({ made: true });
    const [stored] = await context.subject.pulls();
    const lines = stored.body.split('\n');
    const isWhole = stored.body === body;
    const end = isWhole ? [line, line] : [line, '…'];
    expect(lines.slice(-2)).toEqual(end);
    expect(lines.length).toBeGreaterThan(50);
  });

  it('finds it when it is asked for again', async () => {
    await ensure();
    const again = await ensure({ title: 'Another title' });
    expect(again.made).toBe(false);
    expect(again.pullRequest.number).toBe(1);
    expect(await context.subject.pulls()).toHaveLength(1);
  });

  it('opens one for twenty that ask at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ensure()),
    );
    expect(answers.map(one => one.pullRequest.number)).toEqual(
      Array.from({ length: 20 }, () => 1),
    );
    expect(answers.filter(({ made }) => made)).toHaveLength(1);
    expect(await context.subject.pulls()).toHaveLength(1);
  });

  it('answers one that was closed, and does not open it again', async () => {
    await ensure();
    await context.subject.closeOnPage(1);
    const { pullRequest, made } = await ensure();
    expect(made).toBe(false);
    expect(pullRequest).toMatchObject({ number: 1, state: 'closed' });
    expect(pullRequest.endedAt).toBeDefined();
    expect(pullRequest.mergeCommit).toBeUndefined();
    expect(await context.subject.pulls()).toHaveLength(1);
  });

  it('answers one that was merged, its branch being gone', async () => {
    await ensure();
    await context.subject.mergeOnPage(1, traits.mergeMethods[0]);
    await context.subject.deleteBranch(request.branch);
    expect(await find()).toMatchObject({ number: 1, state: 'merged' });
    const { pullRequest, made } = await ensure();
    expect(made).toBe(false);
    expect(pullRequest).toMatchObject({ number: 1, state: 'merged' });
  });

  it('prefers an open one to one that was closed', async () => {
    await ensure();
    await context.subject.closeOnPage(1);
    const number = await context.subject.openOnPage({
      ...request,
      title: 'Once more',
    });
    expect(number).toBe(2);
    expect(await find()).toMatchObject({ number: 2, state: 'open' });
    expect((await ensure()).pullRequest).toMatchObject({ number: 2 });
  });

  it('prefers a merged one to a newer one that was closed', async () => {
    const { subject } = context;
    await ensure();
    await subject.mergeOnPage(1, 'merge');
    await subject.commitDirectly(request.branch, { 'later.txt': 'later' });
    const number = await subject.openOnPage({ ...request, title: 'Later' });
    await subject.closeOnPage(number);
    expect(await find()).toMatchObject({ number: 1, state: 'merged' });
  });

  it('finds none of other branches', async () => {
    await ensure();
    const { branch } = request;
    expect(await find({ branch, base: 'other' })).toBeUndefined();
    expect(await find({ branch: 'other', base: 'main' })).toBeUndefined();
    expect(await find({ branch: 'gitops', base: 'main' })).toBeUndefined();
  });

  it('finds one that somebody retargeted by its branch alone', async () => {
    await ensure();
    await retarget();
    expect(await find()).toBeUndefined();
    const { branch } = request;
    expect(
      await context.repository.findPullRequest({ branch }, options()),
    ).toMatchObject({ number: 1, base: 'other' });
  });

  it('opens no second one for a branch whose first one was retargeted', async () => {
    await ensure();
    await retarget();
    expect(await ensure()).toMatchObject({
      made: false,
      pullRequest: { number: 1, base: 'other' },
    });
    expect(await context.subject.pulls()).toHaveLength(1);
  });

  it('finds one by its branch alone after it was closed', async () => {
    await ensure();
    await context.subject.closeOnPage(1);
    const { branch } = request;
    expect(
      await context.repository.findPullRequest({ branch }, options()),
    ).toMatchObject({ number: 1, state: 'closed' });
  });

  it('follows the branch', async () => {
    await ensure();
    const sha = await context.subject.forcePush(request.branch, {
      'README.md': 'forced\n',
    });
    const { repository } = context;
    expect(await repository.pullRequest(1, options())).toMatchObject({
      head: sha,
    });
  });

  it('refuses one that would bring nothing', async () => {
    const { subject } = context;
    await subject.commitDirectly('behind', { 'a.txt': 'a' });
    const number = await subject.openOnPage({
      branch: 'behind',
      base: 'main',
      title: 'A',
    });
    await subject.mergeOnPage(number, 'merge');
    await subject.commitDirectly('release', {});
    await expect(
      ensure({ branch: 'behind', base: 'release' }),
    ).rejects.toMatchObject({ problem: 'nothingToMerge' });
  });

  it('refuses a branch that is not there', async () => {
    await expect(ensure({ branch: 'no-such' })).rejects.toMatchObject({
      problem: 'notFound',
    });
    expect(await context.subject.pulls()).toEqual([]);
  });

  it('knows no number that never was', async () => {
    await expect(
      context.repository.pullRequest(4711, options()),
    ).rejects.toMatchObject({
      problem: 'notFound',
      message: expect.stringContaining(context.repository.name),
    });
  });

  it('hands over text as it is', async () => {
    const title = 'Promote <b>"pricing"</b> & @team: `1.5.0` 🚀';
    const { pullRequest } = await ensure({ title, body: text });
    expect(pullRequest.title).toBe(title);
    expect(await context.subject.pulls()).toMatchObject([
      { title, body: text },
    ]);
  });

  it('cuts a title to what the host takes, between two characters', async () => {
    const { maxTitleLength } = traits;
    const { pullRequest } = await ensure({ title: '🚀'.repeat(1000) });
    expect(pullRequest.title).toMatch(/^(🚀)+…$/u);
    const length = [...pullRequest.title].length;
    expect(length).toBeLessThanOrEqual(maxTitleLength);
    // Hosts that count these twice hold half of them
    expect(length).toBeGreaterThan(maxTitleLength / 2 - 2);
  });

  it('keeps a title that just fits', async () => {
    const title = 'x'.repeat(traits.maxTitleLength);
    expect((await ensure({ title })).pullRequest.title).toBe(title);
  });

  if (traits.label) {
    it('puts labels on it, and names those that the host refuses', async () => {
      await ensure();
      const labels = [traits.label!, 'no-such'];
      const { refused } = await context.repository.addLabels(
        { number: 1, labels },
        options(),
      );
      const [{ labels: present = [] }] = await context.subject.pulls();
      expect(present).toContain(traits.label);
      // Some hosts make a label that is missing
      const isMade = present.includes('no-such');
      expect(refused).toEqual(isMade ? [] : ['no-such']);
    });

    it('tells its labels', async () => {
      const { number } = await context.opened();
      const { repository } = context;
      const found = () => repository.pullRequest(number, options());
      expect((await found()).labels).toEqual([]);
      const labels = [traits.label!];
      await repository.addLabels({ number, labels }, options());
      expect((await found()).labels).toEqual(labels);
    });

    it('adds a label once, however often it is asked for', async () => {
      await ensure();
      const add = (...labels: string[]) =>
        context.repository.addLabels({ number: 1, labels }, options());
      expect(await add()).toEqual({ refused: [] });
      expect(await add(traits.label!)).toEqual({ refused: [] });
      expect(await add(traits.label!)).toEqual({ refused: [] });
      const [{ labels }] = await context.subject.pulls();
      expect(labels).toEqual([traits.label]);
    });
  } else {
    it('names the labels that the host refuses', async () => {
      await ensure();
      const labels = ['promotion'];
      expect(
        await context.repository.addLabels({ number: 1, labels }, options()),
      ).toEqual({ refused: labels });
    });
  }

  if (traits.reviewer) {
    it('asks reviewers, and names those that the host refuses', async () => {
      await ensure();
      const wanted = ['no-such-person', traits.reviewer!];
      expect(
        await context.repository.requestReviewers(
          { number: 1, reviewers: wanted },
          options(),
        ),
      ).toEqual({ refused: ['no-such-person'] });
      const [{ reviewers }] = await context.subject.pulls();
      expect(reviewers).toEqual([traits.reviewer]);
    });

    it('asks for a review once, however often it is wanted', async () => {
      await ensure();
      const ask = (...reviewers: string[]) =>
        context.repository.requestReviewers(
          { number: 1, reviewers },
          options(),
        );
      expect(await ask(traits.reviewer!)).toEqual({ refused: [] });
      expect(await ask(traits.reviewer!, 'no-such-person')).toEqual({
        refused: ['no-such-person'],
      });
      const [{ reviewers }] = await context.subject.pulls();
      expect(reviewers).toEqual([traits.reviewer]);
    });
  } else {
    it('names the reviewers that the host refuses', async () => {
      await ensure();
      const reviewers = ['no-such-person'];
      expect(
        await context.repository.requestReviewers(
          { number: 1, reviewers },
          options(),
        ),
      ).toEqual({ refused: reviewers });
    });
  }

  it('closes one with a comment', async () => {
    await ensure();
    const closed = await context.repository.close(
      { number: 1, comment: text },
      options(),
    );
    expect(closed).toMatchObject({ number: 1, state: 'closed' });
    const [{ comments }] = await context.subject.pulls();
    expect(comments ?? [text]).toEqual([text]);
  });

  it('keeps a branch for as long as another open one goes to it', async () => {
    const { repository, subject } = context;
    const { branch } = await context.opened();
    await subject.commitDirectly('feature/on-top', { a: 'a' });
    const number = await subject.openOnPage({
      branch: 'feature/on-top',
      base: branch,
      title: 'On top',
    });
    await repository.deleteBranch(branch, options());
    expect(await repository.head(branch, options())).toBeDefined();
    await repository.close({ number }, options());
    await repository.deleteBranch(branch, options());
    expect(await repository.head(branch, options())).toBeUndefined();
  });

  it('leaves one as it is that ended before', async () => {
    await ensure();
    await context.subject.mergeOnPage(1, 'merge');
    const still = await context.repository.close(
      { number: 1, comment: 'too late' },
      options(),
    );
    expect(still.state).toBe('merged');
    const [{ comments }] = await context.subject.pulls();
    expect(comments ?? []).toEqual([]);
  });

  if (traits.canReopen) {
    it('sees that somebody opened it again', async () => {
      await ensure();
      await context.subject.closeOnPage(1);
      await context.subject.reopenOnPage!(1);
      const found = await find();
      expect(found).toMatchObject({ number: 1, state: 'open' });
      expect(found?.endedAt).toBeUndefined();
    });
  }
}
