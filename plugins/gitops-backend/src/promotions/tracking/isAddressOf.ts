import type { GitRepository } from 'backstage-plugin-gitops-node';

/**
 * Whether a source has the address of a repository. Argo CD may know the host by another name, so
 * the repository's own name decides.
 */
export function isAddressOf(
  address: string,
  { name, url }: Pick<GitRepository, 'name' | 'url'>,
): boolean {
  const plain = plainAddress(address);
  return (
    plain === plainAddress(url) || plain.endsWith(`/${name.toLowerCase()}`)
  );
}

/** Host and path in small letters, without what one repository is written with and without. */
function plainAddress(address: string): string {
  return (
    decoded(address)
      .toLowerCase()
      .replace(/^[a-z+]+:\/\//, '')
      .replace(/^[^/@]*@/, '')
      // git@host:path, and Azure DevOps' git@host:v3/path
      .replace(/^([^/:]+):(?!\d+\/)/, '$1/')
      .replace(/^([^/]+)\/v3\//, '$1/')
      .replace(/\/+$/, '')
      .replace(/\.git$/, '')
      // The older host names of Azure DevOps begin with the organization
      .replace(/^([\w-]+)\.visualstudio\.com\/(?:defaultcollection\/)?/, '/$1/')
      // A project's first repository has its name, and is addressed without it
      .replace(/^([^/]*\/[^/]+)\/_git\/([^/]+)$/, '$1/$2/$2')
      .replace('/_git/', '/')
  );
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
