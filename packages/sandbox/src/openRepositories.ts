import type { Checkout } from './argocd/manifests/render';
import { runSteps } from './forge/actions/runSteps';
import type { Forge, ForgeRepository } from './forge/Forge';
import type { GitRepository } from './git/GitRepository';
import { MemoryRepository } from './seed/MemoryRepository';
import {
  type RepositoryName,
  repositoryNames,
  seedOrganisations,
  seedRepositories,
} from './seed/repositories';
import { sourceRepository } from './seed/sourceRepository';
import { shasOf } from './seed/shasOf';
import type { Story, StoryCommit } from './seed/Story';
import { tellStory } from './seed/tellStory';

/** A repository of the seed, which can be committed to. */
export type SandboxRepository = GitRepository & Pick<ForgeRepository, 'commit'>;

export interface OpenRepositories {
  /** That of most services first */
  repositories: SandboxRepository[];
  /** Every commit as checkouts, oldest first, for `replay` */
  history: { at: number; checkouts: ReadonlyMap<string, Checkout> }[];
}

/** Makes the seed's repositories: in the forge, or without one in memory. */
export async function openRepositories(options: {
  forge?: { api: Forge; url: string; token: string };
  now: number;
}): Promise<OpenRepositories> {
  const { forge, now } = options;
  const base = forge?.url ?? 'https://git.example.com';
  const urlOf = (name: RepositoryName) =>
    `${base}/${seedRepositories[name].owner}/${seedRepositories[name].name}.git`;
  const urls = {
    gitops: urlOf('gitops'),
    engagement: urlOf('engagement'),
  };
  const story = tellStory({ urls, now });
  const repositories: SandboxRepository[] = [];
  const shas = new Map<StoryCommit, string>();
  for (const name of repositoryNames) {
    const commits = story.commits.filter(
      ({ repository }) => repository === name,
    );
    const opened = forge
      ? await openHosted(forge, name, story)
      : await openInMemory(urls[name], commits);
    repositories.push(opened.repository);
    commits.forEach((commit, index) => shas.set(commit, opened.shas[index]));
  }
  await forge?.api.createRepository(sourceRepository(now));
  for (const [name, teams] of Object.entries(seedOrganisations))
    forge?.api.ensureOrganisation(name, teams);
  return { repositories, history: historyOf(story.commits, shas, urls) };
}

async function openHosted(
  { api, url, token }: { api: Forge; url: string; token: string },
  name: RepositoryName,
  story: Story,
) {
  const { owner, name: title } = seedRepositories[name];
  const repository = await api.createRepository({
    owner,
    name: title,
    commits: story.commits.filter(commit => commit.repository === name),
    jobs: new Map([['promote.yaml', runSteps({ token })]]),
    // As the portal of the demonstration knows it
    secrets: { PORTAL_TOKEN: token },
    runs: story.runs[name],
  });
  return { repository, shas: await shasOf({ url, token, owner, name: title }) };
}

async function openInMemory(url: string, commits: readonly StoryCommit[]) {
  const repository = new MemoryRepository({ url });
  for (const commit of commits) await repository.commit(commit);
  return { repository, shas: repository.commits.map(({ sha }) => sha) };
}

function historyOf(
  commits: readonly StoryCommit[],
  shas: ReadonlyMap<StoryCommit, string>,
  urls: Readonly<Record<RepositoryName, string>>,
): OpenRepositories['history'] {
  let checkouts: ReadonlyMap<string, Checkout> = new Map();
  return commits.map(commit => {
    const url = urls[commit.repository];
    const files = new Map(checkouts.get(url)?.files);
    for (const [path, text] of commit.files) {
      if (text === null) files.delete(path);
      else files.set(path, text);
    }
    const checkout = { commit: shas.get(commit) ?? '', files };
    checkouts = new Map([...checkouts, [url, checkout]]);
    return { at: Date.parse(commit.date), checkouts };
  });
}
