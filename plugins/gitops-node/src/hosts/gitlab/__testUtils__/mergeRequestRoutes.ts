import { z } from 'zod';
import {
  FakeAnswer,
  FakeRoute,
  made,
  ok,
} from '../../__testUtils__/FakeServer';
import type { MemoryPull } from '../../__testUtils__/MemoryPulls';
import { invalid, paged, refusal } from './answers';
import type { FakeGitLab } from './FakeGitLab';

const text = z.string();

/** https://docs.gitlab.com/api/merge_requests/#create-mr */
const openBody = z.strictObject({
  source_branch: text,
  target_branch: text,
  title: text,
  description: text.optional(),
});

/** https://docs.gitlab.com/api/merge_requests/#update-mr */
const updateBody = z.strictObject({
  state_event: z.literal('close').optional(),
  add_labels: text.optional(),
  reviewer_ids: z.array(z.number()).optional(),
});

/** https://docs.gitlab.com/api/commits/#set-commit-pipeline-status */
const statusBody = z.strictObject({
  name: text,
  state: z.enum(['pending', 'running', 'success', 'failed', 'canceled']),
  description: text.max(255),
  target_url: text.optional(),
});

/** https://docs.gitlab.com/api/merge_requests/#merge-a-merge-request */
const mergeBody = z.strictObject({
  sha: text.optional(),
  squash: z.boolean().optional(),
  auto_merge: z.boolean().optional(),
  merge_when_pipeline_succeeds: z.boolean().optional(),
});

/** https://docs.gitlab.com/api/merge_requests/, /merge_request_approvals/ and /notes/ */
export function mergeRequestRoutes(gitlab: FakeGitLab): FakeRoute[] {
  const { git, pulls, users } = gitlab;
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
  const single = (pull: MemoryPull) => ({
    ...shownPull(gitlab, pull),
    head_pipeline: gitlab.headPipeline,
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
        const is = (name: string, value: string) =>
          [null, 'all', value].includes(query.get(name));
        const found = pulls.all.filter(
          pull =>
            is('source_branch', pull.branch) &&
            is('target_branch', pull.base) &&
            is('state', stateOf(pull)),
        );
        return paged(
          query,
          found.reverse().map(pull => shownPull(gitlab, pull)),
        );
      },
    },
    {
      method: 'POST',
      path: '/merge_requests',
      body: openBody,
      answer: ({ body }) => {
        const refused = refusedOf(gitlab, body);
        if (refused) return refused;
        const pull = pulls.open({
          branch: body.source_branch,
          base: body.target_branch,
          title: body.title,
          body: body.description,
        });
        return made(single(pull));
      },
    },
    one('GET', '', pull => ok(single(pull))),
    one('GET', '/approvals', pull =>
      gitlab.hasApprovals
        ? ok({
            approved: pull.approvedBy.length > 0,
            approved_by: pull.approvedBy.map(username => ({
              user: shownUser(gitlab, username),
              approved_at: git.now(),
            })),
          })
        : refusal(403, '403 Forbidden'),
    ),
    one(
      'PUT',
      '',
      (pull, body: z.infer<typeof updateBody>) => {
        // GitLab closes none that it is merging, and answers as if it had
        if (body.state_event && !gitlab.beingMerged.has(pull.number))
          pulls.close(pull, 'dana');
        if (body.add_labels)
          pulls.add(pull, 'labels', body.add_labels.split(','));
        // Reviewers beyond the first are not taken in the free tier, nor are unknown ones; neither
        // is an error
        if (body.reviewer_ids)
          pull.reviewers = users
            .filter(({ id }) => id === body.reviewer_ids![0])
            .map(({ username }) => username);
        return ok(single(pull));
      },
      updateBody,
    ),
    {
      method: 'POST',
      path: '/statuses/:sha',
      body: statusBody,
      answer: ({ params: { sha }, body }) => {
        const { name: context, description, target_url: url } = body;
        const state = body.state === 'failed' ? 'failure' : body.state;
        const known = pulls
          .statuses(sha)
          .find(status => status.context === context);
        if (known?.state === 'pending' && state === 'pending')
          return refusal(
            400,
            'Cannot transition status via :enqueue from :pending (Reason(s): Status cannot transition via "enqueue")',
          );
        pulls.setStatus(sha, { context, state, description, url });
        return made({ name: context, status: body.state });
      },
    },
    {
      method: 'GET',
      path: '/repository/commits/:sha/statuses',
      query: ['ref', 'stage', 'name', 'all', 'page', 'per_page'],
      answer: ({ params: { sha }, query }) =>
        paged(query, [
          ...gitlab.jobs,
          ...pulls.statuses(sha).map(({ context: name, state }) => ({
            name,
            status: state === 'failure' ? 'failed' : state,
          })),
        ]),
    },
    one('POST', '/cancel_merge_when_pipeline_succeeds', pull => {
      const isTaken = gitlab.autoMerged.delete(pull.number);
      return isTaken ? made(single(pull)) : refusal(406, '406 Not Acceptable');
    }),
    one(
      'POST',
      '/notes',
      (pull, { body }) => {
        pull.comments.push(body);
        return made({ id: 1, body });
      },
      z.strictObject({ body: text }),
    ),
    one(
      'PUT',
      '/merge',
      (pull, { sha, squash, auto_merge: isAuto }) => {
        gitlab.beforeMerge();
        const { mergeRefusal } = gitlab;
        if (mergeRefusal) return refusal(mergeRefusal, `${mergeRefusal} No`);
        // Of those that wait for their pipeline
        if (isAuto && gitlab.mergeStatus === 'ci_still_running') {
          gitlab.autoMerged.add(pull.number);
          return ok(single(pull));
        }
        if (gitlab.mergeStatusOf(pull) !== 'mergeable')
          return refusal(405, '405 Method Not Allowed');
        const head = pulls.head(pull);
        if (sha !== undefined && sha !== head)
          return refusal(
            409,
            `SHA does not match HEAD of source branch: ${head}`,
          );
        const { squashOption } = gitlab;
        if (squashOption === (squash ? 'never' : 'always'))
          return refusal(422, 'Branch cannot be merged');
        merge(gitlab, pull, Boolean(squash));
        return ok(single(pull));
      },
      mergeBody,
    ),
  ];
}

function refusedOf(
  { git, pulls }: FakeGitLab,
  body: z.infer<typeof openBody>,
): FakeAnswer | undefined {
  const { source_branch: branch, target_branch: base, title } = body;
  if ([...title].length > 255)
    return invalid({ title: ['is too long (maximum is 255 characters)'] });
  if (!git.branches.has(branch) || !git.branches.has(base))
    return invalid({ base: ['Source branch does not exist'] });
  const present = pulls.all.find(
    pull =>
      pull.state === 'open' && pull.branch === branch && pull.base === base,
  );
  return (
    present && {
      status: 409,
      json: {
        message: [
          `Another open merge request already exists for this source branch: !${present.number}`,
        ],
      },
    }
  );
}

/**
 * Where the project makes merge commits, one that is squashed makes two: the squashed one, and the
 * one that merges it.
 */
function merge(gitlab: FakeGitLab, pull: MemoryPull, isSquash: boolean): void {
  const { git, pulls, mergeMethod } = gitlab;
  const plain = mergeMethod === 'ff' ? 'rebase' : 'merge';
  const base = git.branches.get(pull.base)!;
  pulls.merge(pull, isSquash ? 'squash' : plain, 'dana');
  if (!isSquash) return;
  const squashed = pull.mergeCommit!;
  gitlab.squashCommits.set(pull.number, squashed);
  if (plain !== 'merge') return;
  pull.mergeCommit = git.merged(base, squashed, 'merge', 'Merge');
  git.branches.set(pull.base, pull.mergeCommit);
}

function shownPull(gitlab: FakeGitLab, pull: MemoryPull) {
  const { git, pulls, projectUrl } = gitlab;
  const merged = git.commit(pull.mergeCommit);
  const isMerge = merged?.parents.length === 2;
  // One that is neither is the head itself, which was fast-forwarded to
  const squashed =
    merged && !isMerge && merged.sha !== pull.lastHead ? merged.sha : null;
  const ended = pull.endedBy ? shownUser(gitlab, pull.endedBy) : null;
  const isMerged = pull.state === 'merged';
  const isClosed = pull.state === 'closed';
  return {
    id: 1000 + pull.number,
    iid: pull.number,
    project_id: 42,
    source_project_id: gitlab.fromForks.has(pull.number) ? 43 : 42,
    target_project_id: 42,
    title: pull.title,
    description: pull.body,
    state: gitlab.beingMerged.has(pull.number) ? 'locked' : stateOf(pull),
    draft: pull.isDraft,
    created_at: pull.createdAt,
    merged_at: isMerged ? pull.endedAt : null,
    merge_user: isMerged ? ended : null,
    closed_at: isClosed ? pull.endedAt : null,
    closed_by: isClosed ? ended : null,
    source_branch: pull.branch,
    target_branch: pull.base,
    labels: pull.labels,
    merge_when_pipeline_succeeds: gitlab.autoMerged.has(pull.number),
    reviewers: pull.reviewers.map(name => shownUser(gitlab, name)),
    sha: pulls.head(pull),
    merge_commit_sha: isMerge ? merged.sha : null,
    squash_commit_sha: gitlab.squashCommits.get(pull.number) ?? squashed,
    detailed_merge_status: gitlab.mergeStatusOf(pull),
    has_conflicts: pull.state === 'open' && pulls.hasConflicts(pull),
    web_url: `${projectUrl}/-/merge_requests/${pull.number}`,
  };
}

function shownUser({ users }: FakeGitLab, username: string) {
  const id = users.find(one => one.username === username)?.id ?? 99;
  return { id, username, name: username, state: 'active' };
}

function stateOf(pull: MemoryPull): string {
  return pull.state === 'open' ? 'opened' : pull.state;
}
