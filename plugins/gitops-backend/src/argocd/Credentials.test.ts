import { rm, utimes, writeFile } from 'node:fs/promises';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { ArgoCdError } from './ArgoCdError';
import { givenToken, tokenFromFile, userSession } from './Credentials';
import type { Transport } from './Transport';

const { signal } = new AbortController();

it('gives the token that it was given, and knows no other', async () => {
  const credentials = givenToken('a-token');
  await expect(credentials.token(signal)).resolves.toBe('a-token');
  expect(credentials.rejected('a-token')).toBe(false);
});

describe('a token in a file', () => {
  const directory = createMockDirectory();
  const file = directory.resolve('token');

  async function write(token: string, modified = new Date()) {
    await writeFile(file, token);
    await utimes(file, modified, modified);
  }

  it('is read without the white space around it, and again when the file changes', async () => {
    await write(' first\n', new Date(1_000));
    const credentials = tokenFromFile(file);
    await expect(credentials.token(signal)).resolves.toBe('first');
    await write('second\n', new Date(2_000));
    await expect(credentials.token(signal)).resolves.toBe('second');
  });

  it('is read again when it is no longer accepted, even if the file seems to be as it was', async () => {
    await write('first', new Date(1_000));
    const credentials = tokenFromFile(file);
    await credentials.token(signal);
    await write('second', new Date(1_000));
    await expect(credentials.token(signal)).resolves.toBe('first');
    expect(credentials.rejected('first')).toBe(false);
    await expect(credentials.token(signal)).resolves.toBe('second');
  });

  it('is missed with a sentence, until the file is there', async () => {
    await rm(file, { force: true });
    const credentials = tokenFromFile(file);
    const error = await credentials.token(signal).catch(reason => reason);
    expect(error).toBeInstanceOf(ArgoCdError);
    expect(error).toMatchObject({
      kind: 'misconfigured',
      message: `The token file ${file} can't be read`,
    });
    await write('late');
    await expect(credentials.token(signal)).resolves.toBe('late');
  });

  it('is missed where the file is empty', async () => {
    await write(' \n');
    await expect(tokenFromFile(file).token(signal)).rejects.toMatchObject({
      kind: 'misconfigured',
      message: `The token file ${file} is empty`,
    });
  });
});

describe('a session', () => {
  const day = 24 * 60 * 60 * 1000;
  let now: number;
  let opened: Parameters<Transport['json']>[0][];
  let answer: () => Promise<unknown>;

  beforeEach(() => {
    now = day;
    opened = [];
    answer = async () => ({ token: `session-${opened.length}` });
  });

  const session = () =>
    userSession({
      transport: {
        json(request) {
          opened.push(request);
          return answer();
        },
      },
      username: 'reader',
      password: 'marker-password',
      timeoutMs: 1_000,
      now: () => now,
    });

  const unauthorized = new ArgoCdError({
    code: 'tokenRejected',
    params: { answer: '401: Invalid username or password' },
  });

  it('is opened once for all who ask', async () => {
    const credentials = session();
    const tokens = await Promise.all(
      Array.from({ length: 10 }, () => credentials.token(signal)),
    );
    expect(new Set(tokens)).toEqual(new Set(['session-1']));
    await credentials.token(signal);
    expect(opened).toEqual([
      expect.objectContaining({
        method: 'POST',
        path: 'api/v1/session',
        body: { username: 'reader', password: 'marker-password' },
        secrets: ['marker-password'],
      }),
    ]);
  });

  it('is opened again, once, when all who ask are told that it has ended', async () => {
    const credentials = session();
    await credentials.token(signal);
    now += day;
    const tokens = await Promise.all(
      Array.from({ length: 10 }, async () => {
        expect(credentials.rejected('session-1')).toBe(true);
        return credentials.token(signal);
      }),
    );
    expect(new Set(tokens)).toEqual(new Set(['session-2']));
    expect(credentials.rejected('session-1')).toBe(true);
    await expect(credentials.token(signal)).resolves.toBe('session-2');
    expect(opened).toHaveLength(2);
  });

  it('that is not accepted although it is new is not opened again and again', async () => {
    const credentials = session();
    for (let i = 0; i < 20; i += 1) {
      const token = await credentials.token(signal);
      expect(credentials.rejected(token)).toBe(false);
      now += 1_000;
    }
    expect(opened).toHaveLength(1);
    now += 10_000;
    expect(credentials.rejected('session-1')).toBe(true);
    await expect(credentials.token(signal)).resolves.toBe('session-2');
  });

  it('that is refused says so, and is not tried again for half a minute', async () => {
    const credentials = session();
    answer = () => Promise.reject(unauthorized);
    for (let i = 0; i < 10; i += 1)
      await expect(credentials.token(signal)).rejects.toMatchObject({
        kind: 'unauthorized',
        message: 'Argo CD does not accept the user name and password (401)',
      });
    expect(opened).toHaveLength(1);
    now += 30_000;
    answer = async () => ({ token: 'at-last' });
    await expect(credentials.token(signal)).resolves.toBe('at-last');
  });

  it('that could not be opened is tried again', async () => {
    const credentials = session();
    const down = new ArgoCdError({ code: 'unreachable', params: {} });
    answer = () => Promise.reject(down);
    await expect(credentials.token(signal)).rejects.toThrow(down);
    answer = async () => ({ token: 'back' });
    await expect(credentials.token(signal)).resolves.toBe('back');
  });

  it.each([{}, { token: '' }, null])(
    'answered with %j is nonsense',
    async body => {
      answer = async () => body;
      await expect(session().token(signal)).rejects.toMatchObject({
        kind: 'nonsense',
        message: 'Argo CD opened a session without a token',
      });
    },
  );

  it('goes on being opened for the others when the first who asked goes', async () => {
    const credentials = session();
    let open: (body: unknown) => void = () => {};
    answer = () =>
      new Promise(resolve => {
        open = resolve;
      });
    const leaving = new AbortController();
    const first = credentials.token(leaving.signal);
    const second = credentials.token(signal);
    leaving.abort(new Error('left'));
    await expect(first).rejects.toThrow('left');
    open({ token: 'for-the-second' });
    await expect(second).resolves.toBe('for-the-second');
    await expect(credentials.token(leaving.signal)).rejects.toThrow('left');
  });
});
