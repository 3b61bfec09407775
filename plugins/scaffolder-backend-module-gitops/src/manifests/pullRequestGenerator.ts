/** The Secret in Argo CD's namespace with the token for pull requests. Never a value. */
interface TokenRef {
  secretName: string;
  key: string;
}

/** A repository of code, as the generators of the hosts name it. */
interface CodeRepository {
  /** Its page */
  url: string;
  /** As people name it: `shop/orders` */
  name: string;
}

interface Options {
  label: string;
  tokenRef?: TokenRef;
}

interface PullRequestHost {
  /** What the generator is called, and what it is told */
  generator(repository: CodeRepository, options: Options): object;
  /** Behind the page of the repository: where a pull request has its page */
  page: string;
}

/** A host is not here if its generator can't tell pull requests by their labels. */
const hosts: Readonly<Record<string, PullRequestHost>> = {
  github: {
    generator: ({ url, name }, { label, tokenRef }) => ({
      github: {
        ...ownerAndRepo(name),
        api: url.startsWith('https://github.com/')
          ? undefined
          : `${siteOf(url, name)}/api/v3`,
        tokenRef,
        labels: [label],
      },
    }),
    page: 'pull',
  },
  gitlab: {
    generator: ({ url, name }, { label, tokenRef }) => ({
      gitlab: {
        project: name,
        api: siteOf(url, name),
        tokenRef,
        labels: [label],
        pullRequestState: 'opened',
      },
    }),
    page: '-/merge_requests',
  },
  gitea: {
    generator: ({ url, name }, { label, tokenRef }) => ({
      gitea: {
        ...ownerAndRepo(name),
        api: siteOf(url, name),
        tokenRef,
        labels: [label],
      },
    }),
    page: 'pulls',
  },
  azureDevOps: {
    generator: ({ url, name }, { label, tokenRef }) => {
      const [organization, project, repo] = name.split('/');
      return {
        azuredevops: {
          organization,
          project,
          repo,
          api: url.startsWith('https://dev.azure.com/')
            ? undefined
            : new URL(url).origin,
          tokenRef,
          labels: [label],
        },
      };
    },
    page: 'pullrequest',
  },
};

/**
 * How an ApplicationSet finds the open pull requests that have a label, and the page of one.
 *
 * @param type - of the Git host
 * @param number - what stands for the number of a pull request in the page's address
 * @returns undefined if that host's pull requests can't be found by a label
 */
export function pullRequestsOf(
  type: string | undefined,
  repository: CodeRepository,
  options: Options & { number: string },
): { generator: object; page: string } | undefined {
  const host = hosts[type ?? ''];
  return (
    host && {
      generator: host.generator(repository, options),
      page: `${repository.url}/${host.page}/${options.number}`,
    }
  );
}

function ownerAndRepo(name: string): { owner: string; repo: string } {
  const [owner, repo] = name.split('/');
  return { owner, repo };
}

/** Address of the host, with the path that it may be under. */
function siteOf(url: string, name: string): string {
  return url.slice(0, -name.length - 1);
}
