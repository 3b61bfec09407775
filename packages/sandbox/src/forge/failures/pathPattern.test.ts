import { pathPattern } from './pathPattern';

const merge = '/api/v1/repos/platform/gitops/pulls/7/merge';

it.each([
  ['**/pulls/*/merge', merge, true],
  ['/api/v1/repos/*/*/pulls/**', merge, true],
  ['**/pulls/*', merge, false],
  ['/api/v1/repos/*/merge', merge, false],
  ['**/contents/a.b*', '/api/v1/repos/x/y/contents/a.b(1)', true],
  ['**/contents/a.b*', '/api/v1/repos/x/y/contents/axb', false],
])('%s fits %s: %s', (text, path, fits) => {
  expect(new RegExp(pathPattern(text)).test(path)).toBe(fits);
});

it('leaves a text without stars to be found anywhere', () => {
  expect(pathPattern('/pulls')).toBe('/pulls');
});
