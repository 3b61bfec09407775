import { InputError } from '@backstage/errors';
import { addressOf, repositoryPath } from '../repositoryPath';

/** Where a repository is, as Bitbucket's addresses and its API name it. */
export interface RepositoryAddress {
  /** Key of the project; `~dana` for a person's own repositories */
  project: string;
  slug: string;
}

/**
 * The repository of an address: `/projects/KEY/repos/slug` and what is below it,
 * `/users/dana/repos/slug`, `/scm/key/slug.git`, or `ssh://git@host:7999/key/slug.git`. Keys and
 * slugs are written in any case.
 *
 * @param baseUrl - of Bitbucket's pages, which may be below a path of their host
 * @throws InputError where the address names no repository
 */
export function repositoryAddress(
  address: string,
  baseUrl: string,
): RepositoryAddress {
  const isSsh = /ssh/.test(addressOf(address).protocol);
  // Addresses for ssh have no path before the project
  const parts = repositoryPath(address, isSsh ? 'ssh://host' : baseUrl);
  const [kind, owner, repos, slug] = parts;
  if (kind === 'projects' && repos === 'repos' && slug)
    return addressWith(owner, slug);
  if (kind === 'users' && repos === 'repos' && slug)
    return addressWith(`~${owner}`, slug);
  if (kind === 'scm' && parts.length === 3) return addressWith(owner, parts[2]);
  if (isSsh && parts.length === 2) return addressWith(parts[0], parts[1]);
  throw new InputError(
    `/${parts.join(
      '/',
    )} is not the address of a repository of Bitbucket. Use the address to clone it from, which ends with /scm/KEY/name.git`,
  );
}

function addressWith(project: string, slug: string): RepositoryAddress {
  const isPersonal = project.startsWith('~');
  return {
    project: isPersonal ? project.toLowerCase() : project.toUpperCase(),
    slug: slug.replace(/\.git$/, '').toLowerCase(),
  };
}
