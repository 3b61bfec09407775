import {
  FakeAnswer,
  FakeRequest,
  FakeRoute,
  FakeServer,
} from '../../__testUtils__/FakeServer';
import { MemoryGit } from '../../__testUtils__/MemoryGit';
import { MemoryPulls } from '../../__testUtils__/MemoryPulls';
import { refusal } from './answers';
import { buildListRoute } from './buildRoutes';
import { fileRoutes } from './fileRoutes';
import { newRepositoryRoutes } from './newRepositoryRoutes';
import { pullRequestRoutes } from './pullRequestRoutes';
import { repositoryRoutes } from './repositoryRoutes';
import { permissionRoutes, restrictionRoutes } from './rightRoutes';

/**
 * A simulation of one repository of Bitbucket Data Center, in memory, made after the published
 * description of its REST API (https://developer.atlassian.com/server/bitbucket/rest/v904/): the
 * repository, files, branches, commits, builds, pull requests with reviewers, merge checks and
 * activities. It is no Bitbucket: texts of refusals and names of exceptions are as they were seen
 * elsewhere. Strict: what is not described is refused.
 */
export class FakeBitbucketServer {
  readonly git = new MemoryGit();
  readonly pulls = new MemoryPulls(this.git);
  readonly project = 'PLAT';
  readonly slug = 'gitops';
  /** Who asks with the token, and opens pull requests */
  readonly user = 'dana@acme.io';
  readonly users = ['dana@acme.io', 'reviewer', 'second'];
  readonly token = 'BBDC-0123456789abcdefghij';
  /** May read repositories */
  readonly readToken = 'BBDC-reader6789abcdefghij';
  readonly password = 'password-0123456789';
  readonly groups = ['team-a'];
  /** Permissions in the repository that were given, by user or group */
  readonly access = new Map<string, string>();
  readonly restrictions: { type: string; matcher: { id: string } }[] = [];
  isArchived = false;
  /** Of those who review every pull request */
  defaultReviewers: string[] = [];
  /** Of the merge checks: what keeps pull requests from being merged */
  vetoes: { summaryMessage: string; detailedMessage: string }[] = [];
  /** Whether the setting "auto-merge" is on */
  allowsAutoMerge = false;
  /** Numbers of pull requests that are merged when they are ready */
  readonly autoMerged = new Set<number>();
  enabledStrategies = ['no-ff', 'squash', 'rebase-ff-only'];
  readonly usedStrategies: string[] = [];
  /** What somebody else does just before a merge */
  beforeMerge: () => void = () => {};
  /** What somebody else does just before a file is written */
  beforeWrite: () => void = () => {};
  /** Of every pull request's head */
  builds: string[] = [];
  /** As posted: the key of each of ours, and its parent */
  readonly parents = new Map<string, string>();
  /** Numbers of pull requests whose branch is a fork's */
  readonly fromForks = new Set<number>();
  /** Numbers of pull requests into the repository that this one was forked from */
  readonly toUpstream = new Set<number>();
  /** Names of repositories that were made */
  readonly made = new Set<string>();
  #server!: FakeServer;

  /** @param path - of Bitbucket, where it is not at the root of its host */
  static async start(path = ''): Promise<FakeBitbucketServer> {
    const bitbucket = new FakeBitbucketServer();
    const own = [
      ...repositoryRoutes(bitbucket),
      ...fileRoutes(bitbucket),
      ...pullRequestRoutes(bitbucket),
      ...permissionRoutes(bitbucket),
    ].map(route => bitbucket.#ofRepository(route));
    bitbucket.#server = await FakeServer.start({
      routes: [
        ...newRepositoryRoutes(bitbucket),
        buildListRoute(bitbucket),
        ...restrictionRoutes(bitbucket),
        ...own,
      ].map(route => ({
        ...route,
        path: `${path}/rest${route.path}`,
        answer: async (request: FakeRequest) => {
          const answer = await route.answer(request);
          const user = { 'x-ausername': encodeURIComponent(bitbucket.user) };
          return { ...answer, headers: { ...user, ...answer.headers } };
        },
      })),
      authorise: ({ method, headers }) =>
        bitbucket.#authorise(method, headers.authorization),
      refusal: (status, message) => refusal(status, message),
    });
    return bitbucket;
  }

  get server(): FakeServer {
    return this.#server;
  }

  /** Project key and slug of a repository that is there. */
  has(project: string, slug: string): boolean {
    return (
      (project === this.project && slug === this.slug) ||
      this.made.has(`${project}/${slug}`)
    );
  }

  /** Paths of those routes begin with the API's name, the others with a slash. */
  #ofRepository(route: FakeRoute): FakeRoute {
    const [, api = 'api', path] = /^([a-z-]+:)?(.*)$/.exec(route.path)!;
    const plugin = api.replace(':', '');
    return {
      ...route,
      path: `/${plugin}/1.0/projects/:project/repos/:slug${path}`,
      answer: request => {
        const { project, slug } = request.params;
        if (!this.has(project, slug))
          return refusal(
            404,
            `Repository ${project}/${slug} does not exist.`,
            'repository.NoSuchRepositoryException',
          );
        const isWrite = route.method !== 'GET';
        return isWrite && this.isArchived
          ? refusal(409, 'The repository is archived and is read-only.')
          : route.answer(request);
      },
    };
  }

  #authorise(
    method: string,
    authorization: string | undefined,
  ): FakeAnswer | undefined {
    const login = Buffer.from(`${this.user}:${this.password}`);
    const full = [`Bearer ${this.token}`, `Basic ${login.toString('base64')}`];
    if (full.includes(authorization ?? '')) return undefined;
    if (authorization !== `Bearer ${this.readToken}`)
      return refusal(
        401,
        'Authentication failed. Please check your credentials and try again.',
        'auth.IncorrectPasswordAuthenticationException',
      );
    return method === 'GET'
      ? undefined
      : refusal(
          401,
          'You are not permitted to access this resource',
          'AuthorisationException',
        );
  }
}
