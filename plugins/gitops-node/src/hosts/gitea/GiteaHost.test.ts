import { Sandbox, startSandbox } from 'sandbox';
import { describeGitHost } from '../__testUtils__/hostSuite';
import { seed } from '../__testUtils__/hostSuite/HostSubject';
import { giteaSubject } from './__testUtils__/giteaSubject';
import { SeedRepository } from './__testUtils__/SeedRepository';

jest.setTimeout(60_000);

let sandbox: Sandbox;
let seeded: SeedRepository;
beforeAll(async () => {
  sandbox = await startSandbox({ seed: false, instances: [] });
  seeded = await SeedRepository.of(seed);
});
afterAll(async () => {
  await sandbox?.close();
  await seeded?.remove();
});

describeGitHost(
  'Gitea',
  {
    mergeMethods: ['merge', 'squash', 'rebase'],
    maxTitleLength: 255,
    label: 'promotion',
    canReopen: true,
    canArchive: false,
    hasReader: false,
  },
  () => giteaSubject(sandbox.forge!, seeded),
);
