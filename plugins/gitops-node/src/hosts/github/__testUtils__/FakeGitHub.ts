import { createHash } from 'node:crypto';
import {
  FakeAnswer,
  FakeRequest,
  FakeRoute,
  FakeServer,
  ok,
} from '../../__testUtils__/FakeServer';
import { MemoryGit } from '../../__testUtils__/MemoryGit';
import { MemoryPull, MemoryPulls } from '../../__testUtils__/MemoryPulls';
import { actionRoutes } from './actionRoutes';
import { GitHubRoute, notFound, refusal } from './answers';
import { appRoutes } from './appRoutes';
import { contentRoutes } from './contentRoutes';
import { Description } from './Description';
import { gitRoutes } from './gitRoutes';
import { graphqlRoute } from './graphqlRoute';
import { GitObjects } from './GitObjects';
import { newRepositoryRoutes } from './newRepositoryRoutes';
import { pullRoutes } from './pullRoutes';
import { rightRoutes } from './rightRoutes';
import { Shapes } from './Shapes';

const API = '/api/v3';

let description: Description | undefined;
let enterprise: Description | undefined;

/**
 * A simulation of one repository of a GitHub, in memory. What it is asked and what it answers has
 * to fit GitHub's published description of its REST API
 * (https://github.com/github/rest-api-description), from whose examples its answers are made. It is
 * no GitHub: what happens is as https://docs.github.com/rest tells.
 */
export class FakeGitHub {
  readonly git = new MemoryGit();
  readonly pulls = new MemoryPulls(this.git);
  readonly objects = new GitObjects(this.git);
  readonly token = 'ghp_0123456789abcdefghijklmnopqrstuvwxyz';
  /** May read and no more */
  readonly readToken = 'github_pat_reader0123456789abcdefghij';
  /** Visibility of those that were made, by their full names */
  readonly made = new Map<string, string>();
  readonly collaborators = ['dana', 'reviewer'];
  readonly teams = ['release'];
  /** Permissions in the repository that were given, by login or team */
  readonly access = new Map<string, string>();
  /** As they were asked for, by their branches */
  readonly protections = new Map<string, { restrictions: null }>();
  readonly workflows = ['promote.yaml'];
  readonly runs: {
    head_branch: string;
    head_sha: string;
    status: string;
    conclusion: string | null;
  }[] = [];
  readonly checkRuns: { status: string; conclusion: string | null }[] = [];
  readonly statuses: string[] = [];
  readonly reviews: { login: string; state: string }[] = [];
  /** Commit of a merge that was only tried; GitHub tells it of every open pull request */
  readonly trialMerge = 'e5bd3914e2e596debea16f433f57875b5b90bcd6';
  isArchived = false;
  /** What is more of a tree is cut off. https://docs.github.com/rest/git/trees#get-a-tree */
  maxTreeItems = 100_000;
  /** Why no branch can be made */
  refusedRefs?: string;
  mergeMethods = ['merge', 'squash', 'rebase'];
  /** What is asked after so many requests is refused until the hour is over */
  requestsLeft = Infinity;
  /** Answers of the next requests, in place of what would be answered */
  readonly answers: FakeAnswer[] = [];
  /** What merging is refused with, once each */
  readonly failMerges: FakeAnswer[] = [];
  /** What GraphQL was asked to do */
  readonly mutations: { name: string; variables: Record<string, unknown> }[] =
    [];
  /** Whether the pull request is to be merged when it is ready */
  isQueued: 'queue' | 'autoMerge' | 'not' = 'not';
  /** What `mergeable_state` says instead of what is so */
  mergeableState?: string;
  /** Of what it refuses, in whose words */
  readonly refusedMutations = new Map<string, string>();
  /** Owners at whose the app is installed */
  installations = ['platform'];
  refusesApp = false;
  /** Requests and answers that don't fit the description */
  readonly violations: string[] = [];
  readonly #looked = new Set<string>();
  #shapes!: Shapes;
  #server!: FakeServer;

  static async start(): Promise<FakeGitHub> {
    description ??= new Description();
    const github = new FakeGitHub();
    const shapes = new Shapes(github, description);
    github.#shapes = shapes;
    const routes = [
      ...contentRoutes(github, shapes, description),
      ...gitRoutes(github, shapes, description),
      ...pullRoutes(github, shapes, description),
      ...actionRoutes(github, shapes),
      ...appRoutes(github, shapes, description),
      ...newRepositoryRoutes(github, shapes, description),
      ...rightRoutes(github, description),
    ];
    github.#server = await FakeServer.start({
      routes: [
        graphqlRoute(github),
        ...routes.flatMap(route => github.#served(route, description!)),
      ],
      authorise: request => github.#authorise(request),
      refusal,
    });
    return github;
  }

  get server(): FakeServer {
    return this.#server;
  }

  get apiUrl(): string {
    return `${this.server.url}${API}`;
  }

  get repositoryUrl(): string {
    return `https://${this.server.host}/platform/gitops`;
  }

  /** GitHub finds it out in the background: who asks first is told that it isn't known. */
  mergeability(pull: MemoryPull): {
    mergeable: boolean | null;
    mergeable_state: string;
  } {
    if (pull.state !== 'open')
      return { mergeable: null, mergeable_state: 'unknown' };
    const heads = [this.pulls.head(pull), this.git.branches.get(pull.base)];
    const key = [pull.number, ...heads].join();
    if (!this.#looked.has(key)) {
      this.#looked.add(key);
      return { mergeable: null, mergeable_state: 'unknown' };
    }
    return this.pulls.hasConflicts(pull)
      ? { mergeable: false, mergeable_state: 'dirty' }
      : { mergeable: true, mergeable_state: this.mergeableState ?? 'clean' };
  }

  /** Fails where something did not fit the description. */
  async close(): Promise<void> {
    await this.server.close();
    if (this.violations.length > 0) throw new Error(this.violations.join('\n'));
  }

  #authorise({
    method,
    headers,
  }: Pick<FakeRequest, 'method' | 'headers'>): FakeAnswer | undefined {
    const next = this.answers.shift();
    if (next) return next;
    if (this.requestsLeft === 0)
      return refusal(403, 'API rate limit exceeded for installation ID 1.', {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 900),
      });
    this.requestsLeft--;
    // An app proves itself with a JSON Web Token
    if (headers.authorization?.startsWith('bearer eyJ'))
      return this.refusesApp
        ? refusal(401, 'A JSON web token could not be decoded')
        : undefined;
    const tokens = [this.token, this.readToken].map(one => `Bearer ${one}`);
    const { authorization } = headers;
    if (authorization === undefined) {
      const isRead = method === 'GET';
      return isRead ? undefined : refusal(401, 'Requires authentication');
    }
    if (!tokens.includes(authorization)) return refusal(401, 'Bad credentials');
    if (method === 'GET') return undefined;
    if (authorization !== tokens[0])
      return refusal(403, 'Resource not accessible by personal access token', {
        'x-accepted-github-permissions': 'contents=write',
      });
    return this.isArchived
      ? refusal(403, 'Repository was archived so is read-only.')
      : undefined;
  }

  #served(route: GitHubRoute, by: Description): FakeRoute[] {
    const { operation } = route;
    const [method, template] = operation.split(' ');
    const path = template.replace(
      /\{(\w+)\}/g,
      (_, name) => `:${name.replace(/_/g, '')}`,
    );
    const served: FakeRoute = {
      method,
      path: `${API}${path}`,
      query: by.queryOf(operation),
      answer: request => this.#answered(route, request, by),
    };
    // Without a path it is the root: https://docs.github.com/rest/repos/contents
    const ofRoot: FakeRoute = {
      ...served,
      path: served.path.replace(/\/:path$/, ''),
      answer: request => {
        const params = { ...request.params, path: '' };
        return this.#answered(route, { ...request, params }, by);
      },
    };
    return path.endsWith('/:path') ? [served, ofRoot] : [served];
  }

  #answered(
    route: GitHubRoute,
    request: FakeRequest,
    by: Description,
  ): FakeAnswer {
    const { operation, undescribed = [] } = route;
    const { raw, params } = request;
    const { owner, repo } = params;
    if (owner && `${owner}/${repo}` !== 'platform/gitops')
      return this.#ofMade(`${owner}/${repo}`, operation);
    try {
      const body =
        raw.length > 0 ? JSON.parse(raw.toString('utf8')) : undefined;
      const asked = { ...request, body };
      // GitHub describes it apart, and it takes a second to read
      const isOfEnterprise = body?.visibility === 'internal';
      const words = isOfEnterprise
        ? (enterprise ??= new Description('ghec'))
        : by;
      this.#note(operation, words.wrongRequest(operation, asked));
      const answer = route.answer({ ...request, body });
      if (!undescribed.includes(answer.status))
        this.#note(operation, by.wrongAnswer(operation, answer));
      return this.#unlessKnown(request, answer);
    } catch (error) {
      this.#note(operation, String(error));
      return refusal(500, 'Server Error');
    }
  }

  /** What is asked for by a tag that fits it still is not answered again, nor counted. */
  #unlessKnown(
    { method, headers }: Pick<FakeRequest, 'method' | 'headers'>,
    answer: FakeAnswer,
  ): FakeAnswer {
    if (method !== 'GET' || answer.status !== 200) return answer;
    const digest = createHash('sha256').update(JSON.stringify(answer.json));
    const etag = `W/"${digest.digest('hex')}"`;
    if (headers['if-none-match'] !== etag)
      return { ...answer, headers: { ...answer.headers, etag } };
    this.requestsLeft++;
    return { status: 304, headers: { etag } };
  }

  /** Of one that was made, and is empty. */
  #ofMade(name: string, operation: string): FakeAnswer {
    if (!this.made.has(name)) return notFound();
    if (operation === 'GET /repos/{owner}/{repo}')
      return ok(this.#shapes.newRepository(name));
    return refusal(409, 'Git Repository is empty.');
  }

  #note(operation: string, wrong: string | undefined): void {
    if (wrong) this.violations.push(`${operation}: ${wrong}`);
  }
}
