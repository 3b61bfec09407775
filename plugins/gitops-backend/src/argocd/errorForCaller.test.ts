import { ArgoCdError, ArgoCdProblem } from './ArgoCdError';
import { errorForCaller } from './errorForCaller';

const payments = { instance: 'eu', name: 'payments-dev' };

describe('errorForCaller', () => {
  it.each<[ArgoCdProblem, string, string]>([
    ['notFound', 'NotFoundError', 'Argo CD eu no longer has payments-dev'],
    [
      'operationRunning',
      'ConflictError',
      'Argo CD runs another operation of payments-dev. Try again when it has finished',
    ],
    [
      'blockedByWindow',
      'ConflictError',
      'A sync window of Argo CD forbids syncing payments-dev now',
    ],
    ['refused', 'ConflictError', 'because'],
    ['serverError', 'ServiceUnavailableError', 'Argo CD eu: because'],
    ['unreachable', 'ServiceUnavailableError', 'Argo CD eu: because'],
  ])('answers the problem %s with a %s', (problem, name, message) => {
    const error = errorForCaller(new ArgoCdError(problem, 'because'), payments);
    expect(error).toMatchObject({ name, message });
  });

  it.each<ArgoCdProblem>(['forbidden', 'unauthorized', 'misconfigured'])(
    'tells what to do about the problem %s, which trying again does not solve',
    problem => {
      const advice = 'Grant the account the right.';
      const error = new ArgoCdError(problem, 'The right is missing', {
        advice,
      });
      expect(errorForCaller(error)).toMatchObject({
        statusCode: 502,
        message: 'The right is missing. Grant the account the right.',
      });
    },
  );

  it('names what is missing where it is not about an Application', () => {
    const error = new ArgoCdError('notFound', 'No AppProject team-a (404)');
    expect(errorForCaller(error).message).toBe('No AppProject team-a (404)');
  });
});
