import { ok } from '../../__testUtils__/FakeServer';
import { GitHubRoute, notFound } from './answers';
import type { Description } from './Description';
import type { FakeGitHub } from './FakeGitHub';

const REPOSITORY = '/repos/{owner}/{repo}';
const INVITE = `PUT ${REPOSITORY}/collaborators/{username}`;
const PROTECT = `PUT ${REPOSITORY}/branches/{branch}/protection`;

/** Teams, collaborators, and the protection of branches. GitHub answers 404 for who is not there. */
export function rightRoutes(
  github: FakeGitHub,
  description: Description,
): GitHubRoute[] {
  const invitation = description.example(INVITE, 201);
  const protection = description.example(PROTECT);
  return [
    {
      operation: `PUT /orgs/{org}/teams/{team_slug}${REPOSITORY}`,
      undescribed: [404],
      answer: ({ params: { org, teamslug }, body }) => {
        if (org !== 'platform' || !github.teams.includes(teamslug))
          return notFound();
        github.access.set(teamslug, body.permission);
        return { status: 204 };
      },
    },
    {
      operation: INVITE,
      undescribed: [404],
      answer: ({ params: { username }, body }) => {
        if (!github.collaborators.includes(username)) return notFound();
        const isNew = !github.access.has(username);
        github.access.set(username, body.permission);
        return isNew ? ok(invitation, 201) : { status: 204 };
      },
    },
    {
      operation: PROTECT,
      undescribed: [404],
      answer: ({ params: { branch }, body }) => {
        if (!github.git.branches.has(branch)) return notFound();
        github.protections.set(branch, body);
        return ok(protection);
      },
    },
  ];
}
