import { pullRequest, record, target } from '../__testUtils__/samples';
import { commitFor } from './commitFor';

const [eu, us] = ['a', 'b'].map(letter => letter.repeat(40));
const merged = record({}, [
  pullRequest({ base: 'production-eu', mergeCommit: eu }),
  pullRequest({ base: 'production-us', mergeCommit: us }),
]);

it.each([
  ['production-eu', eu],
  ['production-us', us],
  ['production-asia', undefined],
])('the merge to %s is %s', (base, expected) => {
  expect(commitFor(target({ base }), merged)).toBe(expected);
});

it('a merge to another repository brings a target nothing', () => {
  expect(
    commitFor(target({ repositoryUrl: 'https://git.example.com/b' }), merged),
  ).toBeUndefined();
});

describe('Where Git asked for the version already', () => {
  const foundIn = 'f'.repeat(40);

  it('the commit that it was found in asks for it', () => {
    const elsewhere = { repositoryUrl: 'https://git.example.com/b', foundIn };
    expect(commitFor(target(elsewhere), merged)).toBe(foundIn);
  });

  it('and another Application is changed on its branch, the merge does', () => {
    expect(commitFor(target({ base: 'production-eu', foundIn }), merged)).toBe(
      eu,
    );
    const isOpen = record({}, [pullRequest({ base: 'production-eu' })]);
    expect(
      commitFor(target({ base: 'production-eu', foundIn }), isOpen),
    ).toBeUndefined();
  });
});
