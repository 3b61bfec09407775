import { branchOf } from './branchNames';

const promotion = {
  id: '7b5f2a52-0b1f-4e29-9f0e-5b8f6f9d1c11',
  kind: 'promotion',
  to: 'production',
} as const;
const gitops = 'https://git.example.com/platform/gitops';
const eu = { repositoryUrl: gitops, branch: 'production-eu' };
const us = { repositoryUrl: gitops, branch: 'production-us' };
const other = { repositoryUrl: `${gitops}-us`, branch: 'main' };

describe('branchOf', () => {
  it('names service, environment and promotion', () => {
    const name = 'gitops/promote/orders/production/7b5f2a52';
    expect(branchOf(promotion, 'orders', eu, [eu])).toBe(name);
    expect(branchOf(promotion, 'orders', eu, [eu, other])).toBe(name);
    expect(
      branchOf(
        { ...promotion, kind: 'rollback', to: 'a b' },
        '..ünï/x.lock',
        eu,
        [eu],
      ),
    ).toBe('gitops/rollback/n-x/a-b/7b5f2a52');
  });

  it('is another for each branch of a repository that is changed', () => {
    const both = [eu, us, other];
    expect(both.map(one => branchOf(promotion, 'orders', one, both))).toEqual([
      'gitops/promote/orders/production/7b5f2a52-production-eu',
      'gitops/promote/orders/production/7b5f2a52-production-us',
      'gitops/promote/orders/production/7b5f2a52',
    ]);
  });
});
