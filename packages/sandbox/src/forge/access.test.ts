import type { ForgeRepository } from './Forge';
import { gitClient } from './testing/gitClient';
import { openPull, seedRepository } from './testing/seed';
import { startForge, token, type RunningForge } from './testing/startForge';

const path = '/repos/platform/gitops';

describe('who may do what', () => {
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

  const pushAs = async (login: string) => {
    const client = await gitClient();
    try {
      const url = repository.url.replace(
        'http://',
        `http://${login}:${token}-${login}@`,
      );
      await client.git('clone', '-q', url, 'copy');
      await client.git(
        '-C',
        'copy',
        'commit',
        '-q',
        '--allow-empty',
        '-m',
        'x',
      );
      return await client.git('-C', 'copy', 'push', '-q', 'origin', 'main');
    } finally {
      await client.remove();
    }
  };

  it.each([
    [
      'POST',
      '/branches',
      { new_branch_name: 'x' },
      403,
      'user should have a permission to write to a repo',
    ],
    [
      'POST',
      '/contents',
      { files: [] },
      403,
      'user should have a permission to write to the target branch',
    ],
    [
      'PATCH',
      '/pulls/1',
      { state: 'closed' },
      403,
      'user should have a permission to write to a repo',
    ],
    [
      'POST',
      '/pulls/1/merge',
      { Do: 'merge' },
      405,
      'User not allowed to merge PR',
    ],
    [
      'GET',
      '/hooks',
      undefined,
      403,
      'user should be an owner or a collaborator with admin write of a repository',
    ],
  ])('refuses the guest %s %s', async (method, rest, body, status, message) => {
    expect(
      await running.api(method, `${path}${rest}`, body, 'guest'),
    ).toMatchObject({
      status,
      body: { message },
    });
    expect((await running.api('GET', `${path}/pulls/1`)).body).toMatchObject({
      state: 'open',
    });
  });

  it('lets a token that may only read change nothing, and names the scope that it lacks', async () => {
    const reading = (method: string, rest: string, body?: object) =>
      running.api(method, `${path}${rest}`, body, 'nora-read');
    expect((await reading('GET', '/pulls/1')).status).toBe(200);
    for (const [method, rest, scope] of [
      ['POST', '/pulls/1/merge', 'write:repository'],
      ['PATCH', '/pulls/1', 'write:repository'],
      ['POST', '/issues/1/comments', 'write:issue'],
    ])
      expect(await reading(method, rest, { body: 'x' })).toMatchObject({
        status: 403,
        body: {
          message: `token does not have at least one of required scope(s), required=[${scope}], token scope=read:issue,read:repository`,
        },
      });
    expect(await pushAs('nora-read')).toMatchObject({ code: 128 });
  });

  it('tells everybody what they may do', async () => {
    const permissions = async (login?: string) =>
      (await running.api('GET', path, undefined, login)).body;
    expect(await permissions()).toMatchObject({
      permissions: { admin: true, push: true },
    });
    expect(await permissions('nora')).toMatchObject({
      permissions: { admin: false, push: true },
    });
    expect(await permissions('guest')).toMatchObject({
      permissions: { admin: false, push: false, pull: true },
    });
    expect(
      (await running.api('GET', '/user', undefined, 'nora')).body,
    ).toMatchObject({ login: 'nora', full_name: 'Nora Lindqvist' });
  });

  it('lets the guest open a pull request, comment, and close what is their own', async () => {
    await repository.commit({
      branch: 'other',
      message: 'Other',
      author: 'Guest <guest@example.com>',
      files: new Map([['other.yaml', 'x\n']]),
    });
    const as = (method: string, rest: string, body: object) =>
      running.api(method, `${path}${rest}`, body, 'guest');
    const pull = { title: 'Please', head: 'other', base: 'main' };
    expect((await as('POST', '/pulls', pull)).status).toBe(201);
    expect(
      (await as('POST', '/issues/2/comments', { body: 'Hi' })).status,
    ).toBe(201);
    expect(await as('PATCH', '/pulls/2', { state: 'closed' })).toMatchObject({
      status: 201,
      body: { state: 'closed' },
    });
  });

  it('lets people push and the guest not, unless they are collaborators otherwise', async () => {
    expect(await pushAs('nora')).toMatchObject({ code: 0 });
    expect(await pushAs('guest')).toMatchObject({ code: 128 });
    const set = (login: string, permission: string) =>
      running.api('PUT', `${path}/collaborators/${login}`, { permission });
    expect((await set('guest', 'write')).status).toBe(204);
    expect((await set('nora', 'read')).status).toBe(204);
    expect(await pushAs('guest')).toMatchObject({ code: 0 });
    expect(await pushAs('nora')).toMatchObject({ code: 128 });
  });

  it('lets pull requests of an archived repository be closed, and commits have statuses, as Gitea does', async () => {
    await running.api('PATCH', path, { archived: true });
    for (const [method, rest, body] of [
      ['PATCH', '/pulls/1', { state: 'closed' }],
      ['POST', '/statuses/main', { state: 'success' }],
      ['POST', '/labels', { name: 'x', color: '#00aabb' }],
    ] as const)
      expect((await running.api(method, `${path}${rest}`, body)).status).toBe(
        201,
      );
  });

  it('changes nothing in an archived repository, and says so, until it is one no more', async () => {
    const archive = (archived: boolean) =>
      running.api('PATCH', path, { archived });
    expect(await archive(true)).toMatchObject({
      status: 200,
      body: { archived: true },
    });
    const attempts = [
      ['POST', '/branches', { new_branch_name: 'x' }, 'is archived'],
      ['POST', '/contents', { files: [] }, 'is not allowed to edit'],
      ['POST', '/pulls', { title: 'x' }, 'is archived'],
      ['POST', '/pulls/1/merge', { Do: 'merge' }, 'is archived'],
      ['POST', '/issues/1/comments', { body: 'x' }, 'is archived'],
    ] as const;
    for (const [method, rest, body, what] of attempts)
      expect(await running.api(method, `${path}${rest}`, body)).toMatchObject({
        status: 423,
        body: { message: `platform/gitops ${what}` },
      });
    expect((await pushAs('nora')).output).toContain('403');
    expect((await running.api('GET', `${path}/pulls/1`)).body).toMatchObject({
      state: 'open',
      merged: false,
    });
    await archive(false);
    expect(
      (await running.api('POST', `${path}/pulls/1/merge`, { Do: 'merge' }))
        .status,
    ).toBe(200);
  });
});
