import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { FileChange } from '../../__testUtils__/MemoryGit';

const run = promisify(execFile);

/** A working copy on this machine, to be pushed to a server that is to have the same. */
export class SeedRepository {
  private constructor(private readonly folder: string) {}

  static async of(
    files: ReadonlyMap<string, FileChange>,
  ): Promise<SeedRepository> {
    const folder = await mkdtemp(join(tmpdir(), 'gitops-seed-'));
    const seed = new SeedRepository(folder);
    await seed.#git('init', '--quiet', '--initial-branch=main');
    await seed.#commit(files, 'First');
    return seed;
  }

  async pushTo(url: string): Promise<void> {
    await this.#git('push', '--quiet', url, 'main');
  }

  /**
   * Adds a commit to a branch of the server, which is made from its `main` where it is missing. Its
   * SHA
   */
  async commitTo(
    url: string,
    branch: string,
    files: Record<string, string | null>,
  ): Promise<string> {
    const present = await this.#git('ls-remote', url, `refs/heads/${branch}`);
    return this.#commitOn(present ? branch : 'main', url, branch, files);
  }

  /** Replaces a branch of the server by a commit on its `main`. Its SHA */
  forcePush(
    url: string,
    branch: string,
    files: Record<string, string | null>,
  ): Promise<string> {
    return this.#commitOn('main', url, branch, files);
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  async #commitOn(
    start: string,
    url: string,
    branch: string,
    files: Record<string, string | null>,
  ): Promise<string> {
    await this.#git('fetch', '--quiet', url, start);
    await this.#git('checkout', '--quiet', '--force', 'FETCH_HEAD');
    await this.#commit(new Map(Object.entries(files)), `Change ${branch}`);
    await this.#git(
      'push',
      '--quiet',
      '--force',
      url,
      `HEAD:refs/heads/${branch}`,
    );
    const sha = await this.#git('rev-parse', 'HEAD');
    return sha.trim();
  }

  async #commit(
    files: ReadonlyMap<string, FileChange>,
    message: string,
  ): Promise<void> {
    for (const [path, content] of files) {
      const place = join(this.folder, path);
      await mkdir(dirname(place), { recursive: true });
      if (typeof content === 'string' || content instanceof Uint8Array)
        await writeFile(place, content);
      else if (content === null) await rm(place);
      else if ('link' in content) await symlink(content.link, place);
    }
    await this.#git('add', '--all');
    await this.#git('commit', '--quiet', '--allow-empty', '-m', message);
  }

  async #git(...args: string[]): Promise<string> {
    const identity = ['-c', 'user.name=Dana', '-c', 'user.email=dana@acme.io'];
    const { stdout } = await run('git', [...identity, ...args], {
      cwd: this.folder,
      env: {
        PATH: process.env.PATH,
        HOME: this.folder,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_TERMINAL_PROMPT: '0',
      },
    });
    return stdout;
  }
}
