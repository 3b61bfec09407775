import type { ForgeRepository } from '../Forge';
import { gitText } from '../../git/git';
import { openPull, seedRepository } from '../testing/seed';
import { startForge, type RunningForge } from '../testing/startForge';

describe('merging pull requests', () => {
  let running: RunningForge;
  let repository: ForgeRepository;

  beforeEach(async () => {
    running = await startForge();
    repository = await seedRepository(running);
  });

  afterEach(() => running.stop());

  const merge = (number: number, body: object) =>
    running.api('POST', `/repos/platform/gitops/pulls/${number}/merge`, body);

  /** Both sides change other lines of one file, so that a real merge is needed */
  async function diverged() {
    const number = await openPull(running, repository, {
      branch: 'feature',
      files: {
        'app.yaml': 'image: 2.0.0\nreplicas: 1\n# end\n',
        'new.yaml': 'x\n',
        'docs/read me.md': null,
      },
    });
    const files = new Map([
      ['app.yaml', 'image: 1.0.0\nreplicas: 1\n# the end\n'],
    ]);
    await repository.commit({
      branch: 'main',
      message: 'Meanwhile',
      author: 'Grace',
      files,
    });
    return number;
  }

  it.each([
    {
      method: 'merge',
      parents: 2,
      subject: "Merge pull request 'Merge feature' (#1) from feature into main",
    },
    { method: 'squash', parents: 1, subject: 'Merge feature (#1)' },
    { method: 'rebase', parents: 1, subject: 'Change on feature' },
    {
      method: 'rebase-merge',
      parents: 2,
      subject: "Merge pull request 'Merge feature' (#1) from feature into main",
    },
  ])(
    'by $method brings in both sides',
    async ({ method, parents, subject }) => {
      const number = await diverged();
      const before = await repository.head('main');
      const changes: string[] = [];
      repository.onChange(({ branch, commit }) =>
        changes.push(`${branch} ${commit}`),
      );
      expect((await merge(number, { Do: method })).status).toBe(200);
      const head = (await repository.head('main'))!;
      expect(changes).toEqual([`main ${head}`]);
      expect(Object.fromEntries(await repository.files(head))).toEqual({
        'app.yaml': 'image: 2.0.0\nreplicas: 1\n# the end\n',
        'new.yaml': 'x\n',
      });
      expect((await repository.metadata(head)).message.trim()).toBe(subject);
      const pull = (
        await running.api('GET', `/repos/platform/gitops/pulls/${number}`)
      ).body;
      expect(pull).toMatchObject({
        merged: true,
        merge_commit_sha: head,
        state: 'closed',
        changed_files: 3,
      });
      const commit = (
        await running.api('GET', `/repos/platform/gitops/git/commits/${head}`)
      ).body as { parents: unknown[] };
      expect(commit.parents).toHaveLength(parents);
      expect(commit.parents[0]).toMatchObject({ sha: before });
    },
  );

  it('says that a conflict is not mergeable and leaves the base alone', async () => {
    const number = await openPull(running, repository, {
      branch: 'feature',
      files: { 'app.yaml': 'image: 2\n' },
    });
    await repository.commit({
      branch: 'main',
      message: 'Other',
      author: 'Grace',
      files: new Map([['app.yaml', 'image: 3\n']]),
    });
    const before = await repository.head('main');
    const path = `/repos/platform/gitops/pulls/${number}`;
    expect((await running.api('GET', path)).body).toMatchObject({
      mergeable: false,
    });
    for (const method of ['merge', 'squash', 'rebase']) {
      expect(await merge(number, { Do: method })).toMatchObject({
        status: 405,
        body: { message: 'Please try again later' },
      });
    }
    expect(await repository.head('main')).toBe(before);
  });

  it('merges once when many try at the same time', async () => {
    const number = await openPull(running, repository, {
      branch: 'feature',
      files: { 'a.yaml': 'a\n' },
    });
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => merge(number, { Do: 'squash' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      200,
      ...Array(7).fill(405),
    ]);
  });

  it('opens one for each who asks before the first is there, as Gitea does, and no more then', async () => {
    await repository.commit({
      branch: 'feature',
      message: 'x',
      author: 'Ada <ada@example.com>',
      files: new Map([['a.yaml', 'x\n']]),
    });
    const create = () =>
      running.api('POST', '/repos/platform/gitops/pulls', {
        title: 'x',
        head: 'feature',
        base: 'main',
      });
    const answers = await Promise.all(Array.from({ length: 8 }, create));
    const made = answers.filter(({ status }) => status === 201);
    expect(made.length).toBeGreaterThan(0);
    const { body } = await running.api(
      'GET',
      '/repos/platform/gitops/pulls?state=all',
    );
    expect(body).toHaveLength(made.length);
    expect((await create()).status).toBe(409);
  });

  it('names the first of the same branches, and opens again what has none or another', async () => {
    const number = await openPull(running, repository, {
      branch: 'feature',
      files: { 'a.yaml': 'a\n' },
    });
    const path = '/repos/platform/gitops/pulls';
    await running.api('PATCH', `${path}/${number}`, { state: 'closed' });
    const second = { title: 'x', head: 'feature', base: 'main' };
    expect((await running.api('POST', path, second)).status).toBe(201);
    expect(
      (await running.api('GET', `${path}/main/feature`)).body,
    ).toMatchObject({ number, state: 'closed' });
    for (const branch of ['there', 'gone']) {
      const opened = await running.api('PATCH', `${path}/${number}`, {
        state: 'open',
      });
      expect([branch, opened.status]).toEqual([branch, 201]);
      await running.api('DELETE', '/repos/platform/gitops/branches/feature');
    }
    expect((await running.api('GET', `${path}/${number}`)).body).toMatchObject({
      state: 'open',
      head: { ref: `refs/pull/${number}/head`, label: 'feature' },
    });
  });

  it('tells of a merged one where its branch went on', async () => {
    const number = await openPull(running, repository, {
      branch: 'feature',
      files: { 'a.yaml': 'a\n' },
    });
    await merge(number, { Do: 'merge' });
    const sha = await repository.commit({
      branch: 'feature',
      message: 'More',
      author: 'Ada <ada@example.com>',
      files: new Map([['b.yaml', 'b\n']]),
    });
    const path = `/repos/platform/gitops/pulls/${number}`;
    expect((await running.api('GET', path)).body).toMatchObject({
      merged: true,
      head: { sha },
    });
  });

  it('merges no closed one, and opens it again', async () => {
    const number = await openPull(running, repository, {
      branch: 'feature',
      files: { 'a.yaml': 'a\n' },
    });
    const path = `/repos/platform/gitops/pulls/${number}`;
    expect(await running.api('PATCH', path, { state: 'closed' })).toMatchObject(
      { status: 201, body: { state: 'closed' } },
    );
    expect((await merge(number, { Do: 'merge' })).status).toBe(404);
    await running.api('PATCH', path, { state: 'open' });
    expect((await merge(number, { Do: 'merge' })).status).toBe(200);
    expect((await running.api('PATCH', path, { state: 'open' })).status).toBe(
      412,
    );
  });

  it('keeps what Git holds sound', async () => {
    const number = await diverged();
    await merge(number, { Do: 'rebase' });
    const dir = (repository as unknown as { git: { dir: string } }).git.dir;
    expect(await gitText(['fsck', '--strict'], { dir })).not.toMatch(
      /error|broken|missing/,
    );
  });
});
