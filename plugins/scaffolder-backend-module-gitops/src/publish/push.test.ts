import { Errors } from 'isomorphic-git';
import { refusedPush } from './push';

const password = 'marker-password';
const of = {
  name: 'services/cart',
  credentials: { url: 'https://git.example.com', username: 'x', password },
  what: 'its files',
};
const notUpdated = (why: string) =>
  new Errors.GitPushError(`\n  - refs/heads/main: ${why}`, {
    ok: true,
    refs: {},
  } as never);

describe('refusedPush', () => {
  it.each([
    [
      'a GitHub App',
      'refusing to allow a GitHub App to create or update workflow `.github/workflows/ci.yaml` without `workflows` permission',
    ],
    [
      'a token',
      'refusing to allow a Personal Access Token to create or update workflow `.github/workflows/ci.yaml` without `workflow` scope',
    ],
  ])('names the right to workflows that %s lacks', (_, why) => {
    const { name, message } = refusedPush(notUpdated(why), of);
    expect(name).toBe('NotAllowedError');
    expect(message).toContain('workflow `.github/workflows/ci.yaml`');
    expect(message).toContain('Workflows: write');
    expect(message).toContain('the scope workflow');
  });

  it.each([
    [
      new Errors.HttpError(403, 'Forbidden', ''),
      /^NotAllowedError: .*may not push to it \(HTTP Error: 403 Forbidden\)/,
    ],
    [
      notUpdated(`protected branch, says ${password}`),
      /^ServiceUnavailableError: .*its files could not be pushed \(.*refs\/heads\/main: protected branch, says \*\*\*\)/,
    ],
  ])(
    'says what the host says, and nothing of the credentials',
    (error, words) => {
      const { name, message } = refusedPush(error, of);
      expect(`${name}: ${message}`).toMatch(words);
      expect(message).not.toContain(password);
    },
  );
});
