import { pipeline, Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { ArgoCdError } from './ArgoCdError';
import { parseJson } from './parseJson';

type Answer = Pick<Dispatcher.ResponseData, 'headers' | 'body'>;

/**
 * The JSON of an answer, parsed while it arrives.
 *
 * @param options - `onElement`: see {@link parseJson}
 * @throws ArgoCdError, or what the connection throws
 */
export async function readJson(
  answer: Answer,
  options: {
    path: string;
    maxBytes: number;
    onElement?(element: unknown): void;
  },
): Promise<unknown> {
  const { path, maxBytes, onElement } = options;
  let beginning = '';
  const chunks = async function* withBeginning() {
    for await (const chunk of textOf(answer, maxBytes)) {
      beginning ||= chunk.slice(0, 100);
      yield chunk;
    }
  };
  try {
    return await parseJson(chunks(), { onElement });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The parser's own error quotes the answer, which may hold secrets
    const code = /^\s*</.test(beginning) ? 'html' : 'notJson';
    throw new ArgoCdError({ code, params: { path } });
  }
}

/** The decompressed text of an answer. @throws ArgoCdError where it is larger than `maxBytes` */
export async function readText(
  answer: Answer,
  maxBytes: number,
): Promise<string> {
  let text = '';
  for await (const chunk of textOf(answer, maxBytes)) text += chunk;
  return text;
}

/**
 * The decompressed text of an answer up to about so many bytes: of a log whose lines are as long as
 * somebody likes, the first ones suffice.
 */
export async function readBeginning(
  answer: Answer,
  bytes: number,
): Promise<string> {
  let text = '';
  for await (const chunk of textOf(answer, Infinity)) {
    text += chunk;
    if (text.length > bytes) break;
  }
  return text;
}

async function* textOf(
  answer: Answer,
  maxBytes: number,
): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let size = 0;
  for await (const chunk of decompressed(answer)) {
    size += chunk.length;
    if (size > maxBytes)
      throw new ArgoCdError({
        code: 'tooLarge',
        params: { megabytes: maxBytes / 1024 / 1024 },
      });
    yield decoder.write(chunk);
  }
  yield decoder.end();
}

/**
 * Ends an answer that nobody reads. undici reports this as an error of the body, and an error
 * without a listener would end the process.
 */
export function discard(body: Readable): void {
  body.on('error', () => {}).destroy();
}

function decompressed(answer: Answer): Readable {
  if (!/^(x-)?gzip$/i.test(String(answer.headers['content-encoding'])))
    return answer.body;
  // The reader of the result gets the error
  return pipeline(answer.body, createGunzip(), () => {});
}
