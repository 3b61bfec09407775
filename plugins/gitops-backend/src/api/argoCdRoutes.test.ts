import { mockCredentials } from '@backstage/backend-test-utils';
import request from 'supertest';
import { recorded } from '../__testUtils__/recordings';
import { RecordedServer } from '../__testUtils__/RecordedServer';
import {
  component,
  eventually,
  startGitops,
} from '../__testUtils__/startGitops';

jest.setTimeout(60_000);

let argocd: RecordedServer;
let gitops: Awaited<ReturnType<typeof startGitops>>;

beforeAll(async () => {
  argocd = await RecordedServer.start();
  gitops = await startGitops({
    entities: [component('payments')],
    gitops: {
      argocd: {
        instances: [{ name: 'eu', url: argocd.url, token: argocd.token }],
      },
      environments: [{ name: 'dev', actions: true }],
    },
  });
  await eventually(
    () => gitops.get('/v1/instances'),
    ({ body }) => body.items[0].applications > 0,
  );
});
afterAll(() => argocd.stop());

/** Lets Argo CD answer the action itself, and nothing else, as it was recorded. */
function answerAction(recording: string, status: number): void {
  argocd.override = ({ method, url }, res) => {
    const isAction = method === 'POST' || url!.includes('refresh=');
    if (isAction)
      res.writeHead(status).end(JSON.stringify(recorded(recording)));
    return isAction;
  };
}

function act(action: 'refresh' | 'sync') {
  return request(gitops.server)
    .post(`/api/gitops/v1/deployments/eu/argocd/payments-dev/${action}`)
    .set('Authorization', mockCredentials.user.header('user:default/ana'))
    .send({ revision: '9de38317969dcd9a3036c7f98fdb1157bd0d3e72' });
}

it.each([
  [
    'sync',
    'error-sync-while-running',
    400,
    409,
    /^Argo CD is running another operation of payments-dev\. Try again/,
  ],
  [
    'sync',
    'error-sync-denied-by-window',
    403,
    409,
    /^A sync window of Argo CD forbids syncing payments-dev now$/,
  ],
  [
    'sync',
    'error-sync-manual-window',
    400,
    409,
    /^Argo CD refuses the request \(400: error resolving repo revision/,
  ],
  [
    'sync',
    'error-sync-denied',
    403,
    502,
    /"applications, sync, team-a\/\*".*Grant the account the policy/,
  ],
  [
    'refresh',
    'error-missing-with-project',
    404,
    404,
    /^Argo CD eu no longer has payments-dev$/,
  ],
  ['refresh', 'error-bad-token', 401, 502, /does not accept the token/],
] as const)(
  'answers a %s that Argo CD answers with %s (%d) with %d',
  async (action, recording, status, expected, message) => {
    answerAction(recording, status);
    const answer = await act(action);
    expect(answer.body.error.message).toMatch(message);
    expect(answer.status).toBe(expected);
  },
);
