import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Repositories } from '../repositories/allowedRepositories';
import { openDraft } from './openDraft';

const workspacePath = mkdtempSync(join(tmpdir(), 'workspace-'));
afterAll(() => rmSync(workspacePath, { recursive: true }));

const hosts = {
  all: () => [
    { host: 'gitlab.example.com', type: 'gitlab' },
    { host: 'git.example.com', type: 'gitea' },
  ],
  repository: (address: string) => {
    const url = address.replace(/(\.git|\/)$/, '');
    return {
      host: new URL(address).host,
      name: 'platform/gitops',
      url,
      get: async () => ({ defaultBranch: 'main' }),
      head: async () => 'a'.repeat(40),
    };
  },
} as unknown as Repositories;

describe('openDraft', () => {
  it.each([
    // GitLab redirects, and Argo CD does not follow
    ['https://GitLab.example.com/platform/gitops', '.git'],
    ['https://gitlab.example.com/platform/gitops/', '.git'],
    ['https://gitlab.example.com/platform/gitops.git', ''],
    ['https://git.example.com/platform/gitops', ''],
  ])('gives Argo CD the address %s with %j', async (repository, suffix) => {
    const draft = await openDraft(
      { hosts },
      { workspacePath, input: { repository, targetPath: repository.slice(8) } },
    );
    expect(draft.base!.address).toBe(
      `${repository.replace(/\/$/, '')}${suffix}`,
    );
  });
});
