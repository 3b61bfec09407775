import type { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import {
  ask,
  deployment,
  environment,
  NOW,
  settings,
} from '../__testUtils__/samples';
import { versionSeen } from '../plan/versionSeen';
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
  return ask(soakTime, {
    kind: options.kind ?? 'promotion',
    settings: settings({ soakTimeMs: options.soakTimeMs }),
    source: environment('staging', {
      running: '1.5.0',
      since,
      state: options.state ?? 'healthy',
    }),
  });
}

describe('soakTime', () => {
  it('passes from the moment on at which the time is over', () => {
    expect(check('2026-11-23T05:00:00Z')).toMatchObject({
      result: 'pass',
      sentence: 'Healthy in Staging for 1 h, 1 h is required.',
    });
    expect(check('2026-11-23T05:00:01Z')).toMatchObject({
      result: 'block',
      sentence: 'Healthy in Staging for 59 min, 1 h is required.',
      canOverride: true,
    });
  });

  it('counts a start that lies in the future, by a clock that is off, as now', () => {
    expect(check('2026-11-23T06:10:00Z')).toMatchObject({
      result: 'block',
      sentence: 'Healthy in Staging for 0 s, 1 h is required.',
    });
  });

  it('blocks where it is not known since when it is healthy, or it is not', () => {
    const expected = {
      result: 'block',
      sentence:
        'It is not known for how long 1.5.0 alone has been running and healthy in Staging; 1 h is required.',
    };
    expect(check(null)).toMatchObject(expected);
    expect(
      check('2026-11-20T05:00:00Z', { soakTimeMs: HOUR_MS, state: 'degraded' }),
    ).toMatchObject(expected);
  });

  it('counts from when the last region runs this version alone and is healthy', () => {
    const regions = (us: Partial<ApplicationDeployment>) =>
      ask(soakTime, {
        settings: settings({ soakTimeMs: HOUR_MS }),
        source: environment('staging', {
          running: '1.5.0',
          // Of the region that is named first
          since: '2026-11-01T00:00:00Z',
          applications: [
            deployment({
              name: 'payments-eu',
              running: '1.5.0',
              since: '2026-11-01T00:00:00Z',
            }),
            deployment({ name: 'payments-us', running: '1.5.0', ...us }),
          ],
        }),
      });
    expect(regions({ since: '2026-11-23T05:59:00Z' })).toMatchObject({
      result: 'block',
      code: 'soaking',
      params: { healthyForMs: 60_000 },
    });
    expect(regions({ since: '2026-11-23T04:59:00Z' })?.result).toBe('pass');
    for (const us of [
      { since: null },
      { running: '1.4.0' },
      { running: null, nothingRuns: false },
      { state: 'degraded' as const },
    ])
      expect(regions(us)).toMatchObject({
        result: 'block',
        code: 'soakUnknown',
      });
  });

  it('asks no time of an Application that runs nothing, such as one of CRDs', () => {
    const since = '2026-11-01T00:00:00Z';
    const source = environment('staging', {
      applications: [
        deployment({ running: '1.5.0', since }),
        deployment({ running: null, since: null }),
      ],
    });
    const healthyForMs = (of: typeof source) =>
      versionSeen(of, '1.5.0', [], NOW).healthyForMs;
    expect(healthyForMs(source)).toBe(NOW - Date.parse(since));
    expect(healthyForMs({ ...source, applications: [] })).toBeUndefined();
  });

  it('says nothing where none is configured, and of a rollback', () => {
    expect(check('2026-11-23T05:59:00Z', {})).toBeUndefined();
    expect(
      check('2026-11-23T05:59:00Z', { soakTimeMs: HOUR_MS, kind: 'rollback' }),
    ).toBeUndefined();
    expect(ask(soakTime, { settings: undefined })).toBeUndefined();
  });
});
