import { GitHubRoute } from './answers';
import { ok } from '../../__testUtils__/FakeServer';
import type { Description } from './Description';
import type { FakeGitHub } from './FakeGitHub';
import type { Shapes } from './Shapes';

const TOKENS = 'POST /app/installations/{installation_id}/access_tokens';
const INSTALLATIONS = 'GET /app/installations';

/** The description has an account be a user and an enterprise at once, which none is. */
const enterprise = {
  name: 'Platform',
  slug: 'platform',
  created_at: null,
  updated_at: null,
};

/** What an app asks for before it may ask for anything else. */
export function appRoutes(
  github: FakeGitHub,
  shapes: Shapes,
  description: Description,
): GitHubRoute[] {
  const [installation] = description.example(INSTALLATIONS);
  const token = description.example(TOKENS, 201);
  return [
    {
      operation: INSTALLATIONS,
      answer: () =>
        ok(
          github.installations.map(login => ({
            ...installation,
            account: { ...enterprise, ...shapes.user(login) },
            suspended_by: null,
            suspended_at: null,
          })),
        ),
    },
    {
      operation: TOKENS,
      answer: () =>
        ok(
          {
            ...token,
            token: github.token,
            expires_at: '2099-01-05T09:00:00Z',
            repository_selection: 'all',
          },
          201,
        ),
    },
  ];
}
