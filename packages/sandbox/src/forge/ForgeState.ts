import { Mutex } from '../git/Mutex';
import type { Access } from './access';
import type { HostedRepository } from './HostedRepository';
import { type User, Users } from './Users';

/** All that requests of one forge share. */
export class ForgeState {
  /** Where the forge listens; without a trailing slash */
  baseUrl = 'http://127.0.0.1';
  readonly repositories = new Map<string, HostedRepository>();
  /** Repositories by the names that they had before, in lower case */
  readonly renamed = new Map<string, HostedRepository>();
  /** By their names in lower case */
  readonly organisations = new Map<string, User>();
  /** Teams with what they may do, by their organisation's name; all names in lower case */
  readonly teams = new Map<string, ReadonlyMap<string, Access>>();
  /**
   * Repositories are made one after the other, so that of two with one name one is told that it is
   * taken
   */
  readonly making = new Mutex();
  readonly users: Users;
  /** Told when a pull request was opened, changed or closed */
  readonly onPullRequest = new Set<() => void>();
  private lastRunId = 0;

  constructor(
    readonly options: {
      token: string;
      /** Where repositories are kept */
      dataDir: string;
      title: string;
      clock: () => Date;
      /** Calls back after some milliseconds. Returns what cancels it */
      after: (ms: number, callback: () => void) => () => void;
      onError: (error: unknown) => void;
    },
  ) {
    this.users = new Users(options.clock);
  }

  now(): Date {
    return this.options.clock();
  }

  nextRunId(): number {
    this.lastRunId += 1;
    return this.lastRunId;
  }

  repository(owner: string, name: string): HostedRepository | undefined {
    return this.repositories.get(`${owner}/${name}`.toLowerCase());
  }

  /** To a name that nobody has. */
  rename(repository: HostedRepository, name: string): void {
    const { owner } = repository;
    const before = `${owner}/${repository.name}`.toLowerCase();
    this.repositories.delete(before);
    this.renamed.set(before, repository);
    repository.settings.name = name;
    this.repositories.set(`${owner}/${name}`.toLowerCase(), repository);
  }

  organisation(name: string): User | undefined {
    return this.organisations.get(name.toLowerCase());
  }

  /** An owner that has its page before it has a repository. */
  ensureOrganisation(
    name: string,
    teams: Readonly<Record<string, Access>> = {},
  ): User {
    const organisation = this.users.ensure(name);
    this.organisations.set(name.toLowerCase(), organisation);
    this.teams.set(name.toLowerCase(), new Map(Object.entries(teams)));
    return organisation;
  }

  isOwner(name: string): boolean {
    const isOwned = [...this.repositories.values()].some(
      ({ owner }) => owner.toLowerCase() === name.toLowerCase(),
    );
    return isOwned || this.organisation(name) !== undefined;
  }
}
