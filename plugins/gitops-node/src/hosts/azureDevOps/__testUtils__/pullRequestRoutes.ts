import { z } from 'zod';
import {
  FakeAnswer,
  FakeRoute,
  made,
  ok,
} from '../../__testUtils__/FakeServer';
import type { MemoryPull } from '../../__testUtils__/MemoryPulls';
import { list, refusal } from './answers';
import type { FakeAzureDevOps } from './FakeAzureDevOps';

const text = z.string();

/** `GitPullRequest`, as it is created */
const openBody = z.strictObject({
  sourceRefName: text.startsWith('refs/heads/'),
  targetRefName: text.startsWith('refs/heads/'),
  title: text,
  description: text.max(4000),
});

/** `GitPullRequest`, as its status is changed */
const completionOptions = z
  .strictObject({
    mergeStrategy: z.enum(['noFastForward', 'squash', 'rebase', 'rebaseMerge']),
  })
  .optional();
const updateBody = z.union([
  z.strictObject({ status: z.literal('abandoned') }),
  z.strictObject({
    status: z.undefined().optional(),
    autoCompleteSetBy: z.strictObject({ id: text }),
    completionOptions,
  }),
  z.strictObject({
    status: z.literal('completed'),
    lastMergeSourceCommit: z.strictObject({ commitId: text }),
    completionOptions,
  }),
]);

/** `GitPullRequestStatus` */
const statusBody = z.strictObject({
  context: z.strictObject({ genre: text, name: text }),
  state: z.enum(['succeeded', 'failed', 'pending']),
  description: text,
  targetUrl: text.optional(),
});
const states = {
  succeeded: 'success',
  failed: 'failure',
  pending: 'pending',
} as const;

const threadBody = z.strictObject({
  comments: z.tuple([
    z.strictObject({
      parentCommentId: z.literal(0),
      content: text,
      commentType: z.literal(1),
    }),
  ]),
  status: z.enum(['active', 'closed']),
});

export function pullRequestRoutes(azure: FakeAzureDevOps): FakeRoute[] {
  const { pulls, users } = azure;
  const one = (
    route: Pick<FakeRoute, 'method' | 'path' | 'body' | 'query'>,
    answer: (pull: MemoryPull, body: any, params: any) => FakeAnswer,
  ): FakeRoute => ({
    ...route,
    answer: ({ params, body }) => {
      const pull = pulls.get(Number(params.number));
      return pull
        ? answer(pull, body, params)
        : refusal(
            404,
            'TF401180: The requested pull request was not found.',
            'GitPullRequestNotFoundException',
          );
    },
  });
  return [
    {
      method: 'GET',
      path: '/pullrequests',
      query: [
        'searchCriteria.sourceRefName',
        'searchCriteria.targetRefName',
        'searchCriteria.status',
        '$skip',
        '$top',
      ],
      answer: ({ query }) => {
        const is = (name: string, value: string) =>
          [null, 'all', value].includes(query.get(`searchCriteria.${name}`));
        const found = pulls.all
          .map(pull => shown(azure, pull))
          .filter(
            pull =>
              is('sourceRefName', pull.sourceRefName) &&
              is('targetRefName', pull.targetRefName) &&
              is('status', pull.status),
          );
        return list(found.reverse().slice(0, Number(query.get('$top') ?? 101)));
      },
    },
    {
      method: 'POST',
      path: '/pullrequests',
      body: openBody,
      answer: ({ body }) => open(azure, body),
    },
    one({ method: 'GET', path: '/pullrequests/:number' }, pull =>
      ok(shown(azure, pull)),
    ),
    one(
      { method: 'PATCH', path: '/pullrequests/:number', body: updateBody },
      (pull, body) => {
        if (body.status === 'completed') return complete(azure, pull, body);
        if (body.autoCompleteSetBy) {
          const { id } = body.autoCompleteSetBy;
          if (/^[0-]+$/.test(id)) azure.autoCompleted.delete(pull.number);
          else azure.autoCompleted.set(pull.number, id);
          return ok(shown(azure, pull));
        }
        pulls.close(pull, 'dana@acme.io');
        return ok(shown(azure, pull));
      },
    ),
    one({ method: 'GET', path: '/pullRequests/:number/labels' }, pull =>
      list(pull.labels.map(name => ({ id: name, name, active: true }))),
    ),
    one(
      {
        method: 'POST',
        path: '/pullRequests/:number/labels',
        body: z.strictObject({ name: text.max(250) }),
      },
      (pull, { name }) => {
        pulls.add(pull, 'labels', [name]);
        return ok({ id: name, name, active: true });
      },
    ),
    one(
      {
        method: 'PUT',
        path: '/pullRequests/:number/reviewers/:id',
        body: z.strictObject({ id: text, vote: z.literal(0) }),
      },
      (pull, body, { id }) => {
        const user = users.find(known => known.id === id && id === body.id);
        if (!user) return refusal(400, 'The identity does not exist.');
        pulls.add(pull, 'reviewers', [user.name]);
        return ok({ id, uniqueName: user.name, vote: 0 });
      },
    ),
    one(
      {
        method: 'POST',
        path: '/pullRequests/:number/statuses',
        body: statusBody,
      },
      (pull, body: z.infer<typeof statusBody>) => {
        const { description, targetUrl: url } = body;
        pulls.setStatus(pulls.head(pull), {
          context: `${body.context.genre}/${body.context.name}`,
          state: states[body.state],
          description,
          url,
        });
        return ok({ id: 1, ...body });
      },
    ),
    one(
      {
        method: 'POST',
        path: '/pullRequests/:number/threads',
        body: threadBody,
      },
      (pull, { comments: [{ content }], status }) => {
        pull.comments.push(content);
        return ok({ id: 1, status, comments: [{ id: 1, content }] });
      },
    ),
  ];
}

function open(
  azure: FakeAzureDevOps,
  body: z.infer<typeof openBody>,
): FakeAnswer {
  const { git, pulls } = azure;
  const [branch, base] = [body.sourceRefName, body.targetRefName].map(name =>
    name.replace('refs/heads/', ''),
  );
  if (!git.branches.has(branch) || !git.branches.has(base))
    return refusal(
      400,
      'TF401398: The pull request cannot be activated because the source and/or the target branch no longer exists.',
      'GitPullRequestCannotBeActivated',
    );
  if (body.title.length > 400)
    return refusal(
      400,
      'The title is too long.',
      'InvalidArgumentValueException',
    );
  const present = pulls.all.some(
    pull =>
      pull.state === 'open' && pull.branch === branch && pull.base === base,
  );
  if (present)
    return refusal(
      409,
      'TF401179: An active pull request for the source and target branch already exists.',
      'GitPullRequestExistsException',
    );
  const { title, description } = body;
  const pull = pulls.open({ branch, base, title, body: description });
  return made(shown(azure, pull));
}

const methods = {
  noFastForward: 'merge',
  squash: 'squash',
  rebase: 'rebase',
  rebaseMerge: 'merge',
} as const;

function complete(
  azure: FakeAzureDevOps,
  pull: MemoryPull,
  body: Extract<z.infer<typeof updateBody>, { status: 'completed' }>,
): FakeAnswer {
  const { pulls } = azure;
  azure.beforeMerge();
  if (body.lastMergeSourceCommit.commitId !== pulls.head(pull))
    return refusal(
      409,
      'TF401192: The pull request has been modified since the last merge attempt.',
      'GitPullRequestStaleException',
    );
  const wanted = body.completionOptions?.mergeStrategy;
  if (azure.allowedStrategy && wanted !== azure.allowedStrategy)
    return refusal(
      403,
      `The merge strategy ${wanted} is not allowed by the branch's policy.`,
      'GitPullRequestUpdateRejectedByPolicyException',
    );
  if (!azure.arePoliciesMet)
    return refusal(
      403,
      'The pull request cannot be completed because required policies are not satisfied.',
      'GitPullRequestUpdateRejectedByPolicyException',
    );
  azure.mergeStrategies.push(wanted);
  if (!azure.isSlow)
    pulls.merge(pull, methods[wanted ?? 'noFastForward'], 'dana@acme.io');
  return ok(shown(azure, pull));
}

const pullStates = {
  open: 'active',
  merged: 'completed',
  closed: 'abandoned',
};

function shown(azure: FakeAzureDevOps, pull: MemoryPull) {
  const setBy = azure.autoCompleted.get(pull.number);
  return {
    pullRequestId: pull.number,
    status: pullStates[pull.state],
    isDraft: pull.isDraft,
    title: pull.title,
    createdBy: { id: azure.users[0].id },
    autoCompleteSetBy: setBy ? { id: setBy } : undefined,
    description: pull.body,
    creationDate: pull.createdAt,
    sourceRefName: `refs/heads/${pull.branch}`,
    targetRefName: `refs/heads/${pull.base}`,
    mergeStatus: azure.mergeStatusOf(pull),
    lastMergeSourceCommit: { commitId: azure.pulls.head(pull) },
    // Of one that is open, a trial
    lastMergeCommit: { commitId: pull.mergeCommit ?? 'f'.repeat(40) },
    reviewers: [
      ...pull.approvedBy.map(uniqueName => ({ uniqueName, vote: 10 })),
      ...pull.reviewers.map(uniqueName => ({
        id: azure.users.find(({ name }) => name === uniqueName)?.id,
        uniqueName,
        vote: 0,
      })),
    ],
    ...(azure.fromForks.has(pull.number) ? { forkSource: {} } : {}),
    ...(pull.endedAt
      ? { closedDate: pull.endedAt, closedBy: { uniqueName: pull.endedBy } }
      : {}),
  };
}
