import type { ForgeRepository } from '../Forge';
import type { RunningForge } from './startForge';

export const platform = 'platform <platform@example.com>';

/** A repository with two files. */
export function seedRepository(
  { forge }: RunningForge,
  options: { name?: string; private?: boolean } = {},
): Promise<ForgeRepository> {
  const files = new Map([
    ['app.yaml', 'image: 1.0.0\nreplicas: 1\n# end\n'],
    ['docs/read me.md', 'hello\n'],
  ]);
  return forge.createRepository({
    owner: 'platform',
    name: options.name ?? 'gitops',
    private: options.private,
    commits: [
      {
        message: 'First',
        author: platform,
        date: '2026-11-23T05:17:04Z',
        files,
      },
    ],
  });
}

/** A branch with one commit, and a pull request for it. */
export async function openPull(
  running: RunningForge,
  repository: ForgeRepository,
  pull: {
    branch: string;
    files: Record<string, string | null>;
    title?: string;
    body?: string;
  },
): Promise<number> {
  await repository.commit({
    branch: pull.branch,
    message: `Change on ${pull.branch}`,
    author: 'Ada <ada@example.com>',
    files: new Map(Object.entries(pull.files)),
  });
  const { body } = await running.api(
    'POST',
    `/repos/platform/${repository.name}/pulls`,
    {
      title: pull.title ?? `Merge ${pull.branch}`,
      body: pull.body,
      head: pull.branch,
      base: 'main',
    },
  );
  return (body as { number: number }).number;
}
