import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ForgeError } from '../ForgeError';

const unzip = promisify(gunzip);

/**
 * Reads a request's body, unpacked where it is gzipped. @throws ForgeError 413 beyond the limit,
 * 400 for a broken one
 */
export async function readBody(
  req: IncomingMessage,
  maxBytes: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    size += chunk.length;
    if (size > maxBytes) throw new ForgeError(413, 'Request Entity Too Large');
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  if (req.headers['content-encoding'] !== 'gzip') return body;
  try {
    return await unzip(body, { maxOutputLength: maxBytes });
  } catch (error) {
    throw new ForgeError(
      400,
      `The body is not readable gzip: ${
        error instanceof Error ? error.message : error
      }`,
    );
  }
}
