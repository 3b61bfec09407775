import { join } from 'node:path';
import { BareRepository } from '../git/BareRepository';
import { parsePerson } from '../git/Signature';
import { writeCommits } from '../git/writeCommits';
import type { ForgeState } from './ForgeState';
import type { Job } from './actions/Job';
import type { PastRun } from './actions/WorkflowRun';
import { HostedRepository } from './HostedRepository';

/** One commit of a repository's beginning. */
export interface SeedCommit {
  message: string;
  /** `Name <address>` */
  author: string;
  /** ISO 8601 */
  date: string;
  /** New text of each file by its path; null deletes */
  files: ReadonlyMap<string, string | null>;
  /** Names of tags that point to it */
  tags?: readonly string[];
}

export interface RepositoryOptions {
  owner: string;
  name: string;
  /** Default `main` */
  defaultBranch?: string;
  description?: string;
  /** Only the token opens a private one */
  private?: boolean;
  /** Oldest first; all on the default branch */
  commits: readonly SeedCommit[];
  /**
   * Switches Actions on: what its workflows do, by their files. One without a job does nothing and
   * succeeds
   */
  jobs?: ReadonlyMap<string, Job>;
  /** Secrets of its workflows, by name */
  secrets?: Readonly<Record<string, string>>;
  /** Runs of the past, oldest first */
  runs?: readonly PastRun[];
}

/** There is a repository of that name. */
export class NameTaken extends Error {
  override readonly name = 'NameTaken';
}

/** Of an owner or repository */
export const plainName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
/** First parts of paths that are not an owner's */
const reservedOwners = ['api', 'user', 'avatars'];

/** Makes a repository with its first commits. @throws where the names are unfit or taken */
export function createRepository(
  forge: ForgeState,
  options: RepositoryOptions,
): Promise<HostedRepository> {
  return forge.making.run(() => make(forge, options));
}

async function make(
  forge: ForgeState,
  options: RepositoryOptions,
): Promise<HostedRepository> {
  const { owner, name, defaultBranch = 'main' } = options;
  for (const each of [owner, name]) {
    if (!plainName.test(each))
      throw new Error(`${each} is no name for an owner or repository`);
  }
  if (reservedOwners.includes(owner.toLowerCase()))
    throw new Error(`No owner can be named ${owner}`);
  if (forge.repository(owner, name))
    throw new NameTaken(`${owner}/${name} exists already`);
  const git = await BareRepository.create(
    join(forge.options.dataDir, owner, `${name}.git`),
    defaultBranch,
  );
  const repository = new HostedRepository(forge, git, {
    id: forge.repositories.size + 1,
    owner: forge.users.ensure(owner),
    name,
    defaultBranch,
    description: options.description ?? '',
    isPrivate: options.private ?? false,
    jobs: options.jobs,
  });
  for (const [secret, value] of Object.entries(options.secrets ?? {}))
    repository.secrets.set(secret, value);
  forge.repositories.set(`${owner}/${name}`.toLowerCase(), repository);
  const commits = options.commits.map(({ author, date, ...commit }) => {
    return {
      ...commit,
      author: { ...parsePerson(author), date: new Date(date) },
    };
  });
  if (commits.length > 0) {
    await git.write(owner, () =>
      writeCommits(git.dir, { branch: defaultBranch, commits }),
    );
  }
  for (const run of options.runs ?? []) await repository.actions?.restore(run);
  return repository;
}
