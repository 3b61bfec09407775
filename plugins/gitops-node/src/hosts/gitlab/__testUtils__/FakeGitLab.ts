import {
  FakeAnswer,
  FakeRequest,
  FakeRoute,
  FakeServer,
  ok,
} from '../../__testUtils__/FakeServer';
import { MemoryGit } from '../../__testUtils__/MemoryGit';
import { MemoryPull, MemoryPulls } from '../../__testUtils__/MemoryPulls';
import { refusal } from './answers';
import { mergeRequestRoutes } from './mergeRequestRoutes';
import { newProjectRoutes } from './newProjectRoutes';
import { pipelineRoutes } from './pipelineRoutes';
import { repositoryRoutes } from './repositoryRoutes';
import { peopleRoutes, rightRoutes } from './rightRoutes';

const PROJECT = 'platform/delivery/gitops';

/** Levels of https://docs.gitlab.com/api/members/#roles */
const levels = { developer: 30, reporter: 20 };

/**
 * A simulation of one project of a GitLab, in memory, made after the published documentation of its
 * REST API version 4 (https://docs.gitlab.com/api/): projects, branches, files, commits, merge
 * requests with approvals and notes, pipelines. It is no GitLab: what is not documented (texts of
 * refusals) is as it was seen elsewhere. Strict: a parameter that is not documented is refused,
 * also where GitLab itself would take no notice of it.
 */
export class FakeGitLab {
  readonly git = new MemoryGit();
  readonly pulls = new MemoryPulls(this.git);
  readonly users: { id: number; username: string; bot?: boolean }[] = [
    { id: 7, username: 'dana' },
    { id: 8, username: 'reviewer' },
    { id: 9, username: 'reviewer-two' },
  ];
  /** Ids of the users that were asked for alone */
  readonly askedFor: number[] = [];
  readonly pipelines: {
    ref: string;
    sha: string;
    status: string;
    inputs: Record<string, string>;
  }[] = [];
  /** By number of the merge request */
  readonly squashCommits = new Map<number, string>();
  /** Visibility of those that were made, by their full paths */
  readonly made = new Map<string, string>();
  /** Access levels of groups that the project is shared with, by their ids */
  readonly shares = new Map<number, number>();
  /** Access levels of members, by their ids */
  readonly members = new Map<number, number>();
  /** Access levels from which on a branch can be pushed; a new project has that of Maintainers */
  readonly protections = new Map([['main', 40]]);
  readonly approvalRules: {
    id: number;
    name: string;
    rule_type: string;
    approvals_required: number;
  }[] = [];
  readonly token = 'glpat-0123456789abcdefghij';
  /** With the scope `read_api` */
  readonly readToken = 'glpat-reader6789abcdefghij';
  role: keyof typeof levels = 'developer';
  isArchived = false;
  hasPipeline = true;
  hasApprovals = true;
  mergeMethod: 'merge' | 'ff' = 'merge';
  squashOption: 'never' | 'always' | 'default_off' | 'default_on' =
    'default_off';
  /** Status with which merging is refused, whatever `detailed_merge_status` says */
  mergeRefusal?: number;
  /** Of every merge request's head */
  headPipeline: { status: string } | null = null;
  /** Of that pipeline */
  jobs: { name: string; status: string; allow_failure?: boolean }[] = [];
  /** What somebody else does just before a merge */
  beforeMerge: () => void = () => {};
  /** Numbers of merge requests whose branch is a fork's */
  readonly fromForks = new Set<number>();
  /** Numbers of merge requests that are merged when they are ready */
  readonly autoMerged = new Set<number>();
  readonly protectedBranches = new Set<string>();
  /** What push rules say against every commit */
  pushRule?: string;
  /** Numbers of merge requests that GitLab is just merging */
  readonly beingMerged = new Set<number>();
  /** Overrides `detailed_merge_status` */
  mergeStatus?: string;
  #server!: FakeServer;

  /** @param path - of the API, where it is not at the root of the host */
  static async start(path = ''): Promise<FakeGitLab> {
    const gitlab = new FakeGitLab();
    const routes = [
      gitlab.#projectRoute(),
      ...repositoryRoutes(gitlab),
      ...mergeRequestRoutes(gitlab),
      ...pipelineRoutes(gitlab),
      ...rightRoutes(gitlab),
    ];
    const ofProject = routes.map(route => ({
      ...route,
      path: `/projects/:project${route.path}`,
      answer: (request: FakeRequest) =>
        request.params.project === PROJECT
          ? route.answer(request)
          : gitlab.#ofMade(request.params.project, route.path),
    }));
    gitlab.#server = await FakeServer.start({
      routes: [
        ...newProjectRoutes(gitlab),
        ...peopleRoutes(gitlab),
        ...ofProject,
      ].map(route => ({
        ...route,
        path: `${path}/api/v4${route.path}`,
      })),
      authorise: ({ method, headers }) =>
        gitlab.#authorise(method, headers.authorization),
      refusal,
    });
    return gitlab;
  }

  get server(): FakeServer {
    return this.#server;
  }

  get projectUrl(): string {
    return `${this.server.url}/${PROJECT}`;
  }

  /** Of a merge request, as far as this one knows reasons. */
  mergeStatusOf(pull: MemoryPull): string {
    if (pull.state !== 'open') return 'not_open';
    if (this.mergeStatus) return this.mergeStatus;
    if (pull.isDraft) return 'draft_status';
    if (this.pulls.hasConflicts(pull)) return 'conflict';
    const base = this.git.branches.get(pull.base)!;
    const isBehind = !this.git.contains(this.pulls.head(pull), base);
    return this.mergeMethod === 'ff' && isBehind ? 'need_rebase' : 'mergeable';
  }

  #authorise(
    method: string,
    authorization: string | undefined,
  ): FakeAnswer | undefined {
    const tokens = [this.token, this.readToken].map(one => `Bearer ${one}`);
    if (!tokens.includes(authorization ?? ''))
      return refusal(401, '401 Unauthorized');
    if (method === 'GET' || method === 'HEAD') return undefined;
    if (authorization !== tokens[0])
      return {
        status: 403,
        json: {
          error: 'insufficient_scope',
          error_description:
            'The request requires higher privileges than provided by the access token.',
          scope: 'api',
        },
      };
    // An archived project and a missing role are refused in the same words
    const mayWrite = !this.isArchived && this.role === 'developer';
    return mayWrite ? undefined : refusal(403, '403 Forbidden');
  }

  newProject(name: string) {
    return {
      id: 43,
      name: name.split('/').at(-1),
      path_with_namespace: name,
      // As of every empty repository
      default_branch: null,
      empty_repo: true,
      archived: false,
      web_url: `${this.server.url}/${name}`,
    };
  }

  #ofMade(name: string, path: string): FakeAnswer {
    if (!this.made.has(name)) return refusal(404, '404 Project Not Found');
    return path === ''
      ? ok(this.newProject(name))
      : refusal(404, '404 Branch Not Found');
  }

  #projectRoute(): FakeRoute {
    return {
      method: 'GET',
      path: '',
      query: ['statistics', 'license'],
      answer: () =>
        ok({
          id: 42,
          name: 'gitops',
          path_with_namespace: PROJECT,
          default_branch: 'main',
          archived: this.isArchived,
          web_url: this.projectUrl,
          merge_method: this.mergeMethod,
          squash_option: this.squashOption,
          shared_with_groups: [...this.shares].map(
            ([group_id, group_access_level]) => ({
              group_id,
              group_access_level,
            }),
          ),
          permissions: {
            project_access: null,
            group_access: {
              access_level: levels[this.role],
              notification_level: 3,
            },
          },
        }),
    };
  }
}
