import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';

/** Answers with JSON, or with 304 where the caller has it already. Only the caller's own browser may keep it, and has to ask each time. */
export function answerJson(
  req: Request,
  res: Response,
  answer: { body: string; etag: string },
): void {
  res.setHeader('ETag', answer.etag);
  // A few kilobytes are not worth compressing: it takes longer than all the rest
  res.setHeader('Cache-Control', 'private, no-cache, no-transform');
  res.setHeader('Vary', 'Authorization');
  if (req.headers['if-none-match'] === answer.etag) {
    res.status(304).end();
    return;
  }
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  res.end(answer.body);
}

export function taggedJson(value: unknown): { body: string; etag: string } {
  const body = JSON.stringify(value);
  return {
    body,
    etag: `"${createHash('sha1').update(body).digest('base64url')}"`,
  };
}
