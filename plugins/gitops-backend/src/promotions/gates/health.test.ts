import { environment, gateContext } from '../__testUtils__/samples';
import { health } from './health';

const check = (source: Parameters<typeof environment>[1]) =>
  health.check(
    gateContext({
      source: environment('staging', { running: '1.5.0', ...source }),
    }),
  );

describe('health', () => {
  it('passes where just this version runs, and is well', () => {
    expect(check({})).toEqual({
      result: 'pass',
      sentence: 'Only 1.5.0 runs in Staging, synced and healthy.',
      canOverride: false,
    });
  });

  it('blocks with the reason while the source is not well', () => {
    expect(
      check({ state: 'degraded', reason: 'Pod payments-7d crashes.' }),
    ).toEqual({
      result: 'block',
      sentence: 'Staging is not healthy: Pod payments-7d crashes.',
      canOverride: true,
    });
    expect(check({ state: 'suspended' })).toMatchObject({
      result: 'block',
      sentence: 'Staging is not healthy (suspended).',
    });
  });

  it.each([
    'deploying',
    'waiting',
    'suspended',
    'notDeployed',
    'outOfSync',
    'unknown',
    'degraded',
    'failed',
  ] as const)('takes %s for anything but well', state => {
    expect(check({ state })?.result).toBe('block');
  });

  it('blocks where other versions run as well', () => {
    expect(check({ running: '1.4.0, 1.5.0' })).toMatchObject({
      result: 'block',
      sentence: '1.4.0, 1.5.0 run in Staging, not 1.5.0 alone.',
    });
  });

  it('blocks on what Argo CD said last, while it can not be read', () => {
    expect(check({ staleSince: '2026-11-23T05:00:00Z' })).toMatchObject({
      result: 'block',
      sentence:
        'What is known of Staging is not current: 1.5.0 ran there when Argo CD was last heard of.',
    });
  });

  it('refuses, whoever asks, where no version is known to run', () => {
    expect(check({ running: null, nothingRuns: true })).toEqual({
      result: 'block',
      sentence: 'Nothing runs in Staging.',
      canOverride: false,
    });
    expect(check({ running: null, nothingRuns: false })).toMatchObject({
      sentence: "It isn't known what runs in Staging.",
      canOverride: false,
    });
  });

  it('has nothing to say of a rollback, which comes from nowhere', () => {
    expect(
      health.check(
        gateContext({
          kind: 'rollback',
          source: environment('staging', { state: 'failed' }),
        }),
      ),
    ).toBeUndefined();
  });
});
