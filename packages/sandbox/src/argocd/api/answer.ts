import { IncomingMessage, ServerResponse } from 'http';
import { constants, gzip } from 'zlib';
import { ApiError } from './errors';

/** Answers JSON, gzipped where the client takes it. */
export function sendJson(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  json: string,
): void {
  const headers: Record<string, string> = {
    'Content-Type': 'application/json',
  };
  if (status === 200)
    headers['Grpc-Metadata-Content-Type'] = 'application/grpc';
  if (!/\bgzip\b/.test(String(req.headers['accept-encoding'] ?? ''))) {
    res.writeHead(status, headers).end(json);
    return;
  }
  gzip(json, { level: constants.Z_BEST_SPEED }, (error, zipped) => {
    if (error) res.destroy(error);
    else
      res
        .writeHead(status, { ...headers, 'Content-Encoding': 'gzip' })
        .end(zipped);
  });
}

export function sendError(
  req: IncomingMessage,
  res: ServerResponse,
  error: unknown,
): void {
  if (error instanceof ApiError) {
    sendJson(req, res, error.status, JSON.stringify(error.body));
  } else {
    const message = error instanceof Error ? error.message : String(error);
    sendJson(
      req,
      res,
      500,
      JSON.stringify({ error: message, code: 13, message }),
    );
  }
}

/** Reads a body. @throws Error beyond 10 MB */
export async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    size += chunk.length;
    if (size > 10_000_000) throw new Error('The request is larger than 10 MB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
