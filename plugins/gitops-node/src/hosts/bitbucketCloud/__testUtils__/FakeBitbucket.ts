import {
  FakeAnswer,
  FakeRoute,
  FakeServer,
  ok,
} from '../../__testUtils__/FakeServer';
import { MemoryGit } from '../../__testUtils__/MemoryGit';
import { MemoryPulls } from '../../__testUtils__/MemoryPulls';
import { paged, refusal } from './answers';
import { pullRequestRoutes } from './pullRequestRoutes';
import { sourceRoutes } from './sourceRoutes';

const PLACE = '/2.0/repositories/platform/gitops';

/**
 * A simulation of one repository of Bitbucket Cloud, in memory, made after the published
 * description of its REST API 2.0 (https://developer.atlassian.com/cloud/bitbucket/rest/):
 * repository, source, refs, commits, pull requests with reviewers, comments and statuses, members
 * of the workspace. It is no Bitbucket: texts of refusals, and that a second pull request of the
 * same branches is answered with the first, are not described there and are as they were seen
 * elsewhere. Strict: what is not described is refused, also where Bitbucket itself would take no
 * notice of it.
 */
export class FakeBitbucket {
  readonly git = new MemoryGit();
  readonly pulls = new MemoryPulls(this.git);
  readonly members = [
    { uuid: '{dana}', nickname: 'dana', mail: 'dana@acme.io' },
    { uuid: '{reviewer}', nickname: 'reviewer', mail: 'reviewer@acme.io' },
    { uuid: '{twin-1}', nickname: 'twin', mail: 'twin-1@acme.io' },
    { uuid: '{twin-2}', nickname: 'twin', mail: 'twin-2@acme.io' },
  ];
  /** Who opens pull requests */
  readonly author = 'dana';
  readonly username = 'bot@acme.io';
  readonly token = 'ATBB0123456789abcdefghij';
  /** Has the scopes `repository` and `pullrequest` */
  readonly readToken = 'ATBBreader6789abcdefghij';
  defaultReviewers: string[] = [];
  /** Why nothing can be merged, in words */
  mergeRefusal?: { status: number; words: string };
  /** Whether a merge is answered before it is done, and never gets done */
  isSlow = false;
  /** Of every pull request's head */
  statuses: string[] = [];
  readonly mergeStrategies: (string | undefined)[] = [];
  /** Numbers of pull requests whose branch is a fork's */
  readonly fromForks = new Set<number>();
  #server!: FakeServer;

  static async start(): Promise<FakeBitbucket> {
    const bitbucket = new FakeBitbucket();
    const own = [
      bitbucket.#repositoryRoute(),
      ...sourceRoutes(bitbucket),
      ...pullRequestRoutes(bitbucket),
    ];
    bitbucket.#server = await FakeServer.start({
      routes: [
        ...own.map(route => ({ ...route, path: `${PLACE}${route.path}` })),
        bitbucket.#membersRoute(),
      ],
      authorise: ({ method, headers }) =>
        bitbucket.#authorise(method, headers.authorization),
      refusal: (status, message) => refusal(status, message),
    });
    return bitbucket;
  }

  get server(): FakeServer {
    return this.#server;
  }

  get apiUrl(): string {
    return `${this.server.url}${PLACE}`;
  }

  #authorise(
    method: string,
    authorization: string | undefined,
  ): FakeAnswer | undefined {
    const [full, readOnly] = [this.token, this.readToken].map(
      token =>
        `Basic ${Buffer.from(`${this.username}:${token}`).toString('base64')}`,
    );
    // Of a person who has signed in by OAuth
    if (authorization === `Bearer ${this.token}`) return undefined;
    if (authorization !== full && authorization !== readOnly)
      return refusal(401, 'Token is invalid, expired, or not supported.');
    return method === 'GET' || authorization === full
      ? undefined
      : refusal(
          403,
          'Your credentials lack one or more required privilege scopes.',
          {
            detail: {
              granted: ['repository', 'pullrequest'],
              required: ['repository:write'],
            },
          },
        );
  }

  #repositoryRoute(): FakeRoute {
    return {
      method: 'GET',
      path: '',
      answer: () =>
        ok({
          type: 'repository',
          full_name: 'platform/gitops',
          mainbranch: { type: 'branch', name: 'main' },
        }),
    };
  }

  #membersRoute(): FakeRoute {
    const path = '/2.0/workspaces/platform/members';
    return {
      method: 'GET',
      path,
      query: ['q', 'page', 'pagelen'],
      answer: ({ query }) => {
        const q = query.get('q');
        const mail = q && /^user\.email IN \("(.+)"\)$/.exec(q)?.[1];
        if (q && !mail) return refusal(400, 'Invalid query');
        const found = this.members
          .filter(one => !mail || one.mail === mail)
          .map(({ uuid, nickname }) => ({ user: { uuid, nickname } }));
        return paged(query, found, `${this.server.url}${path}`);
      },
    };
  }
}
