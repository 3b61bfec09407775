import { environment, gateContext, settings } from '../__testUtils__/samples';
import { soakTime } from './soakTime';

const HOUR_MS = 60 * 60_000;

function check(
  since: string | null,
  options: {
    soakTimeMs?: number;
    kind?: 'rollback';
    state?: 'degraded';
  } = { soakTimeMs: HOUR_MS },
) {
  return soakTime.check(
    gateContext({
      kind: options.kind ?? 'promotion',
      settings: settings({ soakTimeMs: options.soakTimeMs }),
      source: environment('staging', {
        since,
        state: options.state ?? 'healthy',
      }),
    }),
  );
}

describe('soakTime', () => {
  it('passes from the moment on at which the time is over', () => {
    expect(check('2026-11-23T05:00:00Z')).toMatchObject({
      result: 'pass',
      sentence: 'Healthy in Staging for 1 h, 1 h are required.',
    });
    expect(check('2026-11-23T05:00:01Z')).toMatchObject({
      result: 'block',
      sentence: 'Healthy in Staging for 59 min, 1 h are required.',
      canOverride: true,
    });
  });

  it('counts a start that lies in the future, by a clock that is off, as now', () => {
    expect(check('2026-11-23T06:10:00Z')).toMatchObject({
      result: 'block',
      sentence: 'Healthy in Staging for 0 s, 1 h are required.',
    });
  });

  it('blocks where it is not known since when it is healthy, or it is not', () => {
    const expected = {
      result: 'block',
      sentence:
        "It isn't known for how long it has been healthy in Staging; 1 h are required.",
    };
    expect(check(null)).toMatchObject(expected);
    expect(
      check('2026-11-20T05:00:00Z', { soakTimeMs: HOUR_MS, state: 'degraded' }),
    ).toMatchObject(expected);
  });

  it('says nothing where none is configured, and of a rollback', () => {
    expect(check('2026-11-23T05:59:00Z', {})).toBeUndefined();
    expect(
      check('2026-11-23T05:59:00Z', { soakTimeMs: HOUR_MS, kind: 'rollback' }),
    ).toBeUndefined();
    expect(
      soakTime.check(gateContext({ settings: undefined })),
    ).toBeUndefined();
  });
});
