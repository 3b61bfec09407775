import { openPull, seedRepository } from '../testing/seed';
import type { ForgeRepository } from '../Forge';
import { startForge, type RunningForge } from '../testing/startForge';

describe('reviews and branch protection', () => {
  let running: RunningForge;
  let repository: ForgeRepository;

  beforeEach(async () => {
    running = await startForge();
    repository = await seedRepository(running);
    await openPull(running, repository, {
      branch: 'feature',
      files: { 'app.yaml': 'image: 2.0.0\n' },
    });
  });

  afterEach(() => running.stop());

  const path = '/repos/platform/gitops';
  const as = (
    login: string | undefined,
    method: string,
    rest: string,
    body?: object,
  ) => running.api(method, `${path}${rest}`, body, login);
  const review = (login: string | undefined, event: string, body = '') =>
    as(login, 'POST', '/pulls/1/reviews', { event, body });
  const protect = (more: object = {}) =>
    as(undefined, 'POST', '/branch_protections', {
      rule_name: 'main',
      required_approvals: 1,
      ...more,
    });
  const merge = (login?: string) =>
    as(login, 'POST', '/pulls/1/merge', { Do: 'squash' });
  const push = () =>
    repository.commit({
      branch: 'feature',
      message: 'More',
      author: 'Ada <ada@example.com>',
      files: new Map([['more.yaml', 'more\n']]),
    });

  it('lists who approved, with what and of which commit', async () => {
    expect(await review('nora', 'APPROVED', 'Fine')).toMatchObject({
      status: 200,
      body: {
        state: 'APPROVED',
        user: { login: 'nora', full_name: 'Nora Lindqvist' },
      },
    });
    await review('guest', 'COMMENT', 'Nice');
    expect((await as(undefined, 'GET', '/pulls/1/reviews')).body).toMatchObject(
      [
        {
          state: 'APPROVED',
          body: 'Fine',
          commit_id: await repository.head('feature'),
          official: true,
          stale: false,
          dismissed: false,
        },
        { state: 'COMMENT', user: { login: 'guest' }, official: false },
      ],
    );
    await push();
    expect(
      (await as(undefined, 'GET', '/pulls/1/reviews/1')).body,
    ).toMatchObject({
      stale: true,
      dismissed: false,
    });
  });

  it.each([
    [undefined, 'APPROVED', 'x', 'approve your own pull is not allowed'],
    [undefined, 'REQUEST_CHANGES', 'x', 'reject your own pull is not allowed'],
    [
      'nora',
      'REQUEST_CHANGES',
      ' ',
      'review event REQUEST_CHANGES requires a body',
    ],
    [
      'nora',
      'LGTM',
      'x',
      'event must be one of APPROVED, REQUEST_CHANGES, COMMENT, not LGTM',
    ],
  ])('refuses what %s says: %s %j', async (login, event, body, message) => {
    expect(await review(login, event, body)).toMatchObject({
      status: 422,
      body: { message },
    });
    expect((await as(undefined, 'GET', '/pulls/1/reviews')).body).toEqual([]);
  });

  it('merges into a protected branch only what somebody else approved who may push', async () => {
    expect((await protect()).status).toBe(201);
    expect((await as(undefined, 'GET', '/branches/main')).body).toMatchObject({
      protected: true,
      required_approvals: 1,
      effective_branch_protection_name: 'main',
    });
    const refusal = {
      status: 405,
      body: { message: 'Does not have enough approvals' },
    };
    expect(await merge()).toMatchObject(refusal);
    await review('guest', 'APPROVED');
    expect(await merge()).toMatchObject(refusal);
    await review('nora', 'APPROVED');
    await review('nora', 'REQUEST_CHANGES', 'Wait');
    expect(await merge()).toMatchObject(refusal);
    await review('nora', 'APPROVED');
    expect((await merge('nora')).status).toBe(200);
  });

  it('stops at requested changes, until they are dismissed', async () => {
    await protect({ block_on_rejected_reviews: true });
    await review('nora', 'APPROVED');
    await review('mei', 'REQUEST_CHANGES', 'Not on a Friday');
    expect(await merge()).toMatchObject({
      status: 405,
      body: { message: 'There are requested changes' },
    });
    const dismissals = '/pulls/1/reviews/2/dismissals';
    expect(await as('nora', 'POST', dismissals)).toMatchObject({
      status: 403,
      body: { message: 'Must be repo admin' },
    });
    expect(
      await as(undefined, 'POST', dismissals, { message: 'Monday' }),
    ).toMatchObject({ status: 200, body: { dismissed: true } });
    expect((await merge()).status).toBe(200);
  });

  it('ends approvals of an older head only where the branch is protected so', async () => {
    await protect();
    await review('nora', 'APPROVED');
    await as(undefined, 'PATCH', '/branch_protections/main', {
      dismiss_stale_approvals: true,
    });
    await push();
    expect(
      (await as(undefined, 'GET', '/pulls/1/reviews/1')).body,
    ).toMatchObject({
      dismissed: true,
    });
    expect((await merge()).status).toBe(405);
    expect(
      (await as(undefined, 'DELETE', '/branch_protections/main')).status,
    ).toBe(204);
    expect((await merge()).status).toBe(200);
  });

  it('asks for reviews of people who are known, all or none', async () => {
    const ask = (reviewers: string[]) =>
      as(undefined, 'POST', '/pulls/1/requested_reviewers', { reviewers });
    expect(await ask(['nora', 'nobody'])).toMatchObject({
      status: 404,
      body: { message: "User 'nobody' not exist" },
    });
    expect(await ask(['nora'])).toMatchObject({
      status: 201,
      body: [{ state: 'REQUEST_REVIEW', user: { login: 'nora' } }],
    });
    expect((await ask(['platform'])).status).toBe(422);
    expect((await as(undefined, 'GET', '/pulls/1')).body).toMatchObject({
      requested_reviewers: [{ login: 'nora' }],
    });
    await review('nora', 'APPROVED');
    expect((await as(undefined, 'GET', '/pulls/1')).body).toMatchObject({
      requested_reviewers: [],
    });
  });

  it('takes no review of what is closed', async () => {
    await as(undefined, 'PATCH', '/pulls/1', { state: 'closed' });
    expect((await review('nora', 'APPROVED')).status).toBe(422);
  });

  it('does not merge work in progress', async () => {
    await as(undefined, 'PATCH', '/pulls/1', { title: 'WIP: later' });
    expect(await merge()).toMatchObject({
      status: 405,
      body: { message: 'Work in progress PRs cannot be merged' },
    });
  });
});
