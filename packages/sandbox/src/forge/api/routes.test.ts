import { gunzipSync } from 'node:zlib';
import type { ForgeRepository } from '../Forge';
import { openPull, seedRepository } from '../testing/seed';
import { startForge, type RunningForge } from '../testing/startForge';

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** What the recordings do not show. */
describe('the API', () => {
  let running: RunningForge;
  let repository: ForgeRepository;

  beforeEach(async () => {
    running = await startForge();
    repository = await seedRepository(running);
  });

  afterEach(() => running.stop());

  const call = (method: string, path: string, body?: unknown) =>
    running.api(method, `/repos/platform/gitops${path}`, body);
  const change = (files: object[], more: object = {}) =>
    call('POST', '/contents', { message: 'x', files, ...more });

  it('lets nobody write without the token', async () => {
    const paths = [
      'branches',
      'contents',
      'pulls',
      'statuses/main',
      'issues/1/comments',
      'labels',
      'hooks',
    ];
    for (const path of paths) {
      const response = await fetch(
        `${running.baseUrl}/api/v1/repos/platform/gitops/${path}`,
        { method: 'POST' },
      );
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({
        message: 'token is required',
      });
    }
  });

  it('makes a branch, once', async () => {
    const body = { new_branch_name: 'a/b', old_ref_name: 'main' };
    expect(await call('POST', '/branches', body)).toMatchObject({
      status: 201,
      body: { name: 'a/b' },
    });
    expect((await call('POST', '/branches', body)).status).toBe(409);
    expect(
      (
        await call('POST', '/branches', {
          new_branch_name: 'c',
          old_ref_name: 'nope',
        })
      ).status,
    ).toBe(404);
    expect((await call('GET', '/branches/a/b')).body).toMatchObject({
      name: 'a/b',
    });
    expect((await call('GET', '/branches/a%2Fb')).body).toMatchObject({
      name: 'a/b',
    });
    expect((await call('GET', '/branches')).headers.get('X-Total-Count')).toBe(
      '2',
    );
    expect((await call('DELETE', '/branches/a%2Fb')).status).toBe(204);
    expect(await repository.head('a/b')).toBeUndefined();
  });

  it.each([
    '-x',
    'a..b',
    'a b',
    'a/.git',
    'x.lock',
    '/x',
    'x/',
    '@',
    'a\u0000b',
    'x@{1}',
  ])('makes no branch named %j', async name => {
    expect(
      (await call('POST', '/branches', { new_branch_name: name })).status,
    ).toBe(422);
    expect(
      (await change([{ operation: 'create', path: 'x' }], { new_branch: name }))
        .status,
    ).toBe(422);
  });

  it('creates, updates, moves and deletes files in one commit', async () => {
    const { body } = await call('GET', '/contents/app.yaml');
    const { sha } = body as { sha: string };
    const readme = (await call('GET', '/contents/docs/read%20me.md')).body as {
      sha: string;
    };
    const answer = await change([
      {
        operation: 'create',
        path: 'umlaut ä "quoted"\\.txt',
        content: base64('a\r\nb'),
      },
      {
        operation: 'update',
        path: 'moved.yaml',
        from_path: 'app.yaml',
        sha,
        content: base64('image: 2\n'),
      },
      { operation: 'delete', path: 'docs/read me.md', sha: readme.sha },
    ]);
    expect(answer).toMatchObject({
      status: 201,
      body: { files: [{ type: 'file' }, { path: 'moved.yaml' }, null] },
    });
    expect(
      Object.fromEntries(
        await repository.files((await repository.head('main'))!),
      ),
    ).toEqual({
      'umlaut ä "quoted"\\.txt': 'a\r\nb',
      'moved.yaml': 'image: 2\n',
    });
  });

  it.each([
    [
      { operation: 'create', path: 'app.yaml' },
      422,
      'repository file already exists [path: app.yaml]',
    ],
    [
      { operation: 'update', path: 'none.yaml', sha: 'x' },
      404,
      'object does not exist [id: , rel_path: none.yaml]',
    ],
    [
      { operation: 'update', path: 'app.yaml' },
      422,
      'a SHA or commit ID must be proved when updating a file',
    ],
    [
      { operation: 'create', path: '../app.yaml' },
      422,
      'path is malformed [path: ../app.yaml]',
    ],
    [
      { operation: 'create', path: 'x/.GIT/config' },
      422,
      'path is malformed [path: x/.GIT/config]',
    ],
    [
      { operation: 'create', path: 'x', content: '%%%' },
      422,
      'content is not base64',
    ],
    [
      { operation: 'explode', path: 'x' },
      422,
      'unknown file operation: explode',
    ],
  ])('refuses %j', async (file, status, message) => {
    const before = await repository.head('main');
    expect(await change([file])).toMatchObject({ status, body: { message } });
    expect(await repository.head('main')).toBe(before);
  });

  it('refuses bodies that are no JSON object', async () => {
    for (const body of ['x', [], 1, null]) {
      expect((await call('POST', '/pulls', body)).status).toBe(422);
    }
    expect(
      (await call('POST', '/pulls', { title: 1, head: 'x', base: 'main' }))
        .status,
    ).toBe(422);
  });

  it('writes one file at a time too', async () => {
    expect(
      (await call('POST', '/contents/new.yaml', { content: base64('1') }))
        .status,
    ).toBe(201);
    const { sha } = (await call('GET', '/contents/new.yaml')).body as {
      sha: string;
    };
    expect(
      await call('PUT', '/contents/new.yaml', { content: base64('2'), sha }),
    ).toMatchObject({
      status: 200,
      body: { content: { content: base64('2') } },
    });
    expect((await call('DELETE', '/contents/new.yaml', { sha })).status).toBe(
      422,
    );
  });

  it('makes a branch with an empty commit where no files are given', async () => {
    const answer = await change([], { new_branch: 'empty' });
    expect(answer).toMatchObject({ status: 201, body: { files: [] } });
    expect(await repository.head('empty')).not.toBe(
      await repository.head('main'),
    );
  });

  it('answers fifty commits of a path whatever the limit, and fails at one of no branch', async () => {
    for (const text of ['1', '2'])
      await repository.commit({
        branch: 'main',
        message: text,
        author: 'Ada <ada@example.com>',
        files: new Map([['app.yaml', text]]),
      });
    const of = (query: string) => call('GET', `/commits?${query}`);
    expect((await of('path=app.yaml&limit=1')).body).toHaveLength(3);
    expect((await of('limit=1')).body).toHaveLength(1);
    expect((await of('path=app.yaml&sha=none')).status).toBe(500);
    expect((await of('sha=none')).status).toBe(404);
  });

  it('deletes no branch that a pull request goes to, and is content with one that is gone', async () => {
    await openPull(running, repository, {
      branch: 'feature',
      files: { 'a.yaml': 'a' },
    });
    await call('POST', '/branches', { new_branch_name: 'release' });
    await call('PATCH', '/pulls/1', { base: 'release' });
    const message = 'can not delete default or pull request target branch';
    for (const branch of ['main', 'release'])
      expect(await call('DELETE', `/branches/${branch}`)).toMatchObject({
        status: 403,
        body: { message },
      });
    for (const _ of ['first', 'again'])
      expect((await call('DELETE', '/branches/feature')).status).toBe(204);
  });

  it('says where a repository is that was renamed, and does nothing under its old name', async () => {
    await call('PATCH', '', { name: 'delivery' });
    for (const [method, path] of [
      ['GET', '/contents/a%2Fb?ref=main&x=1'],
      ['POST', '/branches'],
    ]) {
      const { baseUrl } = running;
      const answer = await fetch(
        `${baseUrl}/api/v1/repos/Platform/GitOps${path}`,
        { method, redirect: 'manual' },
      );
      expect(answer.status).toBe(301);
      expect(answer.headers.get('location')).toBe(
        `/api/v1/repos/Platform/delivery${path}`,
      );
    }
    const renamed = await running.api('GET', '/repos/platform/delivery');
    expect(renamed.body).toMatchObject({ full_name: 'platform/delivery' });
  });

  it.each(['a b', '../x', 'taken'])('renames to no %s', async name => {
    const { forge } = running;
    await forge.createRepository({
      owner: 'platform',
      name: 'taken',
      commits: [],
    });
    expect((await call('PATCH', '', { name })).status).toBe(422);
    expect((await call('GET', '')).status).toBe(200);
  });

  it('combines the statuses of a commit: the last of each context, the worst of all', async () => {
    const commit = await repository.head('main');
    const post = (context: string, state: string) =>
      call('POST', `/statuses/${commit}`, { context, state });
    expect(await post('build', 'failure')).toMatchObject({
      status: 201,
      body: { status: 'failure' },
    });
    await post('build', 'success');
    await post('policy', 'pending');
    const combined = await call('GET', `/commits/${commit}/status`);
    expect(combined.body).toMatchObject({ state: 'pending', total_count: 2 });
    expect((await call('GET', `/commits/main/statuses`)).body).toHaveLength(3);
    expect((await post('x', 'great')).status).toBe(422);
  });

  it('keeps labels and comments of a pull request', async () => {
    await call('POST', '/labels', { name: 'promotion', color: '#00aabb' });
    const number = await openPull(running, repository, {
      branch: 'feature',
      files: { x: 'x' },
    });
    await call('POST', `/issues/${number}/labels`, { labels: [1] });
    expect(
      (await call('POST', `/issues/${number}/labels`, { labels: ['none'] }))
        .status,
    ).toBe(422);
    expect(
      (await call('POST', `/issues/${number}/comments`, { body: 'Seen' }))
        .status,
    ).toBe(201);
    expect((await call('GET', `/pulls/${number}`)).body).toMatchObject({
      comments: 1,
      labels: [{ name: 'promotion' }],
    });
    expect(
      (await call('GET', `/issues/${number}/comments`)).body,
    ).toMatchObject([{ body: 'Seen' }]);
    const edited = await call('PATCH', `/pulls/${number}`, {
      title: 'New',
      body: '',
    });
    expect(edited).toMatchObject({
      status: 201,
      body: { title: 'New', body: '' },
    });
    expect(await call('GET', `/pulls/${number}.diff`)).toMatchObject({
      body: expect.stringContaining('+x'),
    });
  });

  it('lists page by page', async () => {
    for (const n of [1, 2, 3])
      await openPull(running, repository, {
        branch: `b${n}`,
        files: { [`${n}`]: 'x' },
      });
    const page = await call('GET', '/pulls?state=all&limit=2&page=2');
    expect(page.headers.get('X-Total-Count')).toBe('3');
    expect(page.body).toMatchObject([{ number: 1 }]);
  });

  it('packs an archive with one folder at its top, as Backstage unpacks it', async () => {
    const response = await fetch(
      `${running.baseUrl}/api/v1/repos/platform/gitops/archive/main.tar.gz`,
    );
    const tar = gunzipSync(Buffer.from(await response.arrayBuffer())).toString(
      'latin1',
    );
    expect(tar).toContain('gitops/app.yaml');
    expect(tar).toContain('image: 1.0.0');
  });

  it('gives raw files by branch, commit and ref', async () => {
    const head = await repository.head('main');
    await repository.commit({
      branch: 'a/b',
      message: 'x',
      author: 'Ada',
      files: new Map([['app.yaml', 'image: 3\n']]),
    });
    const read = async (path: string) =>
      (await fetch(`${running.baseUrl}${path}`)).text();
    expect(await read('/platform/gitops/raw/branch/a/b/app.yaml')).toBe(
      'image: 3\n',
    );
    expect(
      await read(`/platform/gitops/raw/commit/${head}/docs/read%20me.md`),
    ).toBe('hello\n');
    expect(
      await read('/api/v1/repos/platform/gitops/raw/app.yaml?ref=a%2Fb'),
    ).toBe('image: 3\n');
  });

  it('answers 404 for odd paths and refs instead of failing', async () => {
    const paths = [
      '/contents/..%2f..%2fetc',
      '/contents/app.yaml?ref=--help',
      '/contents/%00',
      '/git/trees/HEAD~1%3Ax',
    ];
    for (const path of [
      ...paths,
      '/commits?sha=-x',
      '/compare/a...b',
      '/pulls/0',
      '/pulls/99999',
      '/archive/x.zip',
    ]) {
      expect({ path, status: (await call('GET', path)).status }).toEqual({
        path,
        status: 404,
      });
    }
    expect(
      (await running.api('GET', '/repos/platform/gitops/contents/%E0%A4%A'))
        .status,
    ).toBe(404);
  });
});
