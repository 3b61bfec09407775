import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { GitHosts } from 'backstage-plugin-gitops-node';
import { Reviewers } from './Reviewers';

const GITHUB = 'https://github.com/platform/gitops';

const person = (
  name: string,
  annotations: Record<string, string>,
  kind = 'User',
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name, namespace: 'default', annotations },
});

const entities = [
  // As Backstage's provider for GitHub's organisations writes them
  person('ana', { 'github.com/user-login': 'ana-hub' }),
  person('team-a', { 'github.com/team-slug': 'platform/team-a' }, 'Group'),
  // As that for GitLab does
  person('ben', { 'gitlab.com/user-login': 'https://gitlab.com/ben-lab' }),
  person('cleo', { 'git.example.com/user-login': 'cleo' }),
  // As that for Microsoft Graph does
  person('dora', { 'microsoft.com/email': 'dora@example.com' }),
];

const hosts = GitHosts.fromConfig(
  new ConfigReader({
    integrations: {
      github: [{ host: 'github.com', token: 'a' }],
      gitlab: [{ host: 'gitlab.com', token: 'a' }],
      gitea: [{ host: 'git.example.com', username: 'a', password: 'a' }],
      azure: [
        {
          host: 'dev.azure.com',
          credentials: [{ personalAccessToken: 'a' }],
        },
      ],
    },
  }),
);

function lookup(
  reviewers: readonly string[],
  repositoryUrl: string,
  catalog: ConstructorParameters<
    typeof Reviewers
  >[0]['catalog'] = catalogServiceMock({ entities }),
) {
  return new Reviewers({
    auth: mockServices.auth(),
    catalog,
    hosts,
    logger: mockServices.logger.mock(),
  }).of(reviewers, repositoryUrl);
}

describe('Reviewers', () => {
  it.each([
    [GITHUB, ['ana-hub'], ['user:default/ana']],
    [GITHUB, ['platform/team-a'], ['group:default/team-a']],
    ['https://gitlab.com/a/b', ['ben-lab'], ['user:default/ben']],
    ['https://git.example.com/a/b', ['cleo'], ['user:default/cleo']],
    [
      'https://dev.azure.com/a/b/_git/c',
      ['dora@example.com'],
      ['user:default/dora'],
    ],
  ])('knows in the catalog whom %s calls %s', async (url, names, notified) => {
    expect(await lookup(names, url)).toEqual({ asked: names, notified });
  });

  it.each([
    [GITHUB, ['user:default/ana'], ['ana-hub']],
    [GITHUB, ['group:default/team-a'], ['platform/team-a']],
    ['https://gitlab.com/a/b', ['user:default/ben'], ['ben-lab']],
  ])('asks on %s whom the catalog calls %s', async (url, refs, asked) => {
    expect(await lookup(refs, url)).toEqual({ asked, notified: refs });
  });

  it('asks or notifies those whom only one of the two knows, and takes no name of another host', async () => {
    expect(
      await lookup(
        ['ana-hub', 'nobody', 'user:default/gone'],
        'https://git.example.com/a/b',
      ),
    ).toEqual({
      asked: ['ana-hub', 'nobody'],
      notified: ['user:default/gone'],
    });
  });

  it('names nobody twice', async () => {
    expect(await lookup(['ana-hub', 'User:default/Ana'], GITHUB)).toEqual({
      asked: ['ana-hub'],
      notified: ['user:default/ana'],
    });
  });

  it('does without a catalog that can not be read', async () => {
    const failing = catalogServiceMock.mock({
      getEntities: () => Promise.reject(new Error('No catalog')),
      getEntitiesByRefs: () => Promise.reject(new Error('No catalog')),
    });
    expect(
      await lookup(['ana-hub', 'user:default/ben'], GITHUB, failing),
    ).toEqual({ asked: ['ana-hub'], notified: ['user:default/ben'] });
  });
});
