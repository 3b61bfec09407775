/* eslint-disable no-script-url -- What must not become a link */
import { RecordedServer } from '../__testUtils__/RecordedServer';
import {
  component,
  eventually,
  startGitops,
} from '../__testUtils__/startGitops';

jest.setTimeout(60_000);

const path = '/v1/deployments/eu/argocd/payments-dev';

let argocd: RecordedServer;
let gitops: Awaited<ReturnType<typeof startGitops>>;

beforeEach(async () => {
  argocd = await RecordedServer.start();
  gitops = await startGitops({
    entities: [component('payments')],
    config: {
      integrations: {
        gitea: [{ host: 'git.example.com', username: 'a', password: 'secret' }],
      },
    },
    gitops: {
      argocd: {
        instances: [{ name: 'eu', url: argocd.url, token: argocd.token }],
      },
    },
  });
  await eventually(
    () => gitops.get('/v1/instances'),
    ({ body }) => body.items[0].applications > 0,
  );
});
afterEach(async () => {
  await gitops.stop();
  await argocd.stop();
});

/** Lets Argo CD answer this in place of the recorded links. */
function answerLinks(status: number, body: object): void {
  argocd.override = ({ url }, res) => {
    const isLinks = url!.includes('/links');
    if (isLinks) res.writeHead(status).end(JSON.stringify(body));
    return isLinks;
  };
}

it('answers the links that Argo CD is configured with, and the pages of the commits that it shows', async () => {
  answerLinks(200, {
    items: [
      { title: 'Logs', url: 'https://logs.example.com/?app=payments' },
      { title: 'Trap', url: 'javascript:alert(1)' },
    ],
  });
  const { body } = await gitops.get(path);
  expect(body.links).toEqual([
    {
      kind: 'deepLink',
      title: 'Logs',
      description: null,
      url: 'https://logs.example.com/?app=payments',
    },
  ]);
  const { revision, commitUrl } = body.source[0];
  expect(commitUrl).toBe(
    `https://git.example.com/platform/gitops/commit/${revision}`,
  );
  expect(body.operation.commitUrl).toContain(body.operation.revision);
  expect(body.history[0].commitUrl).toContain(body.history[0].revision);
});

it.each<[string, number, object]>([
  ['refuses them', 403, { message: 'permission denied', code: 7 }],
  ['does not know them', 404, { message: 'Not Found', code: 5 }],
  ['answers something else', 200, { items: 'none' }],
])(
  'answers the details without links where Argo CD %s',
  async (_, status, answer) => {
    answerLinks(status, answer);
    const { status: answered, body } = await gitops.get(path);
    expect(answered).toBe(200);
    expect(body.links).toEqual([]);
    expect(body.unavailable).toEqual([]);
  },
);
