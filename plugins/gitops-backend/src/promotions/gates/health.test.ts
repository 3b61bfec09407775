import { environment, ask } from '../__testUtils__/samples';
import { health } from './health';

const check = (source: Parameters<typeof environment>[1]) =>
  ask(health, {
    source: environment('staging', { running: '1.5.0', ...source }),
  });

describe('health', () => {
  it('passes where just this version runs, and is well', () => {
    expect(check({})).toMatchObject({
      result: 'pass',
      sentence: 'Staging runs only 1.5.0, synced and healthy.',
      canOverride: false,
    });
  });

  it('blocks with the reason while the source is not well', () => {
    expect(
      check({
        state: 'degraded',
        cause: { code: 'crashLoop', params: { count: 1, total: 2 } },
      }),
    ).toMatchObject({
      result: 'block',
      sentence: 'Staging is not healthy: 1 of 2 pods keeps crashing.',
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
      sentence:
        'Staging runs 1.4.0, 1.5.0. 1.5.0 can be promoted once it is the only version there.',
    });
  });

  it('blocks on what Argo CD said last, while it can not be read', () => {
    expect(check({ staleSince: '2026-11-23T05:00:00Z' })).toMatchObject({
      result: 'block',
      sentence:
        'It is not known what has been running in Staging since Monday 23 November at 05:00 UTC, when Argo CD was last read. Last known version: 1.5.0.',
    });
  });

  it('refuses, whoever asks, where no version is known to run', () => {
    expect(check({ running: null, nothingRuns: true })).toMatchObject({
      result: 'block',
      sentence: 'Nothing runs in Staging.',
      canOverride: false,
    });
    expect(check({ running: null, nothingRuns: false })).toMatchObject({
      sentence: 'It is not known what runs in Staging.',
      canOverride: false,
    });
  });

  it('blocks a rollback that is judged like a promotion: nothing shows whether its version is healthy', () => {
    const production = environment('production', { running: '1.4.0' });
    expect(
      ask(health, { source: production, target: production }),
    ).toMatchObject({
      result: 'block',
      code: 'rollsForward',
      params: { version: '1.5.0', environment: 'Production' },
      canOverride: true,
    });
  });

  it('has nothing to say of a rollback, which comes from nowhere', () => {
    expect(
      ask(health, {
        kind: 'rollback',
        source: environment('staging', { state: 'failed' }),
      }),
    ).toBeUndefined();
  });
});
