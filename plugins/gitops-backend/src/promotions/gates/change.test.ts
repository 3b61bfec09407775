import { environment, ask } from '../__testUtils__/samples';
import { change } from './change';

const check = (
  changedFiles: number | undefined,
  target: Parameters<typeof environment>[1] = {},
) =>
  ask(change, {
    changedFiles,
    target: environment('production', { running: '1.4.0', ...target }),
  });

describe('change', () => {
  it('passes where files change, and names what runs there', () => {
    expect(check(1)).toMatchObject({
      result: 'pass',
      sentence: 'Production runs 1.4.0.',
    });
    expect(check(1, { running: null })).toMatchObject({
      result: 'pass',
      sentence: '1.5.0 is new to Production.',
    });
  });

  it('refuses, whoever asks, where the version runs already', () => {
    const expected = {
      result: 'block',
      sentence: '1.5.0 already runs in Production.',
      canOverride: false,
    };
    expect(check(0, { running: '1.5.0' })).toMatchObject(expected);
    expect(check(undefined, { running: '1.5.0' })).toMatchObject(expected);
  });

  it('does not call it running where Git asks for it and the environment is not well', () => {
    expect(
      check(0, {
        running: '1.4.0',
        state: 'failed',
        cause: { code: 'syncFailed', params: { detail: 'The sync failed' } },
      }),
    ).toMatchObject({
      result: 'block',
      sentence: 'Git already asks for 1.5.0 in Production. The sync failed.',
      canOverride: false,
    });
    expect(check(0, { running: '1.5.0', state: 'unknown' })).toMatchObject({
      sentence:
        'Git already asks for 1.5.0 in Production. The environment is unknown.',
    });
  });

  it('says nothing of files that have not been read', () => {
    expect(check(undefined)).toBeUndefined();
    expect(
      check(undefined, { running: '1.5.0', state: 'degraded' }),
    ).toBeUndefined();
  });
});
