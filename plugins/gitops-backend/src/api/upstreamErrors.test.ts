import {
  ConflictError,
  InputError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { GitHostError } from 'backstage-plugin-gitops-node';
import type { Request, Response } from 'express';
import { upstreamErrors } from './upstreamErrors';

function translated(error: unknown): unknown {
  const next = jest.fn();
  upstreamErrors(error, {} as Request, {} as Response, next);
  return next.mock.calls[0][0];
}

it.each([
  ['unavailable', ServiceUnavailableError],
  ['unauthorized', ServiceUnavailableError],
  ['conflict', ConflictError],
  ['tooLarge', InputError],
] as const)(
  'tells what a Git host refuses in its words: %s',
  (problem, type) => {
    const error = new GitHostError(problem, 'Gitea says no');
    expect(translated(error)).toBeInstanceOf(type);
    expect(translated(error)).toMatchObject({ message: error.message });
  },
);

it('says that something took too long, and that it can be tried again', async () => {
  const signal = AbortSignal.timeout(1);
  const over = await new Promise(resolve =>
    signal.addEventListener('abort', () => resolve(signal.reason)),
  );
  expect(translated(over)).toBeInstanceOf(ServiceUnavailableError);
  expect(translated(over)).toMatchObject({
    message:
      'Argo CD or a Git host answers too slowly, so this took too long. Try it again',
  });
});

it('leaves other errors as they are', () => {
  const error = new Error('A bug');
  expect(translated(error)).toBe(error);
});
