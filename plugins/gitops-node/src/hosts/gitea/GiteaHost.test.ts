import { Sandbox, startSandbox } from 'sandbox';
import { describeGitHost } from '../__testUtils__/hostSuite';
import { seed } from '../__testUtils__/hostSuite/HostSubject';
import { giteaTraits } from './__testUtils__/giteaSubject';
import { sandboxSubject } from './__testUtils__/sandboxGitea';
import { SeedRepository } from './__testUtils__/SeedRepository';

jest.setTimeout(180_000);

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

describeGitHost('Gitea', giteaTraits, () =>
  sandboxSubject(sandbox.forge!, seeded),
);
