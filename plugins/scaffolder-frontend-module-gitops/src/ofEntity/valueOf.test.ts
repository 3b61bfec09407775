import { valueOf } from './valueOf';

const at = (location: string) =>
  valueOf(
    { metadata: { annotations: { 'backstage.io/source-location': location } } },
    'source',
  );

describe('valueOf an entity, its repository', () => {
  it.each([
    [
      'url:https://github.com/shop/payments/tree/main/',
      'https://github.com/shop/payments',
    ],
    [
      'url:https://github.com/shop/services/tree/main/payments/',
      'https://github.com/shop/services',
    ],
    [
      'url:https://gitlab.example.com/a/b/payments/-/tree/main',
      'https://gitlab.example.com/a/b/payments',
    ],
    [
      'url:https://git.example.com/shop/payments/src/branch/main/',
      'https://git.example.com/shop/payments',
    ],
    [
      'url:https://bitbucket.example.com/projects/A/repos/b/browse',
      'https://bitbucket.example.com/projects/A/repos/b',
    ],
    [
      'url:https://dev.azure.com/o/p/_git/payments?path=%2Fsrc',
      'https://dev.azure.com/o/p/_git/payments',
    ],
    [
      'url:https://github.com/shop/payments/',
      'https://github.com/shop/payments',
    ],
  ])('of %s is %s', (location, address) => expect(at(location)).toBe(address));

  it.each([
    'file:/srv/payments',
    'url:ssh://git@github.com/a/b',
    'url:https://ana:hunter2@github.com/a/b',
    '',
  ])('of %j is not known', location => expect(at(location)).toBeUndefined());
});

describe('valueOf an entity, its owner', () => {
  const ownedBy = (owner: unknown) =>
    valueOf({ metadata: {}, spec: { owner } }, 'owner');

  it.each([
    ['team-a', 'team-a'],
    ['group:team-a', 'team-a'],
    ['group:default/team-a', 'team-a'],
    ['shop/team-a', 'team-a'],
  ])('of %s is %s', (owner, name) => expect(ownedBy(owner)).toBe(name));

  it.each(['', undefined, 7])('of %j is not known', owner =>
    expect(ownedBy(owner)).toBeUndefined(),
  );
});
