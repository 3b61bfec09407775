/* eslint-disable no-script-url -- What must not become a link */
import { ConfigReader } from '@backstage/config';
import { GitHosts } from 'backstage-plugin-gitops-node';
import { recorded } from '../__testUtils__/recordings';
import { applicationDetail } from '../argocd/detailSchemas';
import { commitsOf, commitUrl } from './commits';

const sha = 'cda3a0541c5653b6384a16e196237363cc440650';

const hosts = GitHosts.fromConfig(
  new ConfigReader({
    integrations: {
      gitea: [{ host: 'git.example.com', username: 'a', password: 'secret' }],
      gitlab: [
        {
          host: 'gitlab.example.com',
          apiBaseUrl: 'https://gitlab.example.com/api/v4',
          token: 'secret',
        },
      ],
      github: [{ host: 'ghe.example.com', token: 'secret' }],
      bitbucketServer: [{ host: 'code.example.com', token: 'secret' }],
    },
  }),
);

it.each([
  [
    'https://github.com/platform/gitops.git',
    'https://github.com/platform/gitops/commit/',
  ],
  [
    'git@github.com:platform/gitops.git',
    'https://github.com/platform/gitops/commit/',
  ],
  [
    'ssh://git@ghe.example.com/platform/gitops',
    'https://ghe.example.com/platform/gitops/commit/',
  ],
  [
    'https://gitlab.example.com/a/b/gitops.git',
    'https://gitlab.example.com/a/b/gitops/-/commit/',
  ],
  [
    'https://git.example.com/platform/gitops.git',
    'https://git.example.com/platform/gitops/commit/',
  ],
  [
    'https://bitbucket.org/platform/gitops.git',
    'https://bitbucket.org/platform/gitops/commits/',
  ],
  [
    'ssh://git@code.example.com:7999/plat/gitops.git',
    'https://code.example.com/projects/PLAT/repos/gitops/commits/',
  ],
  [
    'https://dev.azure.com/org/project/_git/gitops',
    'https://dev.azure.com/org/project/_git/gitops/commit/',
  ],
])('finds the page of a commit of %s', (repository, page) =>
  expect(commitUrl(hosts, repository, sha)).toBe(page + sha),
);

it.each([
  ['a user and a password', 'https://ana:token@github.com/platform/gitops.git'],
  ['a token alone', 'https://ghp_token@github.com/platform/gitops'],
])('leaves out %s that stand in the address', (_, repository) =>
  expect(commitUrl(hosts, repository, sha)).toBe(
    `https://github.com/platform/gitops/commit/${sha}`,
  ),
);

it.each([
  'https://git.unknown.example/platform/gitops.git',
  'https://github.com@evil.example/platform/gitops',
  'https://evil.example/github.com/platform/gitops',
  'https://github.com.evil.example/platform/gitops',
  'javascript:alert(1)//github.com/platform/gitops',
  'javascript://github.com/%0aalert(1)/gitops',
  'data:text/html,<script>alert(1)</script>',
  'file:///etc/passwd',
  'oci://registry.example.com/charts/orders',
  'https://github.com/platform/gitops%3Fq=1',
  'https://github.com/platform/gitops%23top',
  'https://github.com/../gitops',
  'https://github.com/platform',
  'git@github.com:',
  '',
])('guesses no page for %s', repository =>
  expect(commitUrl(hosts, repository, sha)).toBeNull(),
);

it.each([
  'main',
  'v1.2.0',
  '1.2.0',
  'cda3a05',
  `${sha}/../../x`,
  'sha256:ab',
  '',
  null,
])('has no page for %s, which is not a commit', revision =>
  expect(
    commitUrl(hosts, 'https://github.com/platform/gitops', revision),
  ).toBeNull(),
);

const detailOf = (name: string) =>
  applicationDetail.parse(recorded(`get-${name}`));

it('gives each of several sources the revision that stands in its place', () => {
  const { sources } = commitsOf(detailOf('legacy-production'), hosts);
  expect(sources).toEqual([
    {
      repository: 'https://git.example.com/platform/gitops.git',
      path: 'infra/redis',
      targetRevision: 'main',
      revision: sha,
      commitUrl: `https://git.example.com/platform/gitops/commit/${sha}`,
    },
    expect.objectContaining({ revision: sha }),
  ]);
});

it('takes the repository of an earlier deployment from its own record', () => {
  const detail = detailOf('orders-production');
  const { urlOf } = commitsOf(detail, hosts);
  const [deployed] = detail.status!.history;
  expect(urlOf(deployed, deployed.revision!)).toBe(
    `https://git.example.com/platform/gitops/commit/${deployed.revision}`,
  );
  const moved = {
    source: { repoURL: 'https://github.com/old/gitops' } as never,
    sources: [],
  };
  expect(urlOf(moved, sha)).toBe(`https://github.com/old/gitops/commit/${sha}`);
});

it('links no commit where no hosts are known', () => {
  const { sources } = commitsOf(detailOf('orders-production'), undefined);
  expect(sources[0]).toMatchObject({ revision: sha, commitUrl: null });
});
