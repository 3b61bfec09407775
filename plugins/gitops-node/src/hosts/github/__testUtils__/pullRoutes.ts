import { FakeAnswer, ok } from '../../__testUtils__/FakeServer';
import type { StoredStatus } from '../../__testUtils__/hostSuite/HostSubject';
import type { MemoryPull } from '../../__testUtils__/MemoryPulls';
import { GitHubRoute, invalid, notFound, refusal } from './answers';
import type { Description } from './Description';
import type { FakeGitHub } from './FakeGitHub';
import type { Shapes } from './Shapes';

const REPOSITORY = '/repos/{owner}/{repo}';
const PULL = `${REPOSITORY}/pulls/{pull_number}`;
const ISSUE = `${REPOSITORY}/issues/{issue_number}`;
const NAMES: Record<string, string> = {
  merge: 'Merge commits',
  squash: 'Squash merges',
  rebase: 'Rebase merges',
};

export function pullRoutes(
  github: FakeGitHub,
  shapes: Shapes,
  description: Description,
): GitHubRoute[] {
  const { git, pulls } = github;
  const example = (operation: string, status?: number) =>
    description.example(operation, status);
  const comment = example(`POST ${ISSUE}/comments`, 201);
  const [label] = example(`POST ${ISSUE}/labels`);
  const issue = example(`GET ${ISSUE}`);
  const [review] = example(`GET ${PULL}/reviews`);
  const COMMIT = `GET ${REPOSITORY}/commits/{ref}`;
  const checks = example(`${COMMIT}/check-runs`);
  const combined = example(`${COMMIT}/status`);
  const STATUS = `POST ${REPOSITORY}/statuses/{sha}`;
  const written = example(STATUS, 201);
  const one = (
    operation: string,
    answer: (pull: MemoryPull, body: any, query: URLSearchParams) => FakeAnswer,
  ): GitHubRoute => ({
    operation,
    // Not described of each, and true of all
    undescribed: [404],
    answer: ({ params, body, query }) => {
      const pull = pulls.get(Number(params.pullnumber ?? params.issuenumber));
      return pull ? answer(pull, body, query) : notFound();
    },
  });
  return [
    {
      operation: `GET ${REPOSITORY}/pulls`,
      answer: ({ query }) => {
        const state = query.get('state') ?? 'open';
        const head = query.get('head') ?? '';
        const found = pulls.all.filter(
          pull =>
            ['all', pull.state === 'open' ? 'open' : 'closed'].includes(
              state,
            ) &&
            // No notice is taken of one without an owner
            (!head.includes(':') || head === `platform:${pull.branch}`) &&
            [null, pull.base].includes(query.get('base')),
        );
        const count = Number(query.get('per_page') ?? 30);
        const newestFirst = [...found].reverse().slice(0, count);
        return ok(newestFirst.map(pull => shapes.listedPull(pull)));
      },
    },
    {
      operation: `POST ${REPOSITORY}/pulls`,
      answer: ({ body }) => {
        const wrong = wrongPull(github, body);
        if (wrong) return wrong;
        const { head: branch, base, title, body: text = '' } = body;
        const pull = pulls.open({ branch, base, title, body: text });
        return ok(shapes.pull(pull), 201);
      },
    },
    one(`GET ${PULL}`, pull => ok(shapes.pull(pull))),
    one(`PATCH ${PULL}`, (pull, { state }) => {
      if (state === 'closed' && pull.state === 'open')
        pulls.close(pull, 'platform-bot');
      return ok(shapes.pull(pull));
    }),
    one(`PUT ${PULL}/merge`, (pull, body) => {
      const failure = github.failMerges.shift();
      if (failure) return failure;
      const method = body.merge_method ?? 'merge';
      if (!github.mergeMethods.includes(method))
        return refusal(
          405,
          `${NAMES[method]} are not allowed on this repository.`,
        );
      if (pull.state !== 'open' || pull.isDraft || pulls.hasConflicts(pull))
        return refusal(405, 'Pull Request is not mergeable');
      if (body.sha && body.sha !== pulls.head(pull))
        return refusal(
          409,
          'Head branch was modified. Review and try the merge again.',
        );
      pulls.merge(pull, method, 'platform-bot');
      return ok({
        sha: pull.mergeCommit,
        merged: true,
        message: 'Pull Request successfully merged',
      });
    }),
    one(`POST ${PULL}/requested_reviewers`, (pull, body) => {
      const { reviewers = [], team_reviewers: teams = [] } = body;
      const unknown =
        reviewers.some(
          (login: string) => !github.collaborators.includes(login),
        ) || teams.some((slug: string) => !github.teams.includes(slug));
      if (unknown)
        return refusal(
          422,
          'Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the platform/gitops repository.',
        );
      pulls.add(pull, 'reviewers', [...reviewers, ...teams]);
      return ok(shapes.listedPull(pull), 201);
    }),
    one(`GET ${PULL}/reviews`, (_pull, _body, query) =>
      ok(
        paged(github.reviews, query).map(({ login, state }) => ({
          ...review,
          state,
          user: shapes.user(login),
        })),
      ),
    ),
    one(`GET ${ISSUE}`, pull => {
      const by = pull.state === 'open' ? null : shapes.user(pull.endedBy!);
      return ok({
        ...issue,
        closed_at: pull.endedAt ?? null,
        number: pull.number,
        closed_by: by,
      });
    }),
    one(`POST ${ISSUE}/comments`, (pull, { body }) => {
      pull.comments.push(body);
      return ok({ ...comment, body }, 201);
    }),
    one(`POST ${ISSUE}/labels`, (pull, { labels }) => {
      pulls.add(pull, 'labels', labels);
      return ok(pull.labels.map(name => ({ ...label, name })));
    }),
    {
      operation: `${COMMIT}/check-runs`,
      answer: ({ query }) => {
        const { checkRuns } = github;
        const [run] = checks.check_runs;
        return ok({
          total_count: checkRuns.length,
          check_runs: paged(checkRuns, query).map(own => ({ ...run, ...own })),
        });
      },
    },
    {
      operation: `${COMMIT}/status`,
      answer: ({ params, query }) => {
        const commit = git.resolve(params.ref);
        if (!commit) return notFound();
        const [status] = combined.statuses;
        return ok({
          ...combined,
          sha: commit.sha,
          total_count: github.statuses.length,
          statuses: paged(
            [
              ...github.statuses.map(state => ({ state })),
              ...pulls.statuses(commit.sha).map(shownStatus),
            ],
            query,
          ).map(own => ({ ...status, ...own })),
        });
      },
    },
    {
      operation: STATUS,
      answer: ({ params: { sha }, body }) => {
        const { target_url: url, ...status } = body;
        // https://docs.github.com/rest/commits/statuses
        if ([...status.description].length > 140)
          return invalid('Status', {
            message: 'description is too long (maximum is 140 characters)',
          });
        pulls.setStatus(sha, { ...status, url });
        return ok({ ...written, ...shownStatus(body) }, 201);
      },
    },
  ];
}

function shownStatus({ context, state, description }: StoredStatus) {
  return { context, state, description };
}

/** https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api */
function paged<T>(all: readonly T[], query: URLSearchParams): T[] {
  const size = Number(query.get('per_page') ?? 30);
  const begin = (Number(query.get('page') ?? 1) - 1) * size;
  return all.slice(begin, begin + size);
}

function wrongPull(
  { git, pulls }: FakeGitHub,
  {
    title,
    head,
    base,
    body = '',
  }: { title: string; head: string; base: string; body?: string },
): FakeAnswer | undefined {
  const of = 'PullRequest';
  if ([...title].length > 256)
    return invalid(of, {
      message: 'title is too long (maximum is 256 characters)',
    });
  if ([...body].length > 65_536)
    return invalid(of, {
      message: 'body is too long (maximum is 65536 characters)',
    });
  const [ours, theirs] = [base, head].map(name => git.branches.get(name));
  if (!ours) return invalid(of, { field: 'base', code: 'invalid' });
  if (!theirs) return invalid(of, { field: 'head', code: 'invalid' });
  if (git.contains(ours, theirs))
    return invalid(of, { message: `No commits between ${base} and ${head}` });
  const isOpen = pulls.all.some(
    one => one.state === 'open' && one.branch === head && one.base === base,
  );
  return isOpen
    ? invalid(of, {
        message: `A pull request already exists for platform:${head}.`,
      })
    : undefined;
}
