import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { mockCredentials } from '@backstage/backend-test-utils';
import { parse } from 'yaml';
import {
  databaseIn,
  KilledScaffolderOptions,
} from './__testUtils__/killedScaffolder';
import { Lab } from './__testUtils__/Lab';

jest.setTimeout(600_000);

const environments = ['dev', 'staging', 'production'];

let lab: Lab;
let folder: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  lab = await Lab.start();
  folder = mkdtempSync(join(tmpdir(), 'gitops-killed-'));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await lab.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
});

interface TaskEvent {
  type: string;
  body: { error?: { message: string } };
}

/** A scaffolder's process, which goes on with the tasks of the one before it. */
function startScaffolder(dieAt?: string) {
  const options: KilledScaffolderOptions = {
    folder,
    integrations: lab.integrations,
    dieAt,
  };
  const child = spawn(
    process.execPath,
    [
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      join(__dirname, '__testUtils__', 'killedScaffolder.ts'),
    ],
    {
      env: { ...process.env, KILLED_SCAFFOLDER: JSON.stringify(options) },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  children.push(child);
  const words: string[] = [];
  child.stderr.on('data', chunk => words.push(String(chunk)));
  const ended = once(child, 'exit').then(
    ([code, signal]) => signal ?? `${code} ${words.join('')}`,
  );
  const url = Promise.race([
    once(createInterface(child.stdout), 'line').then(([line]) => String(line)),
    ended.then(end => {
      throw new Error(`The scaffolder ended: ${end}`);
    }),
  ]);
  url.catch(() => {});
  return { ended, url };
}

/**
 * A task is recovered half a minute after its process was last heard of; this is that half minute.
 */
async function halfAMinutePasses() {
  const knex = databaseIn(folder, 'scaffolder');
  const last_heartbeat_at = new Date(Date.now() - 60_000)
    .toISOString()
    .replace(/^(.*)T(.*)\..*$/, '$1 $2');
  expect(await knex('tasks').update({ last_heartbeat_at })).toBe(1);
  await knex.destroy();
}

async function ask(url: string, path: string, body?: object) {
  const response = await fetch(`${url}/api/scaffolder/v2/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: mockCredentials.user.header('user:default/ana'),
      'content-type': 'application/json',
    },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status}: ${text}`);
  return JSON.parse(text);
}

/**
 * How a task ended, with its errors. Of one whose process is killed meanwhile, nothing is ever
 * heard.
 */
async function endOf(url: string, taskId: string): Promise<string> {
  const nothing = new Promise<never>(() => {});
  for (;;) {
    const { status } = await ask(url, `tasks/${taskId}`).catch(() => nothing);
    if (status === 'completed') return status;
    if (status === 'failed') {
      const events: TaskEvent[] = await ask(url, `tasks/${taskId}/events`);
      const errors = events.flatMap(({ body }) => body.error?.message ?? []);
      return `failed: ${errors.join(' ')}`;
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}

it('a task whose backend is killed at every step is finished by the next ones, and everything is made once', async () => {
  const places = [
    'form ends',
    'check after 1',
    'promotion ends',
    'manifests begins',
    'manifests ends',
    'refuse ends',
    'publish after 1',
    'publish after 2',
    'publish after 3',
    'publish ends',
    'pull after 1',
    'pull after 2',
    'pull ends',
    'register after 1',
    'register ends',
  ];
  let taskId: string | undefined;
  for (const place of places) {
    const { ended, url } = startScaffolder(place);
    if (taskId === undefined)
      taskId = (
        await ask(await url, 'tasks', {
          templateRef: 'template:default/microservice',
          values: {
            name: 'wishes',
            owner: 'group:default/team-a',
            description: 'Wishes of customers',
            database: true,
            environments,
            secretKeys: [],
            gitops: lab.address(),
            code: lab.address('services'),
          },
        })
      ).id;
    const id: string = taskId!;
    // It may be killed before it has said where it listens
    const otherEnd = url.then(
      at => endOf(at, id),
      () => ended,
    );
    const end = await Promise.race([ended, otherEnd]);
    expect([place, end]).toEqual([place, 'SIGKILL']);
    await halfAMinutePasses();
  }

  const url = await startScaffolder().url;
  expect(await endOf(url, taskId!)).toBe('completed');
  const events: TaskEvent[] = await ask(url, `tasks/${taskId}/events`);
  expect(events.filter(({ type }) => type === 'recovered')).toHaveLength(
    places.length,
  );

  const [pull, ...others] = (await lab.pulls()).filter(({ head }) =>
    head.ref.startsWith('gitops/create/'),
  );
  expect(others).toEqual([]);
  expect(pull.head.ref).toBe('gitops/create/wishes');
  const { total_commits: commits } = await lab.forge(
    'GET',
    `compare/main...${encodeURIComponent(pull.head.ref)}`,
  );
  expect(commits).toBe(1);
  expect(
    await lab.forge('GET', 'commits', undefined, 'services/wishes'),
  ).toHaveLength(1);
  const changed: { filename: string }[] = await lab.forge(
    'GET',
    `pulls/${pull.number}/files?limit=50`,
  );
  expect(
    changed.filter(({ filename }) => filename.endsWith('config.json')),
  ).toHaveLength(environments.length);
  const kustomization = parse(
    (await lab.read('apps/wishes/base/kustomization.yaml', pull.head.ref))!,
  );
  expect(kustomization.resources).toEqual([
    ...new Set(kustomization.resources),
  ]);
  expect(kustomization.resources).toContain('migration.yaml');
});
