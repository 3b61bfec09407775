import { ConfigReader } from '@backstage/config';
import type { GitHost } from './GitHost';
import { GitHosts } from './GitHosts';

const token = 'token-0123456789';

function hostsOf(integrations: object = {}, others: GitHost[] = []): GitHosts {
  const config = new ConfigReader({ integrations: { ...integrations } });
  return GitHosts.fromConfig(config, others);
}

function kindOf(hosts: GitHosts, url: string): string {
  const { host, name } = hosts.repository(url);
  const kind = hosts.all().find(one => one.host === host)?.type;
  return `${kind} ${host} ${name}`;
}

describe('GitHosts', () => {
  it.each([
    ['https://github.com/acme/gitops', 'github github.com acme/gitops'],
    ['https://github.com/acme/gitops.git', 'github github.com acme/gitops'],
    ['https://github.com/acme/gitops.git/', 'github github.com acme/gitops'],
    ['https://GitHub.com/acme/gitops', 'github github.com acme/gitops'],
    ['https://dana:x@github.com/acme/gitops', 'github github.com acme/gitops'],
    ['git@github.com:acme/gitops.git', 'github github.com acme/gitops'],
    ['git@GitHub.com:acme/gitops.git', 'github github.com acme/gitops'],
    ['github.com:acme/gitops.git', 'github github.com acme/gitops'],
    ['ssh://git@github.com/acme/gitops', 'github github.com acme/gitops'],
    [
      'ssh://git@ssh.github.com:443/acme/gitops.git',
      'github github.com acme/gitops',
    ],
    [
      'https://gitlab.com/acme/platform/gitops.git',
      'gitlab gitlab.com acme/platform/gitops',
    ],
    [
      'ssh://git@altssh.gitlab.com:443/acme/gitops.git',
      'gitlab gitlab.com acme/gitops',
    ],
    [
      'git@bitbucket.org:acme/gitops.git',
      'bitbucketCloud bitbucket.org acme/gitops',
    ],
    [
      'https://dev.azure.com/acme/platform/_git/gitops',
      'azureDevOps dev.azure.com acme/platform/gitops',
    ],
    [
      'git@ssh.dev.azure.com:v3/acme/platform/gitops',
      'azureDevOps dev.azure.com acme/platform/gitops',
    ],
    [
      'https://acme.visualstudio.com/platform/_git/gitops',
      'azureDevOps dev.azure.com acme/platform/gitops',
    ],
  ])('knows %s without any configuration', (url, expected) => {
    expect(kindOf(hostsOf(), url)).toBe(expected);
  });

  it('knows a host by the address that it is reached at as well', () => {
    const hosts = hostsOf({
      gitea: [{ host: 'gitea.git.svc:3000', baseUrl: 'http://localhost:8418' }],
    });
    const { url } = hosts.repository('http://gitea.git.svc:3000/acme/gitops');
    expect(url).toBe('http://localhost:8418/acme/gitops');
    expect(hosts.repository(url).name).toBe('acme/gitops');
  });

  describe('with hosts of one\u2019s own', () => {
    const hosts = hostsOf({
      github: [
        {
          host: 'ghe.acme.io',
          apiBaseUrl: 'https://ghe.acme.io/api/v3',
          token,
        },
      ],
      gitlab: [
        {
          host: 'git.acme.io',
          baseUrl: 'https://git.acme.io/gitlab',
          apiBaseUrl: 'https://git.acme.io/gitlab/api/v4',
          token,
        },
      ],
      gitea: [
        {
          host: 'git.acme.io:3000',
          baseUrl: 'http://git.acme.io:3000',
          username: 'bot',
          password: token,
        },
        { host: 'tea.acme.io:3000', username: 'bot', password: token },
      ],
      bitbucketServer: [
        {
          host: 'code.acme.io',
          apiBaseUrl: 'https://code.acme.io/bitbucket/rest/api/1.0',
          token,
        },
      ],
    });

    it.each([
      ['https://ghe.acme.io/acme/gitops', 'github ghe.acme.io acme/gitops'],
      [
        'https://git.acme.io/gitlab/acme/gitops',
        'gitlab git.acme.io acme/gitops',
      ],
      ['git@git.acme.io:acme/gitops', 'gitlab git.acme.io acme/gitops'],
      [
        'http://git.acme.io:3000/acme/gitops',
        'gitea git.acme.io:3000 acme/gitops',
      ],
      [
        'ssh://git@tea.acme.io:2222/acme/gitops.git',
        'gitea tea.acme.io:3000 acme/gitops',
      ],
      ['git@tea.acme.io:acme/gitops', 'gitea tea.acme.io:3000 acme/gitops'],
      [
        'https://code.acme.io/bitbucket/scm/plat/gitops.git',
        'bitbucketServer code.acme.io PLAT/gitops',
      ],
      [
        'ssh://git@code.acme.io:7999/plat/gitops.git',
        'bitbucketServer code.acme.io PLAT/gitops',
      ],
    ])('chooses for %s', (url, expected) => {
      expect(kindOf(hosts, url)).toBe(expected);
    });

    it.each([
      'https://tea.acme.io:8443/acme/gitops',
      'https://tea.acme.io/a/b',
    ])('takes %s for another server, by its port', url => {
      expect(() => hosts.repository(url)).toThrow('No Git host tea.acme.io');
    });
  });

  it('asks those first that were added', () => {
    const added = {
      type: 'mine',
      host: 'github.com',
      repository: () => ({ name: 'mine' }),
    } as unknown as GitHost;
    const hosts = hostsOf({ github: [{ host: 'github.com', token }] }, [added]);
    expect(hosts.repository('https://github.com/acme/gitops').name).toBe(
      'mine',
    );
    expect(hosts.all()[0]).toBe(added);
  });

  it('says what to do about a host that it does not know', () => {
    expect(() =>
      hostsOf().repository('https://dana:hunter22@git.acme.io/acme/gitops'),
    ).toThrow(
      'No Git host git.acme.io is configured. Add it under integrations in app-config.yaml, with credentials that may push and open pull requests',
    );
  });

  it.each([
    'https://github.com',
    'https://github.com/acme',
    'https://github.com/acme/gitops/tree/main',
    'https://github.com/acme/%2e%2e',
    'https://github.com/acme/a%2Fb',
    'https://github.com/acme/%zz',
    'acme/gitops',
    '',
  ])('refuses %s, which is not the address of a repository', url => {
    expect(() => hostsOf().repository(url)).toThrow(
      'is not the address of a repository',
    );
  });

  it('leaves a password out of what it says of an address', () => {
    expect(() =>
      hostsOf().repository('https://dana:hunter22@github.com/acme'),
    ).toThrow(/^https:\/\/github.com\/acme is not the address/);
  });
});
