import { source } from './source';

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
])('of %s keeps %s', (repoURL, kept) => {
  expect(source.parse({ repoURL }).repoURL).toBe(kept);
});
