import { goldenPathOf, oldestGoldenPath } from './goldenPath';

const labelled = (version: string) => ({
  labels: { 'gitops/golden-path': version },
});

it.each([
  ['v3', ['v3', 'v5', 'v10', 'v9'], { version: 'v3', newest: 'v10' }],
  ['v3', ['v3'], { version: 'v3', newest: 'v3' }],
  ['v3', ['main', 'v3', 'v-1'], { version: 'v3', newest: 'v3' }],
  ['2026-11', ['v3', '2026-11'], { version: '2026-11', newest: null }],
])('a golden path %s among %j is %j', (version, all, expected) =>
  expect(goldenPathOf(labelled(version), all)).toEqual(expected),
);

it('an Application without the label has no golden path', () =>
  expect(goldenPathOf({ labels: {} }, ['v3'])).toBeNull());

it('a service has the golden path of its Application that is furthest behind', () => {
  const all = ['v3', 'v4', 'v10'];
  const service = [labelled('v10'), labelled('v4'), { labels: {} }];
  expect(oldestGoldenPath(service, all)).toEqual({
    version: 'v4',
    newest: 'v10',
  });
  expect(oldestGoldenPath([{ labels: {} }], all)).toBeNull();
});
