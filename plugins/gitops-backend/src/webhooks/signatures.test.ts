import { ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

jest.setTimeout(60_000);

const SECRET = 'a secret of the hook';
const push = JSON.stringify({
  ref: 'refs/heads/main',
  repository: {
    full_name: 'platform/gitops',
    slug: 'gitops',
    project: { key: 'platform' },
  },
  changes: [{ ref: { id: 'refs/heads/main' } }],
  project: { path_with_namespace: 'platform/gitops' },
});
const signed = (secret: string) =>
  createHmac('sha256', secret).update(push).digest('hex');

/** What each host sends of a push: the event, and the proof that it knows the secret. */
const hosts: Record<
  string,
  { event: object; proof(secret: string): Record<string, string> }
> = {
  github: {
    event: { 'x-github-event': 'push' },
    proof: secret => ({ 'x-hub-signature-256': `sha256=${signed(secret)}` }),
  },
  gitlab: {
    event: { 'x-gitlab-event': 'Push Hook' },
    proof: secret => ({ 'x-gitlab-token': secret }),
  },
  gitea: {
    event: { 'x-gitea-event': 'push' },
    proof: secret => ({ 'x-gitea-signature': signed(secret) }),
  },
  bitbucketServer: {
    event: { 'x-event-key': 'repo:refs_changed' },
    proof: secret => ({ 'x-hub-signature': `sha256=${signed(secret)}` }),
  },
};

let child: ChildProcess;
afterEach(() => child?.kill('SIGKILL'));

/** A backend with the modules of all these hosts. */
async function start(secret?: string) {
  child = spawn(
    process.execPath,
    [
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      join(__dirname, '..', '__testUtils__', 'webhookBackend.ts'),
    ],
    {
      env: { ...process.env, WEBHOOK_SECRET: secret ?? '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const lines: string[] = [];
  const output = createInterface(child.stdout!);
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The backend ended with ${code}`);
  });
  const [url] = await Promise.race([once(output, 'line'), ended]);
  output.on('line', line => lines.push(line));
  return {
    /** What would be followed */
    followed: () => lines.map(line => JSON.parse(line)),
    post: async (host: string, headers: object) => {
      const { status } = await fetch(`${url}/api/events/http/${host}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: push,
      });
      return status;
    },
  };
}

it('a webhook is followed where its host proves the secret, and refused where not', async () => {
  const { post, followed } = await start(SECRET);
  for (const [host, { event, proof }] of Object.entries(hosts)) {
    expect([host, await post(host, event)]).toEqual([host, 403]);
    expect([host, await post(host, { ...event, ...proof('another') })]).toEqual(
      [host, 403],
    );
  }
  expect(followed()).toEqual([]);
  for (const [host, { event, proof }] of Object.entries(hosts))
    expect([host, await post(host, { ...event, ...proof(SECRET) })]).toEqual([
      host,
      202,
    ]);
  while (followed().length < 4)
    await new Promise(resolve => setTimeout(resolve, 20));
  const about = { repository: 'platform/gitops', branch: 'main' };
  expect(followed()).toEqual([about, about, about, about]);
});

it('no webhook is taken in where no secret is configured', async () => {
  const { post, followed } = await start();
  for (const [host, { event, proof }] of Object.entries(hosts))
    expect([host, await post(host, { ...event, ...proof('') })]).toEqual([
      host,
      404,
    ]);
  expect(followed()).toEqual([]);
});
