import type { InstanceProblem } from 'backstage-plugin-gitops-common';
import { ArgoCdError } from './ArgoCdError';
import { errorForCaller } from './errorForCaller';

const payments = { instance: 'eu', name: 'payments-dev' };

describe('errorForCaller', () => {
  it.each<[InstanceProblem, string, string]>([
    [
      { code: 'notFound', params: { answer: '404' } },
      'NotFoundError',
      'Argo CD eu no longer has payments-dev',
    ],
    [
      { code: 'operationRunning', params: { answer: '400' } },
      'ConflictError',
      'Argo CD is running another operation of payments-dev. Try again when it has finished',
    ],
    [
      { code: 'blockedByWindow', params: { answer: '403' } },
      'ConflictError',
      'A sync window of Argo CD forbids syncing payments-dev now',
    ],
    [
      { code: 'requestRefused', params: { answer: '400: because' } },
      'ConflictError',
      'Argo CD refuses the request (400: because)',
    ],
    [
      { code: 'serverError', params: { answer: '500: because' } },
      'ServiceUnavailableError',
      'Argo CD eu: Argo CD answered 500: because',
    ],
    [
      { code: 'unreachable', params: { errorCode: 'E' } },
      'ServiceUnavailableError',
      "Argo CD eu: Argo CD can't be reached (E)",
    ],
  ])('answers the problem %j with a %s', (problem, name, message) => {
    const error = errorForCaller(new ArgoCdError(problem), payments);
    expect(error).toMatchObject({ name, message });
  });

  it.each<[InstanceProblem, string]>([
    [
      {
        code: 'rightMissing',
        params: { right: 'applications, sync, a/*', answer: '403' },
      },
      'The portal\'s account in Argo CD does not have the right "applications, sync, a/*" (403). Grant the account the policy "p, <account>, applications, sync, a/*, allow" in argocd-rbac-cm.',
    ],
    [
      { code: 'tokenRejected', params: { answer: '401' } },
      'Argo CD does not accept the token (401). Make a new token for the account (argocd account generate-token --account <account>) and configure it, or correct the user name and password. A changed token file is picked up by itself.',
    ],
    [
      { code: 'tokenFileEmpty', params: { file: '/run/token' } },
      'The token file /run/token is empty. Correct the configuration of this instance.',
    ],
  ])(
    'tells what to do about the problem %j, which trying again does not solve',
    (problem, message) => {
      expect(errorForCaller(new ArgoCdError(problem))).toMatchObject({
        statusCode: 502,
        message,
      });
    },
  );

  it('says what Argo CD said where it is not about an Application', () => {
    const error = new ArgoCdError({
      code: 'notFound',
      params: { answer: '404: no AppProject team-a' },
    });
    expect(errorForCaller(error).message).toBe(
      'Argo CD does not know the address or the Application (404: no AppProject team-a)',
    );
  });
});
