import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A real GitOps repository, to which a script of a CI may push. */
export class ManifestRepository {
  readonly #folder = mkdtempSync(join(tmpdir(), 'promote-'));
  readonly #origin = join(this.#folder, 'gitops.git');

  constructor(files: Record<string, string>) {
    this.git('init', '--quiet', '--bare', '--initial-branch=main', '.');
    this.commit(files);
  }

  get url(): string {
    return `file://${this.#origin}`;
  }

  delete(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Of the repository that is pushed to. */
  git(...args: string[]): string {
    mkdirSync(this.#origin, { recursive: true });
    return execFileSync('git', args, { cwd: this.#origin, encoding: 'utf8' });
  }

  read(file: string): string {
    return this.git('show', `main:${file}`);
  }

  /** Pushes, as others do. */
  commit(files: Record<string, string>): void {
    const clone = mkdtempSync(join(this.#folder, 'clone-'));
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: clone, stdio: 'pipe' });
    git('clone', '--quiet', this.#origin, '.');
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(clone, file)), { recursive: true });
      writeFileSync(join(clone, file), text);
    }
    git('checkout', '--quiet', '-B', 'main');
    git('add', '.');
    const as = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
    git(...as, 'commit', '--quiet', '-m', 'Others');
    git('push', '--quiet', 'origin', 'main');
  }

  /** Runs a script as a CI does. @param shell - with its own arguments */
  async run(
    shell: string,
    script: string,
    env: Record<string, string>,
  ): Promise<{ code: number; said: string }> {
    const [command, ...args] = shell.split(' ');
    const options = {
      cwd: this.#folder,
      env: { ...process.env, GITOPS_URL: this.url, ...env },
    };
    try {
      const { stdout, stderr } = await run(
        command,
        [...args, '-c', script],
        options,
      );
      return { code: 0, said: stdout + stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as {
        code: number;
        stdout: string;
        stderr: string;
      };
      return { code, said: stdout + stderr };
    }
  }
}
