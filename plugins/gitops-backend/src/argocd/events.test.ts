import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import fc from 'fast-check';
import { ApplicationReader } from './applicationSchema';
import { ArgoCdError } from './ArgoCdError';
import { readEvents, StreamEvent } from './events';

const versions = ['2.14.21', '3.0.23', '3.2.12', '3.5.1'];

/**
 * The bytes of a recorded stream: without the comment at its top and the seconds before each line,
 * and with its last event completed.
 */
function recordedStream(version: string, name = 'stream-sse-masked-no-replay') {
  const folder = join(__dirname, '..', '__fixtures__', `argocd-${version}`);
  const lines = readFileSync(join(folder, `${name}.txt`), 'utf8').split('\n');
  return Buffer.from(
    lines
      .filter(line => line.startsWith('['))
      .map(line => line.replace(/^\[[\s\d.]+\] /, ''))
      .concat('', '')
      .join('\n'),
  );
}

const event = (name: string, type = 'MODIFIED') =>
  `data: ${JSON.stringify({
    result: { type, application: { metadata: { name } } },
  })}\n\n\n`;

async function read(
  chunks: Iterable<Buffer | string>,
  secrets?: string[],
): Promise<{ batches: StreamEvent[][]; error?: ArgoCdError }> {
  const body = Readable.from([...chunks].map(chunk => Buffer.from(chunk)));
  const batches: StreamEvent[][] = [];
  try {
    for await (const batch of readEvents(body, { idleMs: 10_000, secrets }))
      batches.push(batch);
    return { batches };
  } catch (error) {
    expect(body.destroyed).toBe(true);
    return { batches, error: error as ArgoCdError };
  }
}

const namesIn = (batches: StreamEvent[][]) =>
  batches.flat().map(({ application }) => {
    return (application as { metadata: { name: string } }).metadata.name;
  });

describe('a recorded stream', () => {
  it.each(versions)('of Argo CD %s is read to its end', async version => {
    const bytes = recordedStream(version);
    const { batches, error } = await read([bytes]);
    expect(error).toBeUndefined();
    const events = batches.flat();
    expect(events).toHaveLength(bytes.toString().split('data: ').length - 1);
    expect(events.length).toBeGreaterThan(5);
    const reader = new ApplicationReader({ instance: 'eu' });
    for (const { application } of events)
      expect(reader.read(application)).toMatchObject({
        namespace: 'argocd',
        revision: expect.stringMatching(/^[0-9a-f]{40}$/),
      });
  });

  it('tells the same however it is cut', async () => {
    const bytes = recordedStream('3.2.12');
    const whole = (await read([bytes])).batches.flat();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(bytes.length), { maxLength: 40 }),
        async cuts => {
          const ends = [...cuts, bytes.length].sort((a, b) => a - b);
          const chunks = ends.map((end, i) =>
            bytes.subarray(ends[i - 1] ?? 0, end),
          );
          const { batches, error } = await read(chunks);
          expect(error).toBeUndefined();
          expect(batches.flat()).toEqual(whole);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('ends without a word where it is cut amid an event, which is dropped', async () => {
    const bytes = Buffer.from(`${event('a')}${event('b')}`);
    for (const missing of [4, 20, 60]) {
      const { batches, error } = await read([
        bytes.subarray(0, bytes.length - missing),
      ]);
      expect(error).toBeUndefined();
      expect(namesIn(batches)).toEqual(['a']);
    }
  });
});

it('is read byte by byte, with characters of several bytes', async () => {
  const bytes = Buffer.from(event('größe-🚀'));
  const { batches } = await read([...bytes].map(byte => Buffer.from([byte])));
  expect(namesIn(batches)).toEqual(['größe-🚀']);
});

it('yields together what arrived together', async () => {
  const { batches } = await read([
    event('a') + event('b', 'DELETED'),
    event('c', 'ADDED'),
  ]);
  expect(batches.map(batch => batch.map(({ type }) => type))).toEqual([
    ['MODIFIED', 'DELETED'],
    ['ADDED'],
  ]);
});

it('yields an empty batch for a keep-alive', async () => {
  const { batches, error } = await read([':\n', ':\n']);
  expect(error).toBeUndefined();
  expect(batches).toEqual([[], []]);
});

describe('an event that is none', () => {
  it.each([
    [
      'an error',
      { error: { message: 'went away\nfor secret-token' } },
      'serverError',
      'Argo CD ended the stream of changes: went away for ***',
    ],
    [
      'an error without a reason',
      { error: {} },
      'serverError',
      'Argo CD ended the stream of changes: no reason given',
    ],
    [
      'a masked error',
      {},
      'nonsense',
      'The stream of changes contains something that is not a change of an Application',
    ],
    [
      'an unknown type',
      { result: { type: 'BOOKMARK', application: {} } },
      'nonsense',
      'The stream of changes contains something that is not a change of an Application',
    ],
    [
      'a list',
      [],
      'nonsense',
      'The stream of changes contains something that is not a change of an Application',
    ],
  ])(
    'as %s ends the stream, after what came before',
    async (_, data, kind, message) => {
      const chunk = `${event('before')}data: ${JSON.stringify(data)}\n\n${event(
        'after',
      )}`;
      const { batches, error } = await read([chunk], ['secret-token']);
      expect(namesIn(batches)).toEqual(['before']);
      expect(error).toBeInstanceOf(ArgoCdError);
      expect(error).toMatchObject({ kind, message });
    },
  );

  it.each([
    ['half a JSON', 'data: {"result": marker\n\n', 'not JSON'],
    ['HTML', '<html>marker</html>\n\n', 'not an event'],
  ])('as %s ends the stream and is not quoted', async (_, text, what) => {
    const { error } = await read([event('before'), text]);
    expect(error).toMatchObject({
      kind: 'nonsense',
      message: `The stream of changes contains something that is ${what}`,
    });
  });

  it('as one that never ends is not kept in memory', async () => {
    const megabyte = 'x'.repeat(1024 * 1024);
    const { error } = await read(['data: ', ...Array(20).fill(megabyte)]);
    expect(error?.kind).toBe('nonsense');
  });
});

it('gives up a stream that stays silent', async () => {
  const body = new PassThrough();
  body.write(event('before'));
  const seen: string[] = [];
  const reading = (async () => {
    for await (const batch of readEvents(body, { idleMs: 60 }))
      seen.push(...namesIn([batch]));
  })();
  await expect(reading).rejects.toMatchObject({
    kind: 'timeout',
    message: 'The stream of changes was silent for 0.06 s',
  });
  expect(seen).toEqual(['before']);
  expect(body.destroyed).toBe(true);
});

it('keeps a stream of nothing but keep-alives', async () => {
  const body = new PassThrough();
  const sending = setInterval(() => body.write(':\n'), 20);
  setTimeout(() => body.end(), 1_500);
  const batches = [];
  for await (const batch of readEvents(body, { idleMs: 800 }))
    batches.push(batch);
  clearInterval(sending);
  expect(batches.length).toBeGreaterThan(1);
  expect(batches.flat()).toEqual([]);
});

it('says that a stream broke, and keeps nothing of how', async () => {
  const body = new PassThrough();
  body.write(event('before'));
  const reading = readEvents(body, { idleMs: 10_000 });
  await reading.next();
  body.destroy(new Error('marker'));
  const error = await reading.next().catch(reason => reason);
  expect(error).toMatchObject({
    kind: 'unreachable',
    message: 'The stream of changes broke',
  });
  expect(error.cause).toBeUndefined();
});

it('lets go of the connection when nobody reads on', async () => {
  const body = new PassThrough();
  body.write(event('before'));
  for await (const batch of readEvents(body, { idleMs: 10_000 })) {
    expect(batch).toHaveLength(1);
    break;
  }
  expect(body.destroyed).toBe(true);
});
