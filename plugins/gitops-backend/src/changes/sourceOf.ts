import type { GitHosts, GitRepository } from 'backstage-plugin-gitops-node';

/** The hosts that Backstage's `integrations` name. */
export type SourceHosts = Pick<GitHosts, 'all' | 'repository'>;

/** Where the source of a service is. */
export interface Source {
  readonly repository: GitRepository;
  /** The service's folder in it; empty for the whole repository */
  readonly folder: string;
}

/** Pages of folders, by the type of their host: the repository's address, and the folder. */
const PAGES: Readonly<Record<string, RegExp>> = {
  github: /^(.+?\/[^/]+)\/(?:tree|blob)\/[^/]+\/?(.*)$/,
  gitlab: /^(.+?)\/-\/(?:tree|blob)\/[^/]+\/?(.*)$/,
  gitea: /^(.+?\/[^/]+)\/src\/(?:branch|tag|commit)\/[^/]+\/?(.*)$/,
  bitbucketCloud: /^(.+?\/[^/]+)\/src\/[^/]+\/?(.*)$/,
  bitbucketServer: /^(.+?\/repos\/[^/]+)\/browse\/?(.*)$/,
};

/**
 * The source that an entity's annotation names: the address of a repository, or of the page of a
 * folder in it, with or without `url:` before it. Undefined where it names no repository of a
 * configured host. Whether the folder is there isn't known: the name of a branch may have slashes.
 */
export function sourceOf(
  hosts: SourceHosts,
  annotation: string | undefined,
): Source | undefined {
  const address = annotation?.trim().replace(/^url:/, '') ?? '';
  if (!/^https?:/.test(address) || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  const { type } =
    hosts
      .all()
      .find(one => [one.host, ...(one.aliases ?? [])].includes(url.host)) ?? {};
  const [, path, folder] = PAGES[type ?? '']?.exec(url.pathname) ?? [];
  const page =
    type === 'azureDevOps'
      ? { path: url.pathname, folder: url.searchParams.get('path') ?? '' }
      : { path: path ?? url.pathname, folder: decoded(folder ?? '') };
  try {
    return {
      repository: hosts.repository(`${url.origin}${page.path}`),
      folder: page.folder.split('/').filter(Boolean).join('/'),
    };
  } catch {
    // No configured host has it, or the address names no repository
    return undefined;
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
