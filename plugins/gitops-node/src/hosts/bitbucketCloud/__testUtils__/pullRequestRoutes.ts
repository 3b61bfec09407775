import { z } from 'zod';
import {
  FakeAnswer,
  FakeRoute,
  made,
  ok,
} from '../../__testUtils__/FakeServer';
import type { MemoryPull } from '../../__testUtils__/MemoryPulls';
import { paged, refusal } from './answers';
import type { FakeBitbucket } from './FakeBitbucket';

const states = { open: 'OPEN', merged: 'MERGED', closed: 'DECLINED' };

const text = z.string();
const endpoint = z.strictObject({ branch: z.strictObject({ name: text }) });

const openBody = z.strictObject({
  title: text,
  description: text,
  source: endpoint,
  destination: endpoint,
});

const changeBody = z.strictObject({
  title: text,
  description: text,
  reviewers: z.array(z.strictObject({ uuid: text })),
});

/** `pullrequest_merge_parameters` */
const mergeBody = z.strictObject({
  merge_strategy: z
    .enum([
      'merge_commit',
      'squash',
      'fast_forward',
      'squash_fast_forward',
      'rebase_fast_forward',
      'rebase_merge',
    ])
    .optional(),
});

const stateNames = {
  success: 'SUCCESSFUL',
  failure: 'FAILED',
  pending: 'INPROGRESS',
};

const commentBody = z.strictObject({
  content: z.strictObject({ raw: text }),
});

const query =
  /^(?:source\.branch\.name = ("(?:[^"\\]|\\.)*"))?(?:(?: AND )?destination\.branch\.name = ("(?:[^"\\]|\\.)*"))?$/;

/** `commitstatus` */
const statusBody = z.strictObject({
  key: text.max(40),
  name: text,
  state: z.enum(['SUCCESSFUL', 'FAILED', 'INPROGRESS', 'STOPPED']),
  description: text.max(255),
  url: text,
});
const statusStates = {
  SUCCESSFUL: 'success',
  FAILED: 'failure',
  INPROGRESS: 'pending',
} as const;

export function pullRequestRoutes(bitbucket: FakeBitbucket): FakeRoute[] {
  const { pulls } = bitbucket;
  const one = (
    route: Pick<FakeRoute, 'method' | 'path' | 'body' | 'query'>,
    answer: (pull: MemoryPull, body: any, query: URLSearchParams) => FakeAnswer,
  ): FakeRoute => ({
    ...route,
    path: `/pullrequests/:id${route.path}`,
    answer: ({ params, body, query: asked }) => {
      const pull = pulls.get(Number(params.id));
      return pull ? answer(pull, body, asked) : refusal(404, 'Not found');
    },
  });
  return [
    {
      method: 'GET',
      path: '/pullrequests',
      query: ['state', 'q', 'sort', 'page', 'pagelen'],
      answer: ({ query: asked }) => {
        const wanted = query.exec(asked.get('q') ?? '');
        if (!wanted) return refusal(400, 'Invalid query');
        const [branch, base] = wanted
          .slice(1)
          .map(name => (name === undefined ? undefined : JSON.parse(name)));
        const found = pulls.all.filter(
          pull =>
            [undefined, pull.branch].includes(branch) &&
            [undefined, pull.base].includes(base) &&
            asked.getAll('state').includes(states[pull.state]),
        );
        return paged(
          asked,
          found.reverse().map(pull => shown(bitbucket, pull)),
          `${bitbucket.apiUrl}/pullrequests`,
        );
      },
    },
    {
      method: 'POST',
      path: '/pullrequests',
      body: openBody,
      answer: ({ body }) => open(bitbucket, body),
    },
    one({ method: 'GET', path: '' }, pull => ok(shown(bitbucket, pull))),
    one({ method: 'PUT', path: '', body: changeBody }, (pull, body) =>
      change(bitbucket, pull, body),
    ),
    one({ method: 'POST', path: '/merge', body: mergeBody }, (pull, body) =>
      merge(bitbucket, pull, body),
    ),
    one({ method: 'POST', path: '/decline' }, pull => {
      pulls.close(pull, 'dana');
      return ok(shown(bitbucket, pull));
    }),
    one(
      { method: 'POST', path: '/comments', body: commentBody },
      (pull, { content }) => {
        pull.comments.push(content.raw);
        return made({ id: 1, content });
      },
    ),
    one(
      {
        method: 'GET',
        path: '/statuses',
        query: ['q', 'sort', 'page', 'pagelen'],
      },
      (pull, _body, asked) => {
        const own = pulls.statuses(pulls.head(pull));
        const all = [
          ...bitbucket.statuses.map((state, index) => ({
            ...{ type: 'build', state },
            ...{ key: `b${index}`, name: `Build ${index}` },
          })),
          ...own.map(({ context: key, state }) => ({
            type: 'build',
            key,
            state: stateNames[state],
          })),
        ];
        return paged(asked, all, bitbucket.apiUrl);
      },
    ),
    {
      method: 'POST',
      path: '/commit/:sha/statuses/build',
      body: statusBody,
      answer: ({ params: { sha }, body }) => {
        const { name: context, description, url } = body;
        const state = statusStates[body.state as keyof typeof statusStates];
        pulls.setStatus(sha, { context, state, description, url });
        return made(body);
      },
    },
    {
      method: 'GET',
      path: '/effective-default-reviewers',
      query: ['page', 'pagelen'],
      answer: ({ query: asked }) =>
        paged(
          asked,
          bitbucket.defaultReviewers.map(uuid => ({ user: { uuid } })),
          bitbucket.apiUrl,
        ),
    },
  ];
}

function open(
  bitbucket: FakeBitbucket,
  body: z.infer<typeof openBody>,
): FakeAnswer {
  const { git, pulls } = bitbucket;
  const { title, description } = body;
  const branch = body.source.branch.name;
  const base = body.destination.branch.name;
  if ([...title].length > 255)
    return refusal(400, 'Bad request', {
      fields: { title: ['Ensure this value has at most 255 characters.'] },
    });
  const [head, onto] = [branch, base].map(name => git.branches.get(name));
  if (!head || !onto)
    return refusal(400, 'Bad request', {
      fields: { source: ['branch not found'] },
    });
  if (git.contains(onto, head))
    return refusal(400, 'There are no changes to be pulled');
  const present = pulls.all.find(
    pull =>
      pull.state === 'open' && pull.branch === branch && pull.base === base,
  );
  if (present) Object.assign(present, { title, body: description });
  const pull =
    present ?? pulls.open({ branch, base, title, body: description });
  return made(shown(bitbucket, pull));
}

function change(
  bitbucket: FakeBitbucket,
  pull: MemoryPull,
  body: z.infer<typeof changeBody>,
): FakeAnswer {
  const asked = body.reviewers.map(({ uuid }) =>
    bitbucket.members.find(member => member.uuid === uuid),
  );
  if (asked.some(member => member === undefined))
    return refusal(400, 'reviewers: Malformed reviewers list');
  const names = asked.map(member => member!.nickname);
  if (names.includes(bitbucket.author))
    return refusal(
      400,
      `reviewers: ${bitbucket.author} is the author and cannot be included as a reviewer.`,
    );
  Object.assign(pull, {
    title: body.title,
    body: body.description,
    reviewers: names,
  });
  return ok(shown(bitbucket, pull));
}

const methods = {
  merge_commit: 'merge',
  squash: 'squash',
  fast_forward: 'rebase',
  squash_fast_forward: 'squash',
  rebase_fast_forward: 'rebase',
  rebase_merge: 'merge',
} as const;

function merge(
  bitbucket: FakeBitbucket,
  pull: MemoryPull,
  { merge_strategy: strategy }: z.infer<typeof mergeBody>,
): FakeAnswer {
  const { pulls, mergeRefusal: refused } = bitbucket;
  if (refused) return refusal(refused.status, refused.words);
  if (pulls.hasConflicts(pull))
    return refusal(
      400,
      "You can't merge until you resolve all merge conflicts.",
    );
  bitbucket.mergeStrategies.push(strategy);
  if (bitbucket.isSlow)
    return { status: 202, headers: { location: `${bitbucket.apiUrl}/task` } };
  pulls.merge(pull, methods[strategy ?? 'merge_commit'], 'dana');
  return ok(shown(bitbucket, pull));
}

/** Commits are told by their first digits. */
function shown(bitbucket: FakeBitbucket, pull: MemoryPull) {
  const { pulls, fromForks, members } = bitbucket;
  const userOf = (nickname: string) =>
    members.find(member => member.nickname === nickname);
  const owner = fromForks.has(pull.number) ? 'somebody' : 'platform';
  return {
    type: 'pullrequest',
    id: pull.number,
    title: pull.title,
    description: pull.body,
    state: states[pull.state],
    draft: pull.isDraft,
    source: {
      branch: { name: pull.branch },
      commit: { hash: pulls.head(pull).slice(0, 12) },
      repository: { full_name: `${owner}/gitops` },
    },
    destination: { branch: { name: pull.base } },
    created_on: pull.createdAt,
    updated_on: pull.endedAt ?? pull.createdAt,
    closed_by: pull.endedBy ? userOf(pull.endedBy) : null,
    merge_commit: pull.mergeCommit
      ? { hash: pull.mergeCommit.slice(0, 12) }
      : null,
    reviewers: pull.reviewers.map(userOf),
    participants: pull.approvedBy.map(name => ({
      user: userOf(name),
      approved: true,
    })),
  };
}
