import { Sandbox, startSandbox } from 'sandbox';
import { options } from '../__testUtils__/hostSuite/SuiteContext';
import { GiteaHost } from './GiteaHost';

jest.setTimeout(60_000);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ seed: false, instances: [] });
});
afterAll(() => sandbox?.close());

const pathOf = (index: number) =>
  `apps/service-${String(index).padStart(4, '0')}.yaml`;

/** One that has more files than Gitea tells in one answer. */
async function largeRepository() {
  const { api, url, token } = sandbox.forge!;
  const hosted = await api.createRepository({
    owner: 'platform',
    name: 'large',
    commits: [
      {
        message: 'First',
        author: 'Ana <ana@example.com>',
        date: '2026-11-23T05:00:00Z',
        files: new Map(
          Array.from({ length: 1_100 }, (_, index) => [
            pathOf(index),
            `tag: ${index}\n`,
          ]),
        ),
      },
    ],
  });
  const { host } = new URL(url);
  const repository = new GiteaHost({
    integration: { host, baseUrl: url, username: 'bot', password: token },
  }).repository(`${url}/platform/large.git`);
  return { hosted, repository };
}

it('changes, deletes and adds many files of a large repository in one commit', async () => {
  const { hosted, repository } = await largeRepository();
  const sha = await hosted.head('main');
  const changed = Array.from({ length: 20 }, (_, index) => pathOf(index * 57));
  const { head } = await repository.ensureBranch(
    {
      branch: 'gitops/release',
      base: { branch: 'main', sha: sha! },
      files: new Map([
        ...changed.map(path => [path, Buffer.from('tag: new\n')] as const),
        [pathOf(1_099), null],
        ['apps/added.yaml', Buffer.from('tag: added\n')],
      ]),
      message: 'Release',
    },
    options(),
  );
  const before = await hosted.files(sha!);
  const after = await hosted.files(head);
  const others = [...before].filter(
    ([path]) => !changed.includes(path) && path !== pathOf(1_099),
  );
  expect(after).toEqual(
    new Map([
      ...others,
      ...changed.map(path => [path, 'tag: new\n'] as const),
      ['apps/added.yaml', 'tag: added\n'],
    ]),
  );
});
