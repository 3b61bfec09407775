import { inspect } from 'node:util';
import { FakeAnswer, FakeServer } from '../__testUtils__/FakeServer';
import { options, thrownBy } from '../__testUtils__/hostSuite/SuiteContext';
import { GiteaHost } from './GiteaHost';

const password = 'gitea-token-0123456789abcdef';
const inBasic = Buffer.from(`bot:${password}`).toString('base64');

let server: FakeServer;
let answer: FakeAnswer | ((path: string, query: URLSearchParams) => FakeAnswer);
beforeEach(async () => {
  const refusal = (status: number, message: string) => ({
    status,
    json: { message },
  });
  server = await FakeServer.start({
    routes: ['GET', 'POST', 'DELETE'].map(method => ({
      method,
      path: '/gitea/api/v1/repos/acme/gitops:rest*',
      query: [
        'ref',
        'limit',
        'branch',
        'page',
        'state',
        'base_branch',
        'stat',
        'verification',
      ],
      answer: ({ params, query }) =>
        typeof answer === 'function' ? answer(params.rest, query) : answer,
    })),
    authorise: () => undefined,
    refusal,
  });
});
afterEach(() => server.close());

function repository(timeoutMs?: number) {
  const { host, url } = server;
  const integration = {
    host,
    baseUrl: `${url}/gitea`,
    username: 'bot',
    password,
  };
  return new GiteaHost({ integration, timeoutMs }).repository(
    `${url}/gitea/acme/gitops.git`,
  );
}

function answers(status: number, json: unknown, headers = {}): void {
  answer = { status, json, headers };
}

describe('What Gitea or something before it answers', () => {
  it.each([
    ['a page', '<!doctype html><title>Sign in</title>'],
    ['half an answer', '{"default_branch": "ma'],
    ['nothing', ''],
    ['something else', '{"default_branch": 1}'],
  ])('%s is no repository', async (_, text) => {
    answer = { status: 200, bytes: Buffer.from(text) };
    await expect(repository().get(options())).rejects.toMatchObject({
      name: 'GitHostError',
      problem: 'unavailable',
      message: expect.stringMatching(/^acme\/gitops: .*something unexpected/),
    });
  });

  it('is waited for only so long', async () => {
    server.failNext({ kind: 'hang' });
    await expect(repository(30).get(options())).rejects.toMatchObject({
      problem: 'unavailable',
      message: 'acme/gitops: Gitea did not answer within 0.03 s',
    });
  });

  it.each([301, 302, 307])('a redirect (%d) is not followed', async status => {
    answers(status, {}, { location: `${server.url}/elsewhere` });
    await expect(repository().get(options())).rejects.toMatchObject({
      name: 'GitHostError',
      message: expect.stringContaining(`${status}`),
    });
    expect(server.requests).toEqual(['GET /gitea/api/v1/repos/acme/gitops']);
  });

  it('never brings credentials into an error', async () => {
    const words = `token ${password} (Basic ${inBasic}) may not do that\nat all`;
    for (const status of [400, 401, 403, 404, 409, 422, 423, 429, 500, 502]) {
      answers(status, { message: words });
      const error = await thrownBy(repository().get(options()));
      const all = inspect(error, { depth: 10, showHidden: true });
      expect(all).not.toContain(password);
      expect(all).not.toContain(inBasic);
      expect((error as Error).message).toMatch(/^acme\/gitops: [^\n]*$/);
    }
  });

  it('long words are cut', async () => {
    answers(422, { message: 'no '.repeat(10_000) });
    const error = await thrownBy(repository().get(options()));
    expect((error as Error).message.length).toBeLessThan(400);
  });

  it('means archived by 423', async () => {
    answers(423, { message: 'Repo is archived' });
    await expect(
      repository().deleteBranch('feature', options()),
    ).rejects.toMatchObject({ problem: 'readOnly' });
  });

  it.each([
    ["cannot lock ref 'refs/heads/a': reference already exists", 'unavailable'],
    [
      "cannot lock ref 'refs/heads/a/b': 'refs/heads/a' exists; cannot create 'refs/heads/a/b'",
      'conflict',
    ],
    ['Not allowed to push to protected branch a', 'forbidden'],
  ])('means by 403 with "%s": %s', async (message, problem) => {
    answers(403, { message });
    await expect(
      repository().deleteBranch('feature', options()),
    ).rejects.toMatchObject({ problem });
  });

  it('is waited for longer where it has many files to stage', async () => {
    const sha = 'a'.repeat(40);
    const change = {
      branch: 'feature',
      base: { branch: 'main', sha },
      files: new Map([['a.txt', new Uint8Array()]]),
      message: 'Change',
    };
    answers(404, { message: 'not found' });
    server.failNext({ kind: 'hang' }, { isChange: true });
    await expect(
      repository(500).ensureBranch(change, options()),
    ).rejects.toMatchObject({
      message: 'acme/gitops: Gitea did not answer within 0.55 s',
    });
  });

  it('takes the last review of each person for what they think, however they approved before', async () => {
    const review = (login: string, state: string, dismissed = false) => ({
      ...{ state, dismissed, user: { login, id: 7 } },
    });
    const pull = {
      number: 1,
      html_url: 'https://git.example.com/acme/gitops/pulls/1',
      title: 'Promote pricing',
      state: 'open',
      merged: false,
      created_at: '2026-11-23T05:17:04Z',
      head: { label: 'feature', ref: 'feature', sha: 'a'.repeat(40) },
      base: { ref: 'main' },
    };
    const reviews = [
      review('ana', 'APPROVED'),
      review('bo', 'APPROVED'),
      review('cleo', 'REQUEST_CHANGES'),
      review('dan', 'APPROVED', true),
      review('eve', 'APPROVED'),
      // Gitea does not dismiss what they said before
      review('ana', 'REQUEST_CHANGES'),
      review('bo', 'COMMENT'),
      review('cleo', 'APPROVED'),
      review('eve', 'REQUEST_REVIEW'),
    ];
    answer = path => {
      if (path.endsWith('reviews')) return { status: 200, json: reviews };
      return {
        status: 200,
        json: path.endsWith('status') ? { statuses: [] } : pull,
      };
    };
    const found = await repository().pullRequest(1, options());
    expect(found.approvedBy?.sort()).toEqual(['bo', 'cleo', 'eve']);
  });

  it('counts all statuses and reviews of a pull request, though Gitea lists thirty or fifty at once', async () => {
    const sha = 'a'.repeat(40);
    const pull = {
      number: 1,
      html_url: 'https://git.example.com/acme/gitops/pulls/1',
      title: 'Promote pricing',
      state: 'open',
      merged: false,
      created_at: '2026-11-23T05:17:04Z',
      head: { label: 'feature', ref: 'feature', sha },
      base: { ref: 'main' },
    };
    const lists: Record<string, object[]> = {
      status: [
        ...Array.from({ length: 60 }, () => ({ status: 'success' })),
        { status: 'failure', context: 'ci/build' },
      ],
      reviews: [
        ...Array.from({ length: 70 }, () => ({ state: 'COMMENT' })),
        { state: 'APPROVED', user: { login: 'ana' } },
      ],
    };
    answer = (path, query) => {
      const all = lists[path.split('/').at(-1)!];
      if (!all) return { status: 200, json: pull };
      const size = Math.min(50, Number(query.get('limit') ?? 30));
      const begin = (Number(query.get('page') ?? 1) - 1) * size;
      const some = all.slice(begin, begin + size);
      return {
        status: 200,
        json: path.endsWith('status') ? { statuses: some } : some,
        headers: { 'x-total-count': String(all.length) },
      };
    };
    expect(await repository().pullRequest(1, options())).toMatchObject({
      checks: { passed: 60, failed: 1, pending: 0 },
      failedChecks: ['ci/build'],
      approvedBy: ['ana'],
    });
    Object.assign(pull, { state: 'closed', merged: true });
    expect(await repository().pullRequest(1, options())).toMatchObject({
      state: 'merged',
      approvedBy: ['ana'],
    });
  });

  describe('a pull request that is not mergeable', () => {
    const minuteAgo = new Date(Date.now() - 60_000).toISOString();
    const pull = {
      number: 1,
      html_url: 'https://git.example.com/acme/gitops/pulls/1',
      title: 'Promote pricing',
      state: 'open',
      merged: false,
      mergeable: false,
      created_at: minuteAgo,
      updated_at: minuteAgo,
      head: { label: 'feature', ref: 'feature', sha: 'a'.repeat(40) },
      base: { ref: 'main' },
    };
    const isMergeable = async (timestamp?: string) => {
      answer = path => {
        const commit = { id: 'b'.repeat(40), timestamp };
        if (path.endsWith('branches/main'))
          return { status: 200, json: { commit } };
        if (path.endsWith('reviews')) return { status: 200, json: [] };
        return {
          status: 200,
          json: path.endsWith('status') ? { statuses: [] } : pull,
        };
      };
      return (await repository().pullRequest(1, options())).isMergeable;
    };

    it('may still be looked at where somebody has just pushed to its base', async () => {
      expect(await isMergeable(new Date().toISOString())).toBeUndefined();
    });

    it('conflicts where nobody has', async () => {
      expect(await isMergeable(minuteAgo)).toBe(false);
      expect(await isMergeable()).toBe(false);
    });
  });

  describe('while a pull request is merged', () => {
    const head = 'a'.repeat(40);
    let merges: number;
    let refused: string | undefined;
    beforeEach(() => {
      merges = 0;
      refused = undefined;
      answer = path => {
        if (path === '')
          return {
            status: 200,
            json: { default_branch: 'main', default_merge_style: 'squash' },
          };
        if (path.endsWith('status'))
          return { status: 200, json: { statuses: null } };
        if (path.endsWith('reviews')) return { status: 200, json: [] };
        if (path.endsWith('merge')) {
          if (refused) return { status: 405, json: { message: refused } };
          // As Gitea 1.26 does, it merges again what is merged already
          merges += 1;
          return { status: 200 };
        }
        const json = {
          number: 1,
          html_url: 'https://git.example.com/acme/gitops/pulls/1',
          title: 'Promote pricing',
          state: merges > 0 ? 'closed' : 'open',
          merged: merges > 0,
          created_at: '2026-11-23T05:17:04Z',
          head: { label: 'feature', ref: 'feature', sha: head },
          base: { ref: 'main' },
        };
        return { status: 200, json };
      };
    });

    it('is one answer, where five merge it at once', async () => {
      // Each would be a repository of its own, as of different requests
      const { host, url } = server;
      const gitea = new GiteaHost({
        integration: {
          host,
          baseUrl: `${url}/gitea`,
          username: 'bot',
          password,
        },
      });
      const answered = await Promise.all(
        Array.from({ length: 5 }, () =>
          gitea
            .repository(`${url}/gitea/acme/gitops.git`)
            .merge({ number: 1, expectedHead: head }, options()),
        ),
      );
      expect(answered.every(({ merged }) => merged)).toBe(true);
      expect(merges).toBe(1);
    });

    it('may be that it is merged later, when its checks succeed', async () => {
      refused = 'Not all required status checks successful';
      const merge = { number: 1, expectedHead: head, whenReady: true };
      const asked = await repository().merge(merge, options());
      expect(asked).toEqual({
        merged: false,
        reason: expect.stringContaining('Not all required status checks'),
        pullRequest: expect.objectContaining({ state: 'open' }),
      });
      refused = 'The scheduled auto merge is already scheduled';
      expect(await repository().merge(merge, options())).toMatchObject({
        merged: false,
        isQueued: true,
      });
    });
  });

  it('says that an older Gitea does not replace a branch', async () => {
    const before = 'b'.repeat(40);
    answer = (path, query) => {
      if (path === '/contents' && !query.has('ref'))
        return {
          status: 422,
          json: { message: 'branch already exists [name: feature]' },
        };
      if (path.startsWith('/branches'))
        return { status: 200, json: { commit: { id: before } } };
      if (path.startsWith('/compare'))
        return { status: 200, json: { total_commits: 1 } };
      if (path.startsWith('/git/commits')) {
        const commit = { message: 'Again' };
        const parents = [{ sha: 'c'.repeat(40) }];
        return { status: 200, json: { commit, parents, files: [] } };
      }
      return { status: 404, json: { message: 'Not Found' } };
    };
    await expect(
      repository().remakeBranch(
        {
          branch: 'feature',
          base: { branch: 'main', sha: 'a'.repeat(40) },
          files: new Map([['a.txt', Buffer.from('a')]]),
          message: 'Again',
          expectedHead: before,
        },
        options(),
      ),
    ).rejects.toMatchObject({
      problem: 'invalid',
      message: expect.stringContaining('from 1.26 on'),
    });
  });

  it('takes a mirror for a repository that takes no changes', async () => {
    answers(200, { default_branch: 'main', archived: false, mirror: true });
    expect(await repository().get(options())).toMatchObject({
      isArchived: true,
    });
  });

  it.each(['..', 'feature/../..', '.'])(
    'is never asked for a branch %s',
    async branch => {
      await expect(
        repository().deleteBranch(branch, options()),
      ).rejects.toMatchObject({ problem: 'invalid' });
      expect(server.requests).toEqual([]);
    },
  );
});

describe('Gitea Actions', () => {
  const run = {
    id: 12,
    run_number: 3,
    display_title: 'Promote pricing',
    event: 'workflow_dispatch',
    status: 'completed',
    conclusion: 'success',
    head_branch: 'main',
    head_sha: 'a'.repeat(40),
    html_url: 'https://git.example.com/acme/gitops/actions/runs/3',
    path: 'promote.yaml@refs/heads/main',
    started_at: '2026-11-23T05:17:04Z',
    completed_at: '2026-11-23T05:18:04Z',
    actor: { login: 'ana' },
  };
  const runs = async (...found: object[]) => {
    answers(200, { total_count: found.length, workflow_runs: found });
    const of = { file: 'promote.yaml', limit: 2 };
    return repository().workflows.runs(of, options());
  };

  it('tells of the runs of one workflow', async () => {
    const others = { ...run, id: 1, path: 'test.yaml@refs/heads/main' };
    const found = await runs(others, run, { ...run, id: 11 }, run);
    expect(found.map(({ id }) => id)).toEqual(['12', '11']);
    expect(found[0]).toEqual({
      id: '12',
      number: 3,
      title: 'Promote pricing',
      event: 'workflow_dispatch',
      state: 'succeeded',
      ref: 'main',
      sha: 'a'.repeat(40),
      actor: 'ana',
      startedAt: '2026-11-23T05:17:04.000Z',
      finishedAt: '2026-11-23T05:18:04.000Z',
      url: 'https://git.example.com/acme/gitops/actions/runs/3',
    });
  });

  it.each([
    ['queued', null, 'waiting'],
    ['waiting', null, 'waiting'],
    ['in_progress', null, 'running'],
    ['completed', 'success', 'succeeded'],
    ['completed', 'failure', 'failed'],
    ['completed', 'cancelled', 'cancelled'],
    ['completed', 'skipped', 'skipped'],
  ])('takes %s with %s for %s', async (status, conclusion, state) => {
    const [found] = await runs({ ...run, status, conclusion });
    expect(found.state).toBe(state);
  });

  it('knows no end of what runs', async () => {
    const [found] = await runs({
      ...run,
      status: 'in_progress',
      completed_at: '0001-01-01T00:00:00Z',
    });
    expect(found.finishedAt).toBeUndefined();
  });

  it('reads jobs where it may not see runs', async () => {
    const task = {
      workflow_id: 'promote.yaml',
      run_number: 3,
      display_title: 'Promote pricing',
      event: 'workflow_dispatch',
      status: 'success',
      head_branch: 'main',
      head_sha: 'a'.repeat(40),
      url: 'https://git.example.com/acme/gitops/actions/runs/3',
      run_started_at: '2026-11-23T05:17:04Z',
      updated_at: '2026-11-23T05:18:04Z',
    };
    const tasks = [
      { ...task, run_number: 4, status: 'running' },
      { ...task, workflow_id: 'test.yaml', run_number: 5 },
      { ...task, head_branch: 'other', run_number: 6 },
      { ...task, status: 'failure', updated_at: '2026-11-23T05:19:04Z' },
      task,
    ];
    answer = path =>
      path.endsWith('tasks')
        ? { status: 200, json: { total_count: 5, workflow_runs: tasks } }
        : {
            status: 403,
            json: { message: 'user should be the owner of the repo' },
          };
    const found = await repository().workflows.runs(
      { file: 'promote.yaml', branch: 'main', limit: 2 },
      options(),
    );
    expect(found).toEqual([
      expect.objectContaining({
        id: '4',
        state: 'running',
        finishedAt: undefined,
      }),
      {
        id: '3',
        number: 3,
        title: 'Promote pricing',
        event: 'workflow_dispatch',
        state: 'failed',
        ref: 'main',
        sha: 'a'.repeat(40),
        startedAt: '2026-11-23T05:17:04.000Z',
        finishedAt: '2026-11-23T05:19:04.000Z',
        url: 'https://git.example.com/acme/gitops/actions/runs/3',
      },
    ]);
  });

  it('refuses a workflow that is not there', async () => {
    answers(404, { message: 'workflow not found' });
    await expect(
      repository().workflows.dispatch(
        { file: 'no.yaml', ref: 'main', inputs: {} },
        options(),
      ),
    ).rejects.toMatchObject({ problem: 'notFound' });
  });
});
