import type { Entity } from '@backstage/catalog-model';

/**
 * A person's login on a Git host, as the catalog has it: Backstage's modules for GitHub and GitLab
 * write `github.com/user-login` and `<host>/user-login`; for other hosts people add the latter.
 * Undefined where there is none: the login of another host may be somebody else's on this one.
 *
 * @param host - as the repository names it, with its port
 */
export function hostLogin(
  { metadata: { annotations = {} } }: Entity,
  { host, isGitHub }: { host: string; isGitHub: boolean },
): string | undefined {
  const names = [
    `${host.replace(/:\d+$/, '')}/user-login`,
    // The module for GitHub calls it so on GitHub Enterprise Server, too
    ...(isGitHub ? ['github.com/user-login'] : []),
  ];
  const value = names.map(name => annotations[name]?.trim()).find(Boolean);
  // The module for GitLab writes the address of the person's page
  return value?.replace(/\/+$/, '').split('/').at(-1);
}
