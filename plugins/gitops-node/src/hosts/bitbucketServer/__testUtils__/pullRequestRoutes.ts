import { z } from 'zod';
import {
  FakeAnswer,
  FakeRoute,
  made,
  ok,
} from '../../__testUtils__/FakeServer';
import type { MemoryPull } from '../../__testUtils__/MemoryPulls';
import { buildRoutes } from './buildRoutes';
import { paged, refusal } from './answers';
import type { FakeBitbucketServer } from './FakeBitbucketServer';
import { mergeRoutes, mergeSettingsRoute } from './mergeRoutes';
import { isOutOfDate, outOfDate, shown, states, versionOf } from './shown';

const MAX_TEXT = 32_768;

const text = z.string();
const repository = z.strictObject({
  slug: text,
  project: z.strictObject({ key: text }),
});
const ref = z.strictObject({ id: text.startsWith('refs/heads/'), repository });
const user = z.strictObject({ name: text });

const openBody = z.strictObject({
  title: text,
  description: text,
  fromRef: ref,
  toRef: ref,
  reviewers: z.array(z.strictObject({ user })),
});

/** `RestPullRequestAssignParticipantRoleRequest` */
const participantBody = z.strictObject({ user, role: z.literal('REVIEWER') });
const commentBody = z.strictObject({ text: text.max(MAX_TEXT) });
const declineBody = z.strictObject({
  version: z.number().optional(),
  comment: text.optional(),
});

export type OnePullRoute = Pick<
  FakeRoute,
  'method' | 'path' | 'body' | 'query'
> & {
  answer(pull: MemoryPull, body: any, query: URLSearchParams): FakeAnswer;
};

export function pullRequestRoutes(bitbucket: FakeBitbucketServer): FakeRoute[] {
  const { pulls } = bitbucket;
  const ofOne = [...oneRoutes(bitbucket), ...mergeRoutes(bitbucket)];
  return [
    {
      method: 'GET',
      path: '/pull-requests',
      query: ['at!', 'direction!', 'state', 'order', 'start', 'limit'],
      answer: ({ query }) => {
        const wanted = query.get('state') ?? 'OPEN';
        const isIncoming = query.get('direction') === 'INCOMING';
        const found = pulls.all.filter(
          pull =>
            `refs/heads/${isIncoming ? pull.base : pull.branch}` ===
              query.get('at') &&
            !bitbucket.fromForks.has(pull.number) &&
            ['ALL', states[pull.state]].includes(wanted),
        );
        return paged(
          query,
          found.reverse().map(pull => shown(bitbucket, pull)),
        );
      },
    },
    {
      method: 'POST',
      path: '/pull-requests',
      body: openBody,
      answer: ({ body }) => open(bitbucket, body),
    },
    ...ofOne.map(route => ({
      ...route,
      path: `/pull-requests/:id${route.path}`,
      answer: ({ params, body, query }: Parameters<FakeRoute['answer']>[0]) => {
        const pull = pulls.get(Number(params.id));
        return pull
          ? route.answer(pull, body, query)
          : refusal(
              404,
              `No pull request exists with ID ${params.id} for this repository.`,
              'pull.NoSuchPullRequestException',
            );
      },
    })),
    mergeSettingsRoute(bitbucket),
    ...buildRoutes(bitbucket),
  ];
}

function oneRoutes(bitbucket: FakeBitbucketServer): OnePullRoute[] {
  const { pulls, users, user: author } = bitbucket;
  return [
    {
      method: 'GET',
      path: '',
      answer: pull => ok(shown(bitbucket, pull)),
    },
    {
      method: 'POST',
      path: '/participants',
      body: participantBody,
      answer: (pull, { user: { name } }) => {
        if (!users.includes(name))
          return refusal(404, `User ${name} does not exist.`);
        if (name === author)
          return refusal(400, 'The author can not be a reviewer.');
        pulls.add(pull, 'reviewers', [name]);
        return ok({ user: { name }, role: 'REVIEWER', status: 'UNAPPROVED' });
      },
    },
    {
      method: 'POST',
      path: '/comments',
      body: commentBody,
      answer: (pull, body) => {
        pull.comments.push(body.text);
        return made({ id: 1, text: body.text });
      },
    },
    {
      method: 'POST',
      path: '/decline',
      query: ['version!'],
      body: declineBody,
      answer: (pull, _body, query) => {
        if (isOutOfDate(bitbucket, pull, query)) return outOfDate();
        pulls.close(pull, author);
        return ok(shown(bitbucket, pull));
      },
    },
    {
      method: 'GET',
      path: '/activities',
      query: ['start', 'limit'],
      answer: (pull, _body, query) => {
        const { state, endedBy } = pull;
        const end = endedBy
          ? [{ id: 3, action: states[state], user: { name: endedBy } }]
          : [];
        const comments = pull.comments.map(() => ({
          id: 2,
          action: 'COMMENTED',
          user: { name: author },
        }));
        const opened = { id: 1, action: 'OPENED', user: { name: author } };
        return paged(query, [...comments, ...end, opened]);
      },
    },
  ];
}

function open(
  bitbucket: FakeBitbucketServer,
  body: z.infer<typeof openBody>,
): FakeAnswer {
  const { git, pulls, users, user: author } = bitbucket;
  const { title, description } = body;
  if (title.length > 255 || description.length > MAX_TEXT)
    return refusal(400, 'The title or the description is too long.');
  const [branch, base] = [body.fromRef, body.toRef].map(({ id }) =>
    id.replace('refs/heads/', ''),
  );
  const [head, onto] = [branch, base].map(name => git.branches.get(name));
  if (!head || !onto)
    return refusal(
      404,
      `Branch '${head ? base : branch}' does not exist.`,
      'repository.NoSuchBranchException',
    );
  if (git.contains(onto, head))
    return refusal(
      409,
      `${base} is already up-to-date with branch ${branch}.`,
      'pull.EmptyPullRequestException',
    );
  const names = body.reviewers.map(one => one.user.name);
  if (names.some(name => !users.includes(name) || name === author))
    return refusal(
      409,
      'Errors encountered while adding some reviewers to this pull request.',
      'pull.InvalidPullRequestReviewersException',
    );
  const isThere = pulls.all.some(
    pull =>
      pull.state === 'open' && pull.branch === branch && pull.base === base,
  );
  if (isThere)
    return refusal(
      409,
      'Only one pull request may be open for a given source and target branch',
      'pull.DuplicatePullRequestException',
    );
  const pull = pulls.open({ branch, base, title, body: description });
  pulls.add(pull, 'reviewers', names);
  versionOf(bitbucket, pull);
  return made(shown(bitbucket, pull));
}
