import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { devNull } from 'node:os';

/** How a `git` process is run. */
export interface GitRun {
  /** The bare repository; absent for commands that need none */
  dir?: string;
  input?: string | Buffer;
  env?: Readonly<Record<string, string>>;
  /** Exit codes that are answers rather than failures; default 0 only */
  allowedExitCodes?: readonly number[];
  timeoutMs?: number;
}

/** A `git` process that failed. */
export class GitError extends Error {
  override readonly name = 'GitError';
}

/**
 * Runs `git` with an array of arguments, never through a shell, and returns its output. @throws
 * GitError
 */
export async function git(
  args: readonly string[],
  run: GitRun = {},
): Promise<Buffer> {
  const child = startGit(args, run);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  // A process that ends before it has read all of its input says why by its exit code
  child.stdin.on('error', () => {});
  child.stdin.end(run.input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', error =>
      reject(new GitError(`git cannot be started: ${error.message}`)),
    );
    child.once('close', resolve);
  });
  if (code === null || !(run.allowedExitCodes ?? [0]).includes(code)) {
    const reason = Buffer.concat(err).toString('utf8').trim().slice(0, 500);
    throw new GitError(
      `git ${args[0]} failed (${code ?? 'time limit'}): ${reason}`,
    );
  }
  return Buffer.concat(out);
}

/** Like {@link git}, as text without the final line break. */
export async function gitText(
  args: readonly string[],
  run: GitRun = {},
): Promise<string> {
  return (await git(args, run)).toString('utf8').replace(/\n$/, '');
}

/** Starts `git` for a caller that streams. */
export function startGit(
  args: readonly string[],
  run: GitRun = {},
): ChildProcessWithoutNullStreams {
  const isolation = [
    '-c',
    'gc.auto=0',
    '-c',
    'core.hooksPath=/dev/null',
    '-c',
    'core.quotePath=false',
  ];
  return spawn(
    'git',
    [...isolation, ...(run.dir ? ['--git-dir', run.dir] : []), ...args],
    {
      env: { ...bareEnvironment(), ...run.env },
      timeout: run.timeoutMs ?? 60_000,
      windowsHide: true,
    },
  );
}

/**
 * Neither the user's configuration nor a `GIT_DIR` of an outer process may change what the forge
 * does.
 */
function bareEnvironment(): Record<string, string> {
  const passed = ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot'].flatMap(
    name => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value] as const];
    },
  );
  return {
    ...Object.fromEntries(passed),
    LC_ALL: 'C',
    TZ: 'UTC',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    HOME: devNull,
    GIT_TERMINAL_PROMPT: '0',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_COMMITTER_NAME: 'sandbox',
    GIT_COMMITTER_EMAIL: 'sandbox@example.com',
  };
}
