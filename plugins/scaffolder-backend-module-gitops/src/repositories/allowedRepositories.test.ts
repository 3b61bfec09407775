import { ConfigReader } from '@backstage/config';
import { GitHosts } from 'backstage-plugin-gitops-node';
import { allowedRepositories } from './allowedRepositories';

const hosts = GitHosts.fromConfig(
  new ConfigReader({
    integrations: {
      gitea: [{ host: 'git.example.com', username: 'a', password: 'b' }],
    },
  }),
);
const allowed = (...repositories: string[]) =>
  allowedRepositories(
    hosts,
    new ConfigReader({ scaffolder: { gitops: { repositories } } }),
  );

it('allows every repository, where none are named', () =>
  expect(
    allowedRepositories(hosts, new ConfigReader({})).repository(
      'https://git.example.com/a/b',
    ).name,
  ).toBe('a/b'));

it.each([
  'https://git.example.com/platform/gitops',
  'https://git.example.com/Platform/GitOps.git',
  'git@git.example.com:platform/gitops.git',
])('allows %s', address =>
  expect(
    allowed('https://git.example.com/platform/*').repository(address).url,
  ).toMatch(/platform\/gitops$/i),
);

it.each([
  'https://git.example.com/other/gitops',
  'https://git.example.com/platform/../other/gitops',
  'https://git.example.com/platform-2/gitops',
  'git@git.example.com:other/platform.git',
])('refuses %s with a sentence', address =>
  expect(() =>
    allowed(
      'https://git.example.com/platform/*',
      'https://git.example.com/services/*',
    ).repository(address),
  ).toThrow(
    /^Templates may not use the repository https:\/\/git\.example\.com\/.* scaffolder\.gitops\.repositories$/,
  ),
);

it.each([
  'platform/*',
  'https://*/platform/*',
  'https://git.example.com',
  'https://git.example.com/',
  'https://user:password@git.example.com/a/*',
])('refuses %j as a pattern, with its place', pattern =>
  expect(() => allowed('https://git.example.com/a/*', pattern)).toThrow(
    /^scaffolder\.gitops\.repositories\[1\] is not a pattern of addresses/,
  ),
);
