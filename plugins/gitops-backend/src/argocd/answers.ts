import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { ArgoCdError } from './ArgoCdError';
import { parseJson } from './parseJson';

type Answer = Pick<Dispatcher.ResponseData, 'headers' | 'body'>;

/** The JSON of an answer. @throws ArgoCdError, or what the connection throws */
export async function readJson(
  answer: Answer,
  options: { path: string; maxBytes: number },
): Promise<unknown> {
  const text = await readText(answer, options.maxBytes);
  try {
    return await parseJson(text);
  } catch {
    // The parser's own error quotes the answer, which may hold secrets
    const code = /^\s*</.test(text) ? 'html' : 'notJson';
    throw new ArgoCdError({ code, params: { path: options.path } });
  }
}

/** The decompressed text of an answer. @throws ArgoCdError where it is larger than `maxBytes` */
export async function readText(
  answer: Answer,
  maxBytes: number,
): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of decompressed(answer)) {
    size += chunk.length;
    if (size > maxBytes)
      throw new ArgoCdError({
        code: 'tooLarge',
        params: { megabytes: maxBytes / 1024 / 1024 },
      });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
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
  // Whoever reads the result gets the error
  return pipeline(answer.body, createGunzip(), () => {});
}
