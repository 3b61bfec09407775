import { releaseStateOf } from './releaseState';

it.each([
  [['succeeded', 'succeeded'], 'succeeded'],
  [['succeeded', 'pullRequestOpen', 'deploying'], 'pullRequestOpen'],
  [['deploying', 'merged'], 'merged'],
  [['deploying', 'failed'], 'failed'],
  [['succeeded', 'closed'], 'partlySucceeded'],
  [['succeeded', 'superseded'], 'partlySucceeded'],
  [['closed', 'superseded'], 'closed'],
  [['superseded', 'superseded'], 'superseded'],
] as const)('a release of %j is %s', (states, state) => {
  expect(releaseStateOf(states)).toBe(state);
});
