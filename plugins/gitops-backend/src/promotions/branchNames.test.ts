import { branchOf } from './branchNames';
import type { PromotionStory } from './plan/words';

const story: PromotionStory = {
  id: '7b5f2a52-0b1f-4e29-9f0e-5b8f6f9d1c11',
  kind: 'promotion',
  service: 'component:default/orders',
  name: 'orders',
  from: 'staging',
  to: 'production',
  version: '1.5.0',
  previous: '1.4.0',
  versions: [],
  reason: 'Fixes: @everyone ~^:?*[',
  requestedBy: 'user:default/ana',
  requestedByName: 'Ana Lima',
  gates: [],
  overridden: false,
};
const gitops = 'https://git.example.com/platform/gitops';
const eu = { repositoryUrl: gitops, branch: 'production-eu' };
const us = { repositoryUrl: gitops, branch: 'production-us' };
const other = { repositoryUrl: `${gitops}-us`, branch: 'main' };

describe('branchOf', () => {
  it('names service, environment and promotion', () => {
    const name = 'gitops/promote/orders/production/7b5f2a52';
    const all = [eu, other];
    expect(branchOf([story], { change: eu, all: [eu] })).toBe(name);
    expect(branchOf([story], { change: eu, all })).toBe(name);
    const rollback = {
      ...story,
      kind: 'rollback' as const,
      name: '..ünï/x.lock',
      to: 'a b',
    };
    expect(branchOf([rollback], { change: eu, all: [eu] })).toBe(
      'gitops/rollback/n-x/a-b/7b5f2a52',
    );
  });

  it('names the environment and the first promotion of a release', () => {
    const stories = [story, { ...story, id: 'another' }];
    expect(branchOf(stories, { change: eu, all: [eu] })).toBe(
      'gitops/release/production/7b5f2a52',
    );
  });

  it('is another for each branch of a repository that is changed', () => {
    const all = [eu, us, other];
    expect(all.map(change => branchOf([story], { change, all }))).toEqual([
      'gitops/promote/orders/production/7b5f2a52-production-eu',
      'gitops/promote/orders/production/7b5f2a52-production-us',
      'gitops/promote/orders/production/7b5f2a52',
    ]);
  });

  it('is another for branches whose long names begin alike, and one that Git takes', () => {
    const long = `environments/production/${'europe-central-1-'.repeat(2)}a/`;
    const all = ['blue', 'green'].map(end => ({
      repositoryUrl: gitops,
      branch: `${long}${end}`,
    }));
    expect(long).toHaveLength(60);
    expect(all.map(change => branchOf([story], { change, all }))).toEqual([
      expect.stringMatching(/-environments-production-europe[\w-]+-a-1$/),
      expect.stringMatching(/-environments-production-europe[\w-]+-a-2$/),
    ]);
  });

  it('follows a template, with every value fit for a branch', () => {
    const named = (template: string) =>
      branchOf([story], { template, change: eu, all: [eu, us] });
    expect(named('feature/OPS-7-{service}-{version}-{id}')).toBe(
      'feature/OPS-7-orders-1.5.0-7b5f2a52-production-eu',
    );
    expect(named('{requester}/{reason}/{id}')).toBe(
      'Ana-Lima/Fixes-everyone/7b5f2a52-production-eu',
    );
    expect(named('bots/{default}')).toBe(
      'bots/gitops/promote/orders/production/7b5f2a52-production-eu',
    );
  });
});
