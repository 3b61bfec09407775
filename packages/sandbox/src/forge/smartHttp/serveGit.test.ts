import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { ForgeRepository } from '../Forge';
import { gitClient, type GitClient } from '../testing/gitClient';
import { seedRepository } from '../testing/seed';
import { startForge, token, type RunningForge } from '../testing/startForge';

describe('Git over HTTP', () => {
  let running: RunningForge;
  let repository: ForgeRepository;
  let client: GitClient;

  beforeEach(async () => {
    running = await startForge();
    repository = await seedRepository(running);
    client = await gitClient();
  });

  afterEach(async () => {
    await client.remove();
    await running.stop();
  });

  const withToken = (url: string) =>
    url.replace('http://', `http://ada:${token}@`);

  it('lets anyone clone, and fetch what came later', async () => {
    expect(
      await client.git('clone', '-q', repository.url, 'copy'),
    ).toMatchObject({ code: 0 });
    const commit = await repository.commit({
      branch: 'main',
      message: 'Later',
      author: 'Ada',
      files: new Map([['app.yaml', 'image: 2.0.0\n']]),
    });
    await client.git('-C', 'copy', 'pull', '-q');
    expect(
      (await client.git('-C', 'copy', 'rev-parse', 'HEAD')).output.trim(),
    ).toBe(commit);
  });

  it('takes a push with the token, tells of it, and follows it in an open pull request', async () => {
    const changes: Array<{ branch: string; commit: string }> = [];
    repository.onChange(change => changes.push(change));
    await client.git('clone', '-q', withToken(repository.url), 'copy');
    await client.git('-C', 'copy', 'checkout', '-q', '-b', 'feature/one');
    const commitAndPush = async (text: string) => {
      await writeFile(join(client.folder, 'copy', 'app.yaml'), text);
      await client.git('-C', 'copy', 'commit', '-qam', text);
      expect(
        await client.git('-C', 'copy', 'push', '-q', 'origin', 'feature/one'),
      ).toMatchObject({ code: 0 });
      return (
        await client.git('-C', 'copy', 'rev-parse', 'HEAD')
      ).output.trim();
    };
    const first = await commitAndPush('image: 2');
    await running.api('POST', '/repos/platform/gitops/pulls', {
      title: 'x',
      head: 'feature/one',
      base: 'main',
    });
    const second = await commitAndPush('image: 3');
    expect(changes).toEqual([
      { branch: 'feature/one', commit: first },
      { branch: 'feature/one', commit: second },
    ]);
    const { body } = await running.api('GET', '/repos/platform/gitops/pulls/1');
    expect(body).toMatchObject({ head: { sha: second }, state: 'open' });

    await client.git('-C', 'copy', 'push', '-q', 'origin', ':feature/one');
    expect(
      (await running.api('GET', '/repos/platform/gitops/pulls/1')).body,
    ).toMatchObject({ state: 'closed' });
  });

  it('refuses a push without the token or with another, and one to the refs of pull requests', async () => {
    await client.git('clone', '-q', repository.url, 'copy');
    const before = await repository.head('main');
    await client.git(
      '-C',
      'copy',
      'commit',
      '-q',
      '--allow-empty',
      '-m',
      'mine',
    );
    expect((await client.git('-C', 'copy', 'push', '-q')).code).not.toBe(0);
    const wrong = repository.url.replace('http://', 'http://ada:wrong@');
    expect(
      (await client.git('-C', 'copy', 'push', '-q', wrong, 'HEAD')).code,
    ).not.toBe(0);
    const { code } = await client.git(
      '-C',
      'copy',
      'push',
      withToken(repository.url),
      'HEAD:refs/pull/9/head',
    );
    expect(code).not.toBe(0);
    expect(await repository.head('main')).toBe(before);
  });

  it('shows a private repository to nobody without the token', async () => {
    const hidden = await seedRepository(running, {
      name: 'hidden',
      private: true,
    });
    expect((await client.git('clone', '-q', hidden.url, 'copy')).code).not.toBe(
      0,
    );
    expect(
      (await client.git('clone', '-q', withToken(hidden.url), 'copy')).code,
    ).toBe(0);
    const api = await fetch(`${running.baseUrl}/api/v1/repos/platform/hidden`);
    expect(api.status).toBe(404);
    expect((await fetch(hidden.htmlUrl)).status).toBe(401);
  });

  it('reads gzipped bodies and refuses broken ones', async () => {
    const head = await repository.head('main');
    const line = `want ${head} ofs-delta\n`;
    const body = `${(line.length + 4)
      .toString(16)
      .padStart(4, '0')}${line}00000009done\n`;
    const post = (bytes: BodyInit) =>
      fetch(`${repository.url}/git-upload-pack`, {
        method: 'POST',
        headers: {
          'Content-Encoding': 'gzip',
          'Content-Type': 'application/x-git-upload-pack-request',
        },
        body: bytes,
      });
    const pack = await (await post(new Uint8Array(gzipSync(body)))).text();
    expect(pack).toContain('PACK');
    expect((await post('not gzip')).status).toBe(400);
  });
});
