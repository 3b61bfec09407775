import { mockApis } from '@backstage/frontend-test-utils';
import { ago, environment } from '../__testUtils__/deployments';
import { gitopsTranslationRef } from '../translations';
import { Translate } from '../translations/useGitopsTranslation';
import { summaryOf, versionText, versionWording } from './wording';

const snapshot = mockApis.translation().getTranslation(gitopsTranslationRef);
const t = (snapshot.ready && snapshot.t) as Translate;

describe('summaryOf', () => {
  const healthy = environment('dev');
  const degraded = environment('test', { state: 'degraded' });
  const stale = environment('staging', {
    state: 'failed',
    staleSince: ago({ min: 5 }),
  });

  it.each([
    [[healthy], null],
    [[healthy, degraded], '1 of 2 needs attention'],
    [[degraded, degraded], '2 of 2 need attention'],
    // What isn't current may have recovered: it is not counted as unwell
    [[healthy, stale], '1 of 2 out of date'],
    [[degraded, stale], '1 of 2 needs attention, 1 out of date'],
  ])('%#', (environments, expected) => {
    expect(summaryOf(environments, t)).toBe(expected);
  });
});

describe('versionWording', () => {
  const words = (overrides: Parameters<typeof environment>[1]) =>
    versionText(environment('dev', overrides), t);

  it.each([
    ['what runs', { running: '1.9.2', wanted: '1.9.2' }, '1.9.2'],
    [
      'what runs where what is wanted is not known',
      { running: '1.9.2', wanted: null },
      '1.9.2',
    ],
    [
      'what is wanted besides',
      { running: '1.5.1', wanted: '1.6.0', state: 'failed' },
      '1.5.1, 1.6.0 in Git',
    ],
    [
      'each version that runs where regions differ',
      { running: '1.8.0, 1.9.0', wanted: '1.9.0', state: 'deploying' },
      '1.8.0, 1.9.0 is running, 1.9.0 is being deployed',
    ],
    [
      'that nothing runs',
      { running: null, wanted: '1.5.0', nothingRuns: true },
      'Nothing running, 1.5.0 in Git',
    ],
    [
      'that it is not known what runs',
      { running: null, wanted: null, nothingRuns: false },
      'Version unknown',
    ],
  ] as const)('says %s', (_, overrides, expected) => {
    expect(words(overrides)).toBe(expected);
  });

  it('counts the versions of many regions, and names them all in the full text', () => {
    const regions = environment('production', {
      running: '1.6.0, 1.7.0, 1.8.0, 1.9.0',
      wanted: null,
    });
    expect(versionWording(regions, t).strong).toBe('4 versions');
    expect(versionText(regions, t)).toBe('1.6.0, 1.7.0, 1.8.0, 1.9.0');
  });

  it('shortens the digest of each region', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const regions = environment('production', {
      running: `1.9.0, ${digest}`,
      wanted: null,
    });
    expect(versionWording(regions, t).strong).toBe(
      '1.9.0, sha256:aaaaaaaaaaaa',
    );
  });

  it('calls it a movement only while something moves', () => {
    const versions = { running: '1.9.2', wanted: '1.10.0' };
    expect(
      versionWording(environment('dev', { ...versions, state: 'deploying' }), t)
        .isMoving,
    ).toBe(true);
    expect(
      versionWording(environment('dev', { ...versions, state: 'degraded' }), t)
        .isMoving,
    ).toBe(false);
  });
});
