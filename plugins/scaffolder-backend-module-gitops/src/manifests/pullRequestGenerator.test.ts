import { pullRequestsOf } from './pullRequestGenerator';

const options = { label: 'preview', number: '7' };

it.each([
  [
    'github',
    { url: 'https://github.com/shop/orders', name: 'shop/orders' },
    { github: { owner: 'shop', repo: 'orders', labels: ['preview'] } },
    'https://github.com/shop/orders/pull/7',
  ],
  [
    'github',
    { url: 'https://ghe.example.com/shop/orders', name: 'shop/orders' },
    {
      github: {
        owner: 'shop',
        repo: 'orders',
        api: 'https://ghe.example.com/api/v3',
        labels: ['preview'],
      },
    },
    'https://ghe.example.com/shop/orders/pull/7',
  ],
  [
    'gitlab',
    {
      url: 'https://gitlab.example.com/shop/web/orders',
      name: 'shop/web/orders',
    },
    {
      gitlab: {
        project: 'shop/web/orders',
        api: 'https://gitlab.example.com',
        labels: ['preview'],
        pullRequestState: 'opened',
      },
    },
    'https://gitlab.example.com/shop/web/orders/-/merge_requests/7',
  ],
  [
    'gitea',
    { url: 'https://example.com/git/shop/orders', name: 'shop/orders' },
    {
      gitea: {
        owner: 'shop',
        repo: 'orders',
        api: 'https://example.com/git',
        labels: ['preview'],
      },
    },
    'https://example.com/git/shop/orders/pulls/7',
  ],
  [
    'azureDevOps',
    {
      url: 'https://dev.azure.com/example/shop/_git/orders',
      name: 'example/shop/orders',
    },
    {
      azuredevops: {
        organization: 'example',
        project: 'shop',
        repo: 'orders',
        labels: ['preview'],
      },
    },
    'https://dev.azure.com/example/shop/_git/orders/pullrequest/7',
  ],
])(
  'finds the pull requests of %s by their label: %j',
  (type, repository, generator, page) => {
    expect(pullRequestsOf(type, repository, options)).toEqual({
      generator,
      page,
    });
  },
);

it.each(['bitbucketCloud', 'bitbucketServer', undefined])(
  'finds none on %s, which would deploy every pull request',
  type => {
    const repository = { url: 'https://git.example.com/a/b', name: 'a/b' };
    expect(pullRequestsOf(type, repository, options)).toBeUndefined();
  },
);

it('names the Secret of the token, never a token', () => {
  const tokenRef = { secretName: 'pull-requests', key: 'token' };
  const found = pullRequestsOf(
    'gitea',
    { url: 'https://git.example.com/a/b', name: 'a/b' },
    { ...options, tokenRef },
  );
  expect(found?.generator).toMatchObject({ gitea: { tokenRef } });
});
