// A backend of the oldest supported Backstage that loads dynamic plugins from a folder, as Red Hat
// Developer Hub's does.
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../../scripts/portal.mjs';
import { answers, freePort, start } from '../../scripts/processes.mjs';

/** Outside of the repository: nothing of its node_modules can stand in for what is missing. */
const host = join(tmpdir(), 'backstage-gitops-rhdh');
const pluginsFolder = join(host, 'dynamic-plugins-root');

export function installHost() {
  mkdirSync(host, { recursive: true });
  cpSync(dirname(fileURLToPath(import.meta.url)), host, { recursive: true });
  const { status, stderr } = spawnSync(
    'npm',
    ['install', '--ignore-scripts', '--no-audit', '--no-fund'],
    { cwd: host, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`Installing the host failed:\n${stderr}`);
  // Compiled already, for this version of Node
  const sqlite = join('node_modules', 'better-sqlite3');
  rmSync(join(host, sqlite), { recursive: true, force: true });
  cpSync(join(root, sqlite), join(host, sqlite), { recursive: true });
}

/** Starts the host with these plugins, and resolves to a function that reads its APIs. */
export async function startHost(plugins) {
  rmSync(pluginsFolder, { recursive: true, force: true });
  for (const { name, folder } of plugins)
    cpSync(folder, join(pluginsFolder, name), { recursive: true });
  const port = await freePort();
  const token = randomUUID();
  const log = [];
  const { ended } = start('host', process.execPath, ['backend.js'], {
    cwd: host,
    env: {
      PORT: String(port),
      CHECK_TOKEN: token,
      NODE_OPTIONS: '--no-node-snapshot',
    },
    onLine: line => log.push(line),
  });
  const url = `http://127.0.0.1:${port}`;
  try {
    await answers(`${url}/.backstage/health/v1/readiness`, ended);
  } catch (error) {
    throw new Error([error.message, ...log.slice(-40)].join('\n'));
  }
  const failed = log.filter(line => line.includes('an error occurred while'));
  if (failed.length > 0) throw new Error(failed.join('\n'));
  return async path => {
    const response = await fetch(`${url}/api/${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
    return response.json();
  };
}
