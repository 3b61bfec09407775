import { isRange, isVersion } from './isVersion';

describe('isVersion', () => {
  it.each([
    ...[
      '1.2.3',
      'v1.2.3',
      '18.1.0',
      '1.2.3-rc.1',
      '1.2.3+build.5',
      '2026.11.5',
    ],
    ...['orders-1.2.3', 'orders/v1.2.3-rc.1', 'orders@1.2.3', 'a/b/v1.2.3'],
    ...['refs/tags/stable', 'c0a1'.repeat(10), `sha256:${'0af1'.repeat(16)}`],
  ])('takes %s for a version', revision =>
    expect(isVersion(revision)).toBe(true),
  );

  it.each([
    ...['main', 'HEAD', '', 'refs/heads/1.2.3', 'deadbeef'],
    ...['2024-main', 'v1-branch', '3-stable', 'v1', '1.10', '2026.1'],
    ...['release/1.2', 'release/1.2.3', 'release-1.2.3', 'hotfix/1.2.3'],
    ...['feature-1.2.3-x', 'orders-1.2.3-fix-login', '1.2.3/x'],
    ...['1', '1.2', 'release-1.20'],
    ...['1.*', '*', '1.x', '1.2.x', '^1.2.0', '~1.2.3', '>=1.0.0 <2.0.0'],
    undefined,
  ])('follows %s', revision => expect(isVersion(revision)).toBe(false));
});

describe('isRange', () => {
  it.each([
    ...['1.*', '*', '1.x', '1.2.x', '^1.2.0', '~1.2.3', '>=1.0.0 <2.0.0'],
    ...['1', '1.2', 'v1.2'],
  ])('takes %s for a range', revision => expect(isRange(revision)).toBe(true));
  it.each(['1.2.3', '1.2.3-rc.x1', 'main', 'v1.2.3+x86'])(
    'takes %s for none',
    revision => expect(isRange(revision)).toBe(false),
  );
});
