import { ConfigReader } from '@backstage/config';
import { GitHosts } from 'backstage-plugin-gitops-node';
import { sourceOf } from './sourceOf';

const hosts = GitHosts.fromConfig(
  new ConfigReader({
    integrations: {
      gitea: [{ host: 'gitea.example.com', baseUrl: 'https://gitea.lan' }],
      gitlab: [
        {
          host: 'gitlab.example.com',
          apiBaseUrl: 'https://gitlab.example.com/api/v4',
          token: 't',
        },
      ],
      bitbucketServer: [
        {
          host: 'bb.example.com',
          apiBaseUrl: 'https://bb.example.com/rest/api/1.0',
          token: 't',
        },
      ],
    },
  }),
);

const read = (annotation: string | undefined) => {
  const found = sourceOf(hosts, annotation);
  return found && `${found.repository.name} /${found.folder}`;
};

it.each([
  [
    'https://github.com/shop/services/tree/main/orders/',
    'shop/services /orders',
  ],
  ['url:https://github.com/shop/services/tree/main/', 'shop/services /'],
  ['url:https://github.com/shop/services', 'shop/services /'],
  [
    'https://github.com/shop/services/blob/main/a%20b/info.yaml',
    'shop/services /a b/info.yaml',
  ],
  [
    'https://gitlab.example.com/shop/back/services/-/tree/main/orders',
    'shop/back/services /orders',
  ],
  [
    'https://gitea.example.com/shop/services/src/branch/main/orders/',
    'shop/services /orders',
  ],
  [
    'https://bitbucket.org/shop/services/src/main/orders/',
    'shop/services /orders',
  ],
  [
    'https://bb.example.com/projects/SHOP/repos/services/browse/orders?at=main',
    'SHOP/services /orders',
  ],
  [
    'https://dev.azure.com/org/shop/_git/services?path=/orders&version=GBmain',
    'org/shop/services /orders',
  ],
])('finds the repository and the folder of %s', (annotation, expected) => {
  expect(read(annotation)).toBe(expected);
});

it.each([
  undefined,
  '',
  'dir:../orders',
  'file:/etc/passwd',
  'https://elsewhere.example.com/shop/services',
  'https://github.com/shop',
  'url:https://github.com/shop/%2e%2e/tree/main/x',
])('names no repository by %j', annotation => {
  expect(read(annotation)).toBeUndefined();
});
