import type { ServerResponse } from 'node:http';

/** Answers in the words of a Gitea that cannot or will not. */
export function answerError(
  res: ServerResponse,
  status: number,
  message: string,
  headers: Record<string, string> = {},
): void {
  res.writeHead(status, {
    'Content-Type': 'application/json;charset=utf-8',
    ...headers,
  });
  res.end(
    JSON.stringify({ message, url: 'https://git.example.com/api/swagger' }),
  );
}
