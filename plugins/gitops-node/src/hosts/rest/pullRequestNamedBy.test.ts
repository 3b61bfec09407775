import { pullRequestNamedBy } from './pullRequestNamedBy';

describe('pullRequestNamedBy', () => {
  it.each([
    ['Merge pull request #12 from ana/fix', ''],
    ['Merge pull request #12 in SHOP/orders from fix to main', ''],
    ["Merge pull request 'Fix (#7) for all' (#12) from fix into main", ''],
    ['Round prices (#12)', ''],
    ['Pull request #12: Round prices', ''],
    ['Merged in fix (pull request #12)', ''],
    ['Merged PR 12: Round prices', ''],
    [
      "Merge branch 'fix' into 'main'",
      'Fix\n\nSee merge request shop/orders!12',
    ],
  ])('finds the number that a host has written: %s', (subject, body) => {
    expect(pullRequestNamedBy({ subject, body })).toBe(12);
  });

  it.each([
    ['Fix #12', ''],
    ['Revert (#12) at last', ''],
    ['Round prices', 'Closes #12'],
    [`Round prices (#${'9'.repeat(30)})`, ''],
  ])('does not take any number for one: %s', (subject, body) => {
    expect(pullRequestNamedBy({ subject, body })).toBeUndefined();
  });
});
