import type { ForgeRepository } from '../Forge';
import { seedRepository } from '../testing/seed';
import { startForge, token, type RunningForge } from '../testing/startForge';
import { connectionReset } from './connectionReset';
import { hang } from './hang';
import { internalError } from './internalError';
import { lostAnswer } from './lostAnswer';
import { conflict, unprocessable } from './refusal';
import { timeoutAfterWork } from './timeoutAfterWork';
import { tooManyRequests } from './tooManyRequests';
import { unauthorized } from './unauthorized';

describe('failures on request', () => {
  let running: RunningForge;
  let repository: ForgeRepository;

  beforeEach(async () => {
    running = await startForge();
    repository = await seedRepository(running);
  });

  afterEach(() => running.stop());

  const branches = '/repos/platform/gitops/branches';

  it.each([
    { failure: internalError(), status: 500 },
    { failure: unauthorized(), status: 401 },
    { failure: tooManyRequests({ retryAfterSeconds: 7 }), status: 429 },
    { failure: conflict(), status: 409 },
    { failure: unprocessable(), status: 422 },
  ])(
    'answers $status as often as asked for, then all is well',
    async ({ failure, status }) => {
      running.forge.failures.add({
        failure,
        times: 2,
        method: 'get',
        path: /\/branches$/,
      });
      expect((await running.api('GET', '/version')).status).toBe(200);
      const first = await running.api('GET', branches);
      expect(first.status).toBe(status);
      expect(first.headers.get('Retry-After')).toBe(
        status === 429 ? '7' : null,
      );
      expect((await running.api('GET', branches)).status).toBe(status);
      expect((await running.api('GET', branches)).status).toBe(200);
      expect(running.forge.failures.list()).toEqual([]);
    },
  );

  /** Sends a request that gets no answer and waits until `happened` has come true */
  async function giveUp(happened: Promise<unknown>) {
    const controller = new AbortController();
    const answered = fetch(`${running.baseUrl}/api/v1${branches}`, {
      method: 'POST',
      headers: { Authorization: `token ${token}` },
      body: JSON.stringify({ new_branch_name: 'made' }),
      signal: controller.signal,
    }).then(({ status }) => {
      throw new Error(`It was answered with ${status}`);
    });
    await Promise.race([happened, answered]);
    controller.abort();
    await expect(answered).rejects.toThrow('This operation was aborted');
  }

  it('does the work and never says so', async () => {
    running.forge.failures.add({ failure: timeoutAfterWork(), method: 'POST' });
    await giveUp(
      new Promise<void>(resolve => repository.onChange(() => resolve())),
    );
    expect(await repository.head('made')).toBe(await repository.head('main'));
  });

  const makeBranch = () =>
    running.api('POST', branches, { new_branch_name: 'made' });

  it('does the work, then cuts the connection', async () => {
    running.forge.failures.add({ failure: lostAnswer(), method: 'POST' });
    await expect(makeBranch()).rejects.toThrow('fetch failed');
    expect(await repository.head('made')).toBe(await repository.head('main'));
    expect((await makeBranch()).status).toBe(409);
  });

  it('cuts the connection before the work', async () => {
    running.forge.failures.add({ failure: connectionReset(), method: 'POST' });
    await expect(makeBranch()).rejects.toThrow('fetch failed');
    expect(await repository.head('made')).toBeUndefined();
    expect((await makeBranch()).status).toBe(201);
  });

  it('hangs without doing anything', async () => {
    const seen = new Promise<void>(resolve => {
      const failure = hang();
      running.forge.failures.add({
        failure: {
          ...failure,
          handle: async exchange => failure.handle(exchange).then(resolve),
        },
      });
    });
    await giveUp(seen);
    expect(await repository.head('made')).toBeUndefined();
  });
});
