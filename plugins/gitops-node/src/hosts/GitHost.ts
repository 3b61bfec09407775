import type { GitRepository } from './GitRepository';

export * from './GitRepository';
export * from './GitRights';
export * from './GitWorkflows';
export * from './PullRequest';
export * from './repositoryTypes';

/**
 * A Git host, reached with the credentials that Backstage's `integrations` hold for it. Every
 * method of it and of its repositories takes an AbortSignal, has a time limit of its own, and
 * throws {@link GitHostError} for what the host refuses or fails at.
 *
 * @public
 */
export interface GitHost {
  /** Name of the kind of host, for example `gitea` */
  readonly type: GitHostType;
  /** The host's name with its port, for example `git.example.com:3000` */
  readonly host: string;
  /**
   * Other names by which addresses may call it, with their ports: a host that is reached by another
   * address than the one that manifests know it by
   */
  readonly aliases?: readonly string[];
  /**
   * The repository that a clone or web address names, https or ssh. Nothing is asked of the host.
   *
   * @throws InputError where the address names none
   */
  repository(url: string): GitRepository;
  /**
   * The same host, with a person's own token in place of the credentials of `integrations`. Absent
   * where the host takes none
   */
  withToken?(token: string): GitHost;
}

/** Those that come along; others name themselves. @public */
export type GitHostType =
  | 'github'
  | 'gitlab'
  | 'gitea'
  | 'bitbucketCloud'
  | 'bitbucketServer'
  | 'azureDevOps'
  | (string & {});
