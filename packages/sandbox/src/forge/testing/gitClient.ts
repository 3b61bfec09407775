import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';

/** A folder with a `git` that a developer would run. */
export interface GitClient {
  folder: string;
  git(...args: string[]): Promise<{ code: number | null; output: string }>;
  remove(): Promise<void>;
}

export async function gitClient(): Promise<GitClient> {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-client-'));
  const identity = [
    '-c',
    'user.name=Ada',
    '-c',
    'user.email=ada@example.com',
    '-c',
    'credential.helper=',
  ];
  return {
    folder,
    git: (...args) =>
      new Promise((resolve, reject) => {
        const child = spawn('git', [...identity, ...args], {
          cwd: folder,
          env: {
            PATH: process.env.PATH,
            HOME: folder,
            GIT_CONFIG_NOSYSTEM: '1',
            GIT_TERMINAL_PROMPT: '0',
          },
        });
        let output = '';
        child.stdout.on('data', chunk => (output += chunk));
        child.stderr.on('data', chunk => (output += chunk));
        child.on('error', reject);
        child.on('close', code => resolve({ code, output }));
      }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
