import { withoutCredentials } from './withoutCredentials';

it.each([
  ['https://git.example.com/a/b.git', 'https://git.example.com/a/b.git'],
  [
    'https://user:to:k@en@git.example.com/a@b.git',
    'https://git.example.com/a@b.git',
  ],
  ['ssh://git@git.example.com/a/b.git', 'ssh://git@git.example.com/a/b.git'],
  [
    'ssh://git:pass@word@git.example.com/a/b.git',
    'ssh://git@git.example.com/a/b.git',
  ],
  ['git@git.example.com:a/b.git', 'git@git.example.com:a/b.git'],
  [
    "application repo https://oauth2:glpat-SECRET@gitlab.com/x.git is not permitted in project 'team-a'",
    "application repo https://gitlab.com/x.git is not permitted in project 'team-a'",
  ],
  [
    "fatal: unable to access 'HTTPS://ghp_SECRET@github.com/a/b.git/', then 'https://u:p@github.com:8443/c.git': ask admin@example.com",
    "fatal: unable to access 'HTTPS://github.com/a/b.git/', then 'https://github.com:8443/c.git': ask admin@example.com",
  ],
])('of %s keeps %s', (text, kept) => {
  expect(withoutCredentials(text)).toBe(kept);
});

it('reads a long text without an address, and many half ones, in no time', () => {
  for (const part of ['a', 'https://', 'ssh://a:', ':', '@']) {
    const text = part.repeat(200_000);
    expect(withoutCredentials(text)).toBe(text);
  }
});
