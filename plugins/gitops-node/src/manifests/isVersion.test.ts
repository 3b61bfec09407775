import { isVersion } from './isVersion';

describe('isVersion', () => {
  it.each([
    ...['1.2.3', 'v1', '18.1.0', '1.10', 'orders-1.2.3', 'orders/v1.2.3-rc.1'],
    ...['refs/tags/stable', 'c0a1'.repeat(10), '2026.1'],
  ])('takes %s for one', revision => expect(isVersion(revision)).toBe(true));

  it.each([
    ...['main', 'HEAD', '', 'release/1.2', 'refs/heads/1.2.3', 'deadbeef'],
    ...['1.*', '*', '1.x', '1.2.x', '^1.2.0', '~1.2.3', '>=1.0.0 <2.0.0'],
    undefined,
  ])('follows %s', revision => expect(isVersion(revision)).toBe(false));
});
