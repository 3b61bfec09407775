import { FakeRequest, ok } from '../../__testUtils__/FakeServer';
import { GitHubRoute, notFound, PAGES } from './answers';
import type { Description } from './Description';
import type { FakeGitHub } from './FakeGitHub';
import type { Shapes } from './Shapes';

const ORGANISATION = 'platform';
export const TOKEN_USER = 'dana';

interface NewRepositoryBody {
  name: string;
  private: boolean;
  visibility?: string;
}

/** Organisations' and the token's user's own. What is made stays empty: nobody pushes. */
export function newRepositoryRoutes(
  github: FakeGitHub,
  shapes: Shapes,
  description: Description,
): GitHubRoute[] {
  const user = description.example('GET /user');
  const make = (owner: string, { body }: FakeRequest<NewRepositoryBody>) => {
    const name = `${owner}/${body.name}`;
    // GitHub's words, as people have quoted them
    if (name === 'platform/gitops' || github.made.has(name))
      return {
        status: 422,
        json: {
          message: 'Repository creation failed.',
          errors: [
            {
              resource: 'Repository',
              code: 'custom',
              field: 'name',
              message: 'name already exists on this account',
            },
          ],
          documentation_url: PAGES,
          status: '422',
        },
      };
    github.made.set(
      name,
      body.visibility ?? (body.private ? 'private' : 'public'),
    );
    return ok(shapes.newRepository(name), 201);
  };
  return [
    {
      operation: 'GET /user',
      answer: () => ok({ ...user, login: TOKEN_USER }),
    },
    {
      operation: 'POST /orgs/{org}/repos',
      undescribed: [404],
      answer: request =>
        request.params.org === ORGANISATION
          ? make(ORGANISATION, request)
          : notFound(),
    },
    {
      operation: 'POST /user/repos',
      answer: request => make(TOKEN_USER, request),
    },
  ];
}
