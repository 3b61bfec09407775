/** The repositories that the seed's Applications come from, by how the seed calls them. */
export const seedRepositories = {
  gitops: { owner: 'platform', name: 'gitops' },
  /** Of a team that keeps its own */
  engagement: { owner: 'engagement', name: 'deployments' },
} as const;

export type RepositoryName = keyof typeof seedRepositories;
export const repositoryNames = Object.keys(
  seedRepositories,
) as RepositoryName[];

/** Where templates make the repositories of new services, with teams; empty at the beginning. */
export const seedOrganisations = {
  services: { 'team-a': 'write', 'team-b': 'write', platform: 'admin' },
} as const;
