import { z } from 'zod';
import {
  Failure,
  FakeAnswer,
  FakeRoute,
  FakeServer,
} from '../../__testUtils__/FakeServer';
import {
  blobSha,
  MemoryCommit,
  MemoryGit,
} from '../../__testUtils__/MemoryGit';
import { MemoryPull, MemoryPulls } from '../../__testUtils__/MemoryPulls';

const PROJECT = 'platform/delivery/gitops';
const PROJECT_ID = 42;

/** Levels of https://docs.gitlab.com/api/members/#roles */
const levels = { developer: 30, reporter: 20 };

const text = z.string();
const commitBody = z.strictObject({
  branch: text,
  start_sha: text,
  commit_message: text,
  actions: z.array(
    z.discriminatedUnion('action', [
      z.strictObject({
        action: z.enum(['create', 'update']),
        file_path: text,
        content: text,
        encoding: z.literal('base64'),
      }),
      z.strictObject({ action: z.literal('delete'), file_path: text }),
    ]),
  ),
});
const openBody = z.strictObject({
  source_branch: text,
  target_branch: text,
  title: text,
  description: text.optional(),
  labels: text.optional(),
  reviewer_ids: z.array(z.number()).optional(),
});
const mergeBody = z.strictObject({
  sha: text.optional(),
  squash: z.boolean().optional(),
});
const pipelineBody = z.strictObject({
  ref: text,
  variables: z.array(z.strictObject({ key: text, value: text })).optional(),
});

/**
 * One project of a GitLab, in memory, as https://docs.gitlab.com/api/ documents it. Its texts of refusals are those of GitLab's own source. Strict: what is not
 * documented is refused, also where GitLab itself would take no notice of it.
 */
export class FakeGitLab {
  readonly git = new MemoryGit();
  readonly pulls = new MemoryPulls(this.git);
  readonly users = [
    { id: 7, username: 'dana' },
    { id: 8, username: 'reviewer' },
    { id: 9, username: 'reviewer-two' },
  ];
  readonly pipelines: {
    ref: string;
    status: string;
    variables: Record<string, string>;
  }[] = [];
  token = 'glpat-0123456789abcdefghij';
  role: keyof typeof levels = 'developer';
  scopes: 'api' | 'read_api' = 'api';
  isArchived = false;
  hasPipeline = true;
  mergeMethod: 'merge' | 'ff' = 'merge';
  /** What `detailed_merge_status` says instead of what is so */
  mergeStatus?: string;
  #server!: FakeServer;

  static async start(): Promise<FakeGitLab> {
    const gitlab = new FakeGitLab();
    gitlab.#server = await FakeServer.start({
      routes: gitlab.#routes(),
      authorise: ({ method, headers }) => gitlab.#authorise(method, headers),
      refusal,
    });
    return gitlab;
  }

  get host(): string {
    return this.#server.host;
  }

  get url(): string {
    return this.#server.url;
  }

  get projectUrl(): string {
    return `${this.url}/${PROJECT}`;
  }

  get requests(): readonly string[] {
    return this.#server.requests;
  }

  failNext(failure: Failure, method?: string): void {
    this.#server.failNext(failure, method);
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  #authorise(
    method: string,
    { authorization }: { authorization?: string },
  ): FakeAnswer | undefined {
    if (authorization !== `Bearer ${this.token}`)
      return refusal(401, '401 Unauthorized');
    const isRead = method === 'GET' || method === 'HEAD';
    if (!isRead && this.scopes !== 'api')
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
    if (!isRead && (this.isArchived || this.role !== 'developer'))
      return refusal(403, '403 Forbidden');
    return undefined;
  }

  #routes(): FakeRoute[] {
    const own = (route: FakeRoute): FakeRoute => ({
      ...route,
      path: `/api/v4/projects/:project${route.path}`,
      answer: request =>
        request.params.project === PROJECT
          ? route.answer(request)
          : refusal(404, '404 Project Not Found'),
    });
    return [
      ...this.#repositoryRoutes(),
      ...this.#mergeRequestRoutes(),
      ...this.#otherRoutes(),
    ].map(own);
  }

  #repositoryRoutes(): FakeRoute[] {
    const { git } = this;
    return [
      {
        method: 'GET',
        path: '/repository/branches/:branch',
        answer: ({ params }) => {
          const head = git.commit(git.branches.get(params.branch));
          if (!head) return refusal(404, '404 Branch Not Found');
          return ok({
            name: params.branch,
            merged: false,
            protected: false,
            default: params.branch === 'main',
            can_push: true,
            web_url: `${this.projectUrl}/-/tree/${params.branch}`,
            commit: this.#commit(head),
          });
        },
      },
      {
        method: 'DELETE',
        path: '/repository/branches/:branch',
        answer: ({ params }) =>
          git.branches.delete(params.branch)
            ? { status: 204 }
            : refusal(404, '404 Branch Not Found'),
      },
      {
        method: 'GET',
        path: '/repository/files/:path/raw',
        query: ['ref', 'lfs'],
        answer: ({ params, query }) => this.#file(params.path, query),
      },
      {
        method: 'HEAD',
        path: '/repository/files/:path',
        query: ['ref!'],
        answer: ({ params, query }) => this.#file(params.path, query),
      },
      {
        method: 'GET',
        path: '/repository/tree',
        query: ['path', 'ref', 'recursive', 'page', 'per_page'],
        answer: ({ query }) => {
          const commit = git.resolve(query.get('ref') ?? 'main');
          const entries =
            commit && git.entries(commit, query.get('path') ?? '');
          if (!entries)
            return refusal(404, '404 invalid revision or path Not Found');
          return paged(
            query,
            entries.map(({ name, path, file }) => ({
              id: file ? blobSha(file) : '0'.repeat(40),
              name,
              type: typeOf(file?.mode),
              path,
              mode: file?.mode ?? '040000',
            })),
          );
        },
      },
      {
        method: 'GET',
        path: '/repository/commits',
        query: ['ref_name', 'path', 'page', 'per_page'],
        answer: ({ query }) => {
          const commit = git.resolve(query.get('ref_name') ?? 'main');
          if (!commit) return ok([]);
          const found = git.changesOf(commit.sha, query.get('path') ?? '');
          return paged(
            query,
            found.map(one => this.#commit(one)),
          );
        },
      },
      {
        method: 'GET',
        path: '/repository/commits/:sha',
        query: ['stats'],
        answer: ({ params }) => {
          const commit = git.resolve(params.sha);
          return commit
            ? ok(this.#commit(commit))
            : refusal(404, '404 Commit Not Found');
        },
      },
      {
        method: 'POST',
        path: '/repository/commits',
        body: commitBody,
        answer: ({ body }) => this.#write(body),
      },
      {
        method: 'GET',
        path: '/repository/merge_base',
        query: ['refs[]!'],
        answer: ({ query }) => {
          const refs = query.getAll('refs[]');
          if (refs.length < 2) return refusal(400, 'Provide at least 2 refs');
          const unknown = refs.filter(ref => !git.resolve(ref));
          if (unknown.length > 0)
            return refusal(400, `Could not find ref: ${unknown.join(', ')}`);
          const [one, other] = refs.map(ref => git.resolve(ref)!.sha);
          const base = git.commit(git.mergeBase(one, other));
          return base
            ? ok(this.#commit(base))
            : refusal(404, '404 Merge Base Not Found');
        },
      },
    ];
  }

  #mergeRequestRoutes(): FakeRoute[] {
    const { git, pulls } = this;
    const one = (
      method: string,
      path: string,
      answer: (pull: MemoryPull, body: any) => FakeAnswer,
      body?: z.ZodType,
    ): FakeRoute => ({
      method,
      path: `/merge_requests/:iid${path}`,
      body,
      answer: ({ params, body: sent }) => {
        const pull = pulls.get(Number(params.iid));
        return pull ? answer(pull, sent) : refusal(404, '404 Not found');
      },
    });
    return [
      {
        method: 'GET',
        path: '/merge_requests',
        query: [
          'source_branch',
          'target_branch',
          'state',
          'order_by',
          'sort',
          'page',
          'per_page',
        ],
        answer: ({ query }) => {
          const state = query.get('state') ?? 'all';
          const found = pulls.all.filter(
            pull =>
              [null, pull.branch].includes(query.get('source_branch')) &&
              [null, pull.base].includes(query.get('target_branch')) &&
              ['all', stateOf(pull)].includes(state),
          );
          return paged(
            query,
            found.reverse().map(pull => this.#mergeRequest(pull)),
          );
        },
      },
      {
        method: 'POST',
        path: '/merge_requests',
        body: openBody,
        answer: ({ body }) => {
          const { source_branch: branch, target_branch: base, title } = body;
          if (title.length > 255)
            return invalid({
              title: ['is too long (maximum is 255 characters)'],
            });
          if (!git.branches.has(branch) || !git.branches.has(base))
            return invalid({ base: ['Source branch does not exist'] });
          const present = pulls.all.find(
            pull =>
              pull.state === 'open' &&
              pull.branch === branch &&
              pull.base === base,
          );
          if (present)
            return {
              status: 409,
              json: {
                message: [
                  `Another open merge request already exists for this source branch: !${present.number}`,
                ],
              },
            };
          // Reviewers beyond the first are not taken in the free tier, nor are unknown ones; neither is an error
          const reviewer = this.users.find(
            ({ id }) => id === body.reviewer_ids?.[0],
          );
          const pull = pulls.open({
            branch,
            base,
            title,
            body: body.description,
            labels: body.labels?.split(',') ?? [],
            reviewers: reviewer ? [reviewer.username] : [],
          });
          return { status: 201, json: this.#mergeRequest(pull, true) };
        },
      },
      one('GET', '', pull => ok(this.#mergeRequest(pull, true))),
      one('GET', '/approvals', pull =>
        ok({
          approved: pull.approvedBy.length > 0,
          approved_by: pull.approvedBy.map(username => ({
            user: this.#user(username),
            approved_at: git.now(),
          })),
        }),
      ),
      one(
        'PUT',
        '',
        pull => {
          pulls.close(pull, 'dana');
          return ok(this.#mergeRequest(pull, true));
        },
        z.strictObject({ state_event: z.literal('close') }),
      ),
      one(
        'POST',
        '/notes',
        (pull, { body }) => {
          pull.comments.push(body);
          return { status: 201, json: { id: 1, body } };
        },
        z.strictObject({ body: text }),
      ),
      one(
        'PUT',
        '/merge',
        (pull, { sha, squash }) => {
          if (this.#mergeStatus(pull) !== 'mergeable')
            return refusal(405, '405 Method Not Allowed');
          if (sha !== undefined && sha !== pulls.head(pull))
            return refusal(409, 'SHA does not match HEAD of source branch: X');
          pulls.merge(pull, squash ? 'squash' : this.#method(), 'dana');
          return ok(this.#mergeRequest(pull, true));
        },
        mergeBody,
      ),
    ];
  }

  #otherRoutes(): FakeRoute[] {
    return [
      {
        method: 'GET',
        path: '',
        query: ['statistics', 'license'],
        answer: () =>
          ok({
            id: PROJECT_ID,
            name: 'gitops',
            path_with_namespace: PROJECT,
            default_branch: 'main',
            archived: this.isArchived,
            web_url: this.projectUrl,
            merge_method: this.mergeMethod,
            permissions: {
              project_access: null,
              group_access: {
                access_level: levels[this.role],
                notification_level: 3,
              },
            },
          }),
      },
      {
        method: 'GET',
        path: '/users',
        query: ['search', 'page', 'per_page'],
        answer: ({ query }) =>
          paged(
            query,
            this.users
              .filter(({ username }) =>
                username.includes(query.get('search') ?? ''),
              )
              .map(({ username }) => this.#user(username)),
          ),
      },
      {
        method: 'GET',
        path: '/pipelines',
        query: ['ref', 'page', 'per_page'],
        answer: ({ query }) =>
          paged(
            query,
            this.pipelines
              .map((one, index) => this.#pipeline(one, index + 1))
              .filter(({ ref }) => [null, ref].includes(query.get('ref')))
              .reverse(),
          ),
      },
      {
        method: 'POST',
        path: '/pipeline',
        body: pipelineBody,
        answer: ({ body }) => {
          if (!this.git.branches.has(body.ref))
            return invalid({ base: ['Reference not found'] });
          if (!this.hasPipeline)
            return invalid({ base: ['Missing CI config file'] });
          const variables: Record<string, string> = {};
          for (const { key, value } of body.variables ?? [])
            variables[key] = value;
          const made = { ref: body.ref, status: 'created', variables };
          this.pipelines.push(made);
          return {
            status: 201,
            json: this.#pipeline(made, this.pipelines.length),
          };
        },
      },
    ];
  }

  #file(path: string, query: URLSearchParams): FakeAnswer {
    const commit = this.git.resolve(query.get('ref') ?? 'main');
    if (!commit) return refusal(404, '404 Commit Not Found');
    const file = commit.tree.get(path);
    if (!file || file.mode === '160000')
      return refusal(404, '404 File Not Found');
    return {
      status: 200,
      bytes: file.bytes,
      headers: { 'x-gitlab-size': String(file.bytes.length) },
    };
  }

  #write(body: z.infer<typeof commitBody>): FakeAnswer {
    const { git } = this;
    const start = git.commit(body.start_sha);
    if (!start) return refusal(400, 'Could not find a commit for start_sha');
    if (git.branches.has(body.branch))
      return refusal(
        400,
        `A branch called '${body.branch}' already exists. Switch to that branch in order to make changes`,
      );
    if (body.actions.length === 0) return refusal(400, 'actions is empty');
    for (const { action, file_path: path } of body.actions) {
      if (action === 'create' && start.tree.has(path))
        return refusal(400, 'A file with this name already exists');
      if (action !== 'create' && !start.tree.has(path))
        return refusal(400, "A file with this name doesn't exist");
    }
    const sha = git.write({
      parents: [start.sha],
      message: body.commit_message,
      files: body.actions.map(
        one =>
          [
            one.file_path,
            one.action === 'delete' ? null : Buffer.from(one.content, 'base64'),
          ] as const,
      ),
    });
    git.branches.set(body.branch, sha);
    return { status: 201, json: this.#commit(git.commit(sha)!) };
  }

  #method() {
    return this.mergeMethod === 'ff' ? 'rebase' : 'merge';
  }

  #mergeStatus(pull: MemoryPull): string {
    if (pull.state !== 'open') return 'not_open';
    if (this.mergeStatus) return this.mergeStatus;
    if (pull.isDraft) return 'draft_status';
    if (this.pulls.hasConflicts(pull)) return 'conflict';
    const base = this.git.branches.get(pull.base)!;
    const isBehind = !this.git.contains(this.pulls.head(pull), base);
    return this.mergeMethod === 'ff' && isBehind ? 'need_rebase' : 'mergeable';
  }

  #mergeRequest(pull: MemoryPull, isSingle = false) {
    const merged = this.git.commit(pull.mergeCommit);
    const isSquash =
      merged?.parents.length === 1 && merged.sha !== pull.lastHead;
    const ended = pull.endedBy && this.#user(pull.endedBy);
    return {
      id: 1000 + pull.number,
      iid: pull.number,
      project_id: PROJECT_ID,
      source_project_id: PROJECT_ID,
      target_project_id: PROJECT_ID,
      title: pull.title,
      description: pull.body,
      state: stateOf(pull),
      draft: pull.isDraft,
      created_at: pull.createdAt,
      merged_at: pull.state === 'merged' ? pull.endedAt : null,
      merge_user: pull.state === 'merged' ? ended : null,
      closed_at: pull.state === 'closed' ? pull.endedAt : null,
      closed_by: pull.state === 'closed' ? ended : null,
      source_branch: pull.branch,
      target_branch: pull.base,
      labels: pull.labels,
      reviewers: pull.reviewers.map(name => this.#user(name)),
      sha: this.pulls.head(pull),
      merge_commit_sha: merged?.parents.length === 2 ? merged.sha : null,
      squash_commit_sha: isSquash ? merged.sha : null,
      detailed_merge_status: this.#mergeStatus(pull),
      has_conflicts: pull.state === 'open' && this.pulls.hasConflicts(pull),
      web_url: `${this.projectUrl}/-/merge_requests/${pull.number}`,
      ...(isSingle ? { head_pipeline: null } : {}),
    };
  }

  #commit({ sha, message, author, date, parents }: MemoryCommit) {
    return {
      id: sha,
      short_id: sha.slice(0, 8),
      title: message.split('\n')[0],
      message,
      parent_ids: parents,
      author_name: author.name,
      author_email: author.email,
      authored_date: date,
      committer_name: author.name,
      committer_email: author.email,
      committed_date: date,
      created_at: date,
      web_url: `${this.projectUrl}/-/commit/${sha}`,
    };
  }

  #pipeline({ ref, status }: { ref: string; status: string }, id: number) {
    const at = '2026-01-05T09:00:00.000Z';
    return {
      id: 5000 + id,
      iid: id,
      project_id: PROJECT_ID,
      status,
      source: 'api',
      ref,
      sha: this.git.branches.get(ref),
      name: null,
      web_url: `${this.projectUrl}/-/pipelines/${5000 + id}`,
      created_at: at,
      updated_at: at,
    };
  }

  #user(username: string) {
    const id = this.users.find(one => one.username === username)?.id ?? 99;
    return { id, username, name: username, state: 'active' };
  }
}

function stateOf(pull: MemoryPull): string {
  return pull.state === 'open' ? 'opened' : pull.state;
}

function typeOf(mode: string | undefined): string {
  if (mode === undefined) return 'tree';
  return mode === '160000' ? 'commit' : 'blob';
}

function ok(json: unknown): FakeAnswer {
  return { status: 200, json };
}

function refusal(status: number, message: string): FakeAnswer {
  return { status, json: { message } };
}

/** What fails a model's validation. */
function invalid(message: Record<string, string[]>): FakeAnswer {
  return { status: 400, json: { message } };
}

function paged(query: URLSearchParams, found: unknown[]): FakeAnswer {
  const page = Number(query.get('page') ?? 1);
  const size = Math.min(Number(query.get('per_page') ?? 20), 100);
  const isLast = found.length <= page * size;
  return {
    status: 200,
    json: found.slice((page - 1) * size, page * size),
    headers: {
      'x-page': String(page),
      'x-per-page': String(size),
      'x-next-page': isLast ? '' : String(page + 1),
    },
  };
}
