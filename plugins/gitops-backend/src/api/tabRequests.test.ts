import type { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import { Sandbox, startSandbox, systemClock } from 'sandbox';
import {
  component,
  eventually,
  startGitops,
} from '../__testUtils__/startGitops';

jest.setTimeout(60_000);

const service = 'pricing';
let sandbox: Sandbox;
let gitops: Awaited<ReturnType<typeof startGitops>>;

beforeAll(async () => {
  sandbox = await startSandbox({
    forge: false,
    noticeDelayMs: 20,
    clock: systemClock({ speed: 20 }),
  });
  gitops = await startGitops({
    gitops: {
      argocd: {
        instances: sandbox.argocd.map(({ name, url }) => ({
          name,
          url,
          token: sandbox.token,
        })),
      },
      environments: ['dev', 'test', 'staging', 'preprod', 'production'].map(
        name => ({ name }),
      ),
    },
    entities: [component(service)],
  });
  await eventually(
    async () => (await gitops.deployments(service)).body,
    body =>
      body.environments?.length === 5 &&
      body.environments.every((one: ApplicationDeployment) => one.running),
  );
  // An Application that has changed may be diagnosed again a second later
  let known = -1;
  let same = 0;
  await eventually(
    async () => requests(),
    count => {
      same = count === known ? same + 1 : 0;
      known = count;
      return same > 100;
    },
  );
});

afterAll(() => sandbox.close());

/** What has reached the Argo CDs about Applications of the service. */
function requests(): number {
  return sandbox.argocd
    .flatMap(one => Object.entries(one.requests().byApplication))
    .filter(([name]) => name.startsWith(`${service}-`))
    .reduce((sum, [, count]) => sum + count, 0);
}

it('asks Argo CD four times for the tab of a service in five environments that nobody has seen, and never for one that was just seen', async () => {
  const tab = async () => {
    const before = requests();
    const [{ body: details }, { body: keys }] = await Promise.all([
      gitops.get(`/v1/deployments/eu-dev/argocd/${service}-dev`).expect(200),
      gitops
        .get(`/v1/services/component/default/${service}/secret-keys`)
        .expect(200),
    ]);

    return { details, keys, requests: requests() - before };
  };
  const first = await tab();
  // The Application, its sync windows, its links and its ExternalSecret
  expect(first.requests).toBe(4);
  expect(first.details.secretKeys).not.toEqual([]);
  for (const { cells } of first.keys.keys)
    expect(Object.keys(cells)).toHaveLength(5);
  expect((await tab()).requests).toBe(0);
});
