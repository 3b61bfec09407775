import {
  FakeAnswer,
  FakeRoute,
  FakeServer,
  ok,
} from '../../__testUtils__/FakeServer';
import { MemoryGit } from '../../__testUtils__/MemoryGit';
import { MemoryPull, MemoryPulls } from '../../__testUtils__/MemoryPulls';
import { list, refusal } from './answers';
import { itemRoutes } from './itemRoutes';
import { pullRequestRoutes } from './pullRequestRoutes';
import { repositoryRoutes } from './repositoryRoutes';

/**
 * A simulation of one repository of Azure DevOps, in memory, made after the published description
 * of its REST API 7.1 (https://learn.microsoft.com/rest/api/azure/devops/git/): repository, refs,
 * items, blobs, commits, pushes, pull requests with labels, reviewers and threads, and the
 * identities of https://learn.microsoft.com/rest/api/azure/devops/ims/identities/. It is no Azure
 * DevOps: texts of refusals, and how much of a commit's message a list holds, are not described
 * there and are as they were seen elsewhere. Strict: what is not described is refused, also where
 * Azure DevOps itself would take no notice of it.
 */
export class FakeAzureDevOps {
  readonly git = new MemoryGit();
  readonly pulls = new MemoryPulls(this.git);
  readonly users = [
    { id: '5b1f0c5e-0000-4000-8000-000000000001', name: 'dana@acme.io' },
    { id: '5b1f0c5e-0000-4000-8000-000000000002', name: 'reviewer@acme.io' },
  ];
  readonly token = 'azure-pat-0123456789abcdefghij';
  /** May only read */
  readonly readToken = 'azure-pat-reader89abcdefghij';
  isDisabled = false;
  /** Whether policies of the target branch are met */
  arePoliciesMet = true;
  /** The only way of merging that the target branch's policy allows */
  allowedStrategy?: string;
  /** Whether the credentials may not read policies */
  arePoliciesHidden = false;
  /** Settings of merge policies of the whole project, or of branches that begin so */
  widerPolicies: Record<string, boolean>[] = [];
  /** By number of the pull request, who set it to complete when its policies are met */
  readonly autoCompleted = new Map<number, string>();
  /** Whether the repository completes in the background, and does not come to it */
  isSlow = false;
  /** Overrides `mergeStatus` */
  mergeStatus?: string;
  /** Branches that may not be deleted */
  readonly keptBranches = new Set<string>();
  /** What somebody else does just before a merge */
  beforeMerge: () => void = () => {};
  /** Numbers of pull requests whose branch is a fork's */
  readonly fromForks = new Set<number>();
  readonly mergeStrategies: (string | undefined)[] = [];
  #server!: FakeServer;

  static async start(): Promise<FakeAzureDevOps> {
    const azure = new FakeAzureDevOps();
    const routes = [
      azure.#repositoryRoute(),
      ...repositoryRoutes(azure),
      ...itemRoutes(azure),
      ...pullRequestRoutes(azure),
    ];
    azure.#server = await FakeServer.start({
      routes: [
        azure.#identitiesRoute(),
        azure.#policiesRoute(),
        ...routes.map(route => azure.#own(route)),
      ],
      authorise: ({ method, headers }) =>
        azure.#authorise(method, headers.authorization),
      refusal,
    });
    return azure;
  }

  get server(): FakeServer {
    return this.#server;
  }

  mergeStatusOf(pull: MemoryPull): string {
    if (this.mergeStatus) return this.mergeStatus;
    return pull.state === 'open' && this.pulls.hasConflicts(pull)
      ? 'conflicts'
      : 'succeeded';
  }

  #own(route: FakeRoute): FakeRoute {
    return {
      ...route,
      path: `/fabrikam/platform/_apis/git/repositories/:repository${route.path}`,
      query: ['api-version!', ...(route.query ?? [])],
      answer: request => {
        const isKnown = request.params.repository === 'gitops';
        const isHidden = this.isDisabled && route.path !== '';
        return isKnown && !isHidden
          ? route.answer(request)
          : refusal(
              404,
              'TF401019: The Git repository with name or identifier does not exist or you do not have permissions for the operation you are attempting.',
              'GitRepositoryNotFoundException',
            );
      },
    };
  }

  #authorise(
    method: string,
    authorization: string | undefined,
  ): FakeAnswer | undefined {
    // A personal access token, or one of the identity provider
    const tokens = [
      ...[this.token, this.readToken].map(
        token => `Basic ${Buffer.from(`:${token}`).toString('base64')}`,
      ),
      `Bearer ${this.token}`,
    ];
    if (!tokens.includes(authorization ?? ''))
      return { status: 203, bytes: Buffer.from('<html>Sign in</html>') };
    return method === 'GET' || authorization === tokens[0]
      ? undefined
      : refusal(
          403,
          "TF401027: You need the Git 'GenericContribute' permission to perform this action.",
          'GitNeedsPermissionException',
        );
  }

  #repositoryRoute(): FakeRoute {
    return {
      method: 'GET',
      path: '',
      answer: () =>
        ok({
          id: '5febef5a-833d-4e14-b9c0-14cb638f91e6',
          name: 'gitops',
          defaultBranch: 'refs/heads/main',
          isDisabled: this.isDisabled,
          project: { name: 'platform', state: 'wellFormed' },
        }),
    };
  }

  /**
   * Of the branch `main`:
   * https://learn.microsoft.com/rest/api/azure/devops/git/policy-configurations/get
   */
  #policiesRoute(): FakeRoute {
    return {
      method: 'GET',
      path: '/fabrikam/platform/_apis/git/policy/configurations',
      query: ['api-version!', 'repositoryId!', 'refName!', 'policyType!'],
      answer: () =>
        this.arePoliciesHidden
          ? refusal(403, 'TF400813: The user is not authorized.')
          : list([
              ...this.widerPolicies.map(settings => ({
                id: 2,
                isEnabled: true,
                isBlocking: true,
                settings,
              })),
              {
                id: 3,
                isEnabled: true,
                isBlocking: true,
                settings: {
                  allowNoFastForward: this.allowedStrategy === 'noFastForward',
                  allowSquash: this.allowedStrategy === 'squash',
                  allowRebase: this.allowedStrategy === 'rebase',
                },
              },
            ]),
    };
  }

  #identitiesRoute(): FakeRoute {
    return {
      method: 'GET',
      path: '/fabrikam/_apis/identities',
      query: ['api-version!', 'searchFilter!', 'filterValue!'],
      answer: ({ query }) =>
        list(
          this.users
            .filter(({ name }) => name.includes(query.get('filterValue')!))
            .map(({ id, name }) => ({
              id,
              providerDisplayName: name,
              isActive: true,
              properties: {
                Account: { $type: 'System.String', $value: name },
                Mail: { $type: 'System.String', $value: name },
              },
            })),
        ),
    };
  }
}
