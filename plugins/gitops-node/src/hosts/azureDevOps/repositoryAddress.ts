import { InputError } from '@backstage/errors';
import { addressOf, repositoryPath } from '../repositoryPath';

/** Where a repository of Azure DevOps is. */
export interface RepositoryAddress {
  /** The organization, or what stands before the project on a server: `tfs/DefaultCollection` */
  collection: string;
  project: string;
  repository: string;
}

/**
 * Understands addresses of Azure DevOps Services, of its older host names
 * (`fabrikam.visualstudio.com`) and of servers, https and ssh.
 *
 * @throws InputError where it names no repository
 */
export function repositoryAddress(url: string): RepositoryAddress {
  const { hostname } = addressOf(url);
  const parts = repositoryPath(url, `https://${hostname}`);
  const own = hostname.endsWith('.visualstudio.com')
    ? [hostname.split('.')[0], ...withoutDefault(parts)]
    : parts;
  const address = own[0] === 'v3' ? sshAddress(own) : webAddress(own);
  if (address) return address;
  throw new InputError(
    `${parts.join('/')} is not the address of a repository of Azure DevOps`,
  );
}

/** `git@ssh.dev.azure.com:v3/fabrikam/platform/gitops` */
function sshAddress(parts: string[]): RepositoryAddress | undefined {
  const [, collection, project, repository] = parts;
  return parts.length === 4 ? { collection, project, repository } : undefined;
}

/**
 * `fabrikam/platform/_git/gitops`. A project's first repository has its name, and is addressed
 * without it: `fabrikam/_git/platform`
 */
function webAddress(parts: string[]): RepositoryAddress | undefined {
  const at = parts.indexOf('_git');
  const repository = parts[at + 1];
  if (at < 1 || repository === undefined) return undefined;
  const before = parts.slice(0, at);
  const project = before.length > 1 ? before.pop()! : repository;
  return { collection: before.join('/'), project, repository };
}

function withoutDefault(parts: string[]): string[] {
  return parts[0] === 'DefaultCollection' ? parts.slice(1) : parts;
}
