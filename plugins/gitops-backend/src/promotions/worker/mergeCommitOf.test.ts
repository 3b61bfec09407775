import { pullRequest, record, target } from '../__testUtils__/samples';
import { mergeCommitOf } from './mergeCommitOf';

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
  expect(mergeCommitOf(merged, target({ base }))).toBe(expected);
});

it('a merge to another repository brings a target nothing', () => {
  expect(
    mergeCommitOf(
      merged,
      target({ repositoryUrl: 'https://git.example.com/b' }),
    ),
  ).toBeUndefined();
});
