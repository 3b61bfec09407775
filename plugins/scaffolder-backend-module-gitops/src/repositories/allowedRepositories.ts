import type { Config } from '@backstage/config';
import { InputError, NotAllowedError } from '@backstage/errors';
import type { GitHosts } from 'backstage-plugin-gitops-node';
import { Minimatch } from 'minimatch';

const KEY = 'scaffolder.gitops.repositories';

/** What the actions reach with the credentials of the portal. */
export type Repositories = Pick<GitHosts, 'all' | 'repository'>;

/**
 * The repositories of the hosts, where the configuration names some only those. Another is refused
 * as it is asked for: before anything is read or made.
 *
 * @throws InputError where an entry of the configuration is not a pattern of addresses
 */
export function allowedRepositories(
  hosts: GitHosts,
  config: Config,
): Repositories {
  const patterns = config
    .getOptionalStringArray(KEY)
    ?.map((pattern, index) => patternOf(pattern, `${KEY}[${index}]`));
  if (!patterns) return hosts;
  return {
    all: () => hosts.all(),
    repository(address, options) {
      const repository = hosts.repository(address, options);
      if (patterns.some(pattern => pattern.match(repository.url)))
        return repository;
      throw new NotAllowedError(
        `Templates may not use the repository ${repository.url}: this portal does not allow it. Choose another, or ask those who run the portal to add it to ${KEY}`,
      );
    },
  };
}

function patternOf(pattern: string, place: string): Minimatch {
  if (!/^https?:\/\/[\w.:[\]-]+\/[^/]/.test(pattern))
    throw new InputError(
      `${place} is not a pattern of addresses: write https://git.example.com/platform/*, with the host in full, a star for one part of the path, or two for any number`,
    );
  // Hosts of repositories do not tell one from the other by case
  return new Minimatch(pattern, { nocase: true, dot: true, noext: true });
}
