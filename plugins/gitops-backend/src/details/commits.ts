import type { ApplicationDetails } from 'backstage-plugin-gitops-common';
import type { GitHosts } from 'backstage-plugin-gitops-node';
import type { ApplicationDetail } from '../argocd/detailSchemas';
import { readRevisions } from '../diagnosis/applicationDetail';

/** The hosts that Backstage's `integrations` name, as far as pages of commits need them. */
export type CommitHosts = Pick<GitHosts, 'all' | 'repository'>;

/** What stands between the page of a repository and a commit, by the type of its host. */
const paths: Readonly<Record<string, string>> = {
  github: 'commit',
  gitlab: '-/commit',
  gitea: 'commit',
  bitbucketCloud: 'commits',
  bitbucketServer: 'commits',
  azureDevOps: 'commit',
};

/** SHA-1 or SHA-256; not a branch, a tag or a chart's version. */
const commit = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

type Source = NonNullable<ApplicationDetail['spec']['source']>;

/** One source, or several: then the place of a source is the place of its revision. */
interface Sources {
  source?: Source | null;
  sources: readonly Source[];
}

/** The sources of an Application, and the pages of the commits that it was deployed from. */
export interface Commits {
  readonly sources: ApplicationDetails['source'];
  /** @param of - what was deployed then: the repository may have been another one */
  urlOf(of: Sources | null | undefined, revision: string | null): string | null;
}

/** @param hosts - absent where no commit is to have a page */
export function commitsOf(
  { spec, status }: ApplicationDetail,
  hosts: CommitHosts | undefined,
): Commits {
  const pageOf = (repository: string, revision: string | null) =>
    hosts ? commitUrl(hosts, repository, revision) : null;
  const revisions = readRevisions(status?.sync);
  const sources = listed(spec);
  return {
    sources: sources.map((one, index) => {
      const repository = one.repoURL ?? '';
      const revision = revisions[index] || null;
      return {
        repository,
        path: one.path || one.chart || null,
        targetRevision: one.targetRevision || null,
        revision,
        commitUrl: pageOf(repository, revision),
      };
    }),
    urlOf(of, revision) {
      const [first = sources[0]] = of ? listed(of) : [];
      return pageOf(first?.repoURL ?? '', revision);
    },
  };
}

function listed({ source, sources }: Sources): readonly Source[] {
  return sources.length > 0 ? sources : [source].flatMap(one => one ?? []);
}

/**
 * The page of a commit on its Git host; null if it is not a commit, or the host or the kind
 * of its pages isn't known. Nothing is taken from the address but the repository's path: the rest
 * comes from `integrations`.
 */
export function commitUrl(
  hosts: CommitHosts,
  repository: string,
  revision: string | null | undefined,
): string | null {
  if (!revision || !commit.test(revision)) return null;
  const found = repositoryIn(hosts, repository);
  const type = hosts.all().find(({ host }) => host === found?.host)?.type;
  if (!found || !type || !Object.hasOwn(paths, type)) return null;
  const url = `${found.url}/${paths[type]}/${revision}`;
  const { search, hash, href } = new URL(url);
  // A name with other characters in it would lead to another page
  return search || hash || href !== url ? null : url;
}

function repositoryIn(hosts: CommitHosts, repository: string) {
  try {
    return hosts.repository(repository);
  } catch {
    // No configured host has it, or the address names no repository
    return undefined;
  }
}
