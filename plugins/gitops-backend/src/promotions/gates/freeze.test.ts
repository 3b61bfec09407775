import type { Freeze } from '../../environments/PromotionSettings';
import { ask, settings } from '../__testUtils__/samples';
import { freeze } from './freeze';

const HOUR_MS = 60 * 60_000;

const weekend: Freeze = {
  title: 'Weekend',
  schedule: '0 18 * * 5',
  durationMs: 62 * HOUR_MS,
  timeZone: 'Europe/Berlin',
};

const check = (
  now: string,
  freezes: Freeze[] = [weekend],
  kind: 'promotion' | 'rollback' = 'promotion',
) =>
  ask(freeze, {
    now: Date.parse(now),
    kind,
    settings: settings({ freezes }),
  });

describe('freeze', () => {
  it('blocks while it lasts and says until when, by the clock of its time zone', () => {
    expect(check('2026-11-21T12:00:00Z')).toMatchObject({
      code: 'frozen',
      params: { until: '2026-11-23T07:00:00.000Z', timeZone: 'Europe/Berlin' },
      result: 'block',
      sentence:
        'Production is frozen until Monday 23 November at 08:00 (Weekend, Europe/Berlin).',
      canOverride: true,
    });
  });

  it('blocks within the hour before, and not earlier', () => {
    expect(check('2026-11-27T15:59:00Z')?.result).toBe('pass');
    expect(check('2026-11-27T16:00:00Z')).toMatchObject({
      result: 'block',
      sentence:
        'Production will be frozen from Friday 27 November at 18:00 on (Weekend, Europe/Berlin).',
    });
  });

  it('ends when it ends', () => {
    expect(check('2026-11-23T06:59:59Z')?.result).toBe('block');
    expect(check('2026-11-23T07:00:00Z')).toMatchObject({
      result: 'pass',
      sentence: 'Production is not frozen.',
    });
  });

  it('begins by the local clock in summer and in winter', () => {
    // 18:00 in Berlin is 16:00 UTC in summer
    expect(check('2026-07-17T14:59:00Z')?.result).toBe('pass');
    expect(check('2026-07-17T16:00:00Z')?.sentence).toContain(
      'is frozen until Monday 20 July at 08:00',
    );
  });

  it('says when a freeze of weeks ends', () => {
    const holidays = {
      title: 'Holidays',
      schedule: '0 0 20 12 *',
      durationMs: 14 * 24 * HOUR_MS,
      timeZone: 'UTC',
    };
    expect(check('2026-12-21T00:00:00Z', [holidays])?.sentence).toBe(
      'Production is frozen until Sunday 3 January at 00:00 (Holidays, UTC).',
    );
  });

  it('looks at every freeze', () => {
    const never = { ...weekend, title: 'Easter', schedule: '0 0 5 4 *' };
    expect(check('2026-11-21T12:00:00Z', [never, weekend])?.sentence).toContain(
      'Weekend',
    );
  });

  it('promises no end to what has none', () => {
    const always = { ...weekend, title: 'Closed', schedule: '0 * * * *' };
    expect(check('2026-11-21T12:00:00Z', [always])?.sentence).toBe(
      'Production is frozen with no end in sight (Closed, Europe/Berlin).',
    );
  });

  it('only warns of a rollback: it is what one does in an emergency', () => {
    expect(check('2026-11-21T12:00:00Z', [weekend], 'rollback')).toMatchObject({
      result: 'warn',
      sentence: expect.stringContaining('is frozen until Monday'),
    });
  });

  it('says nothing where none is configured', () => {
    expect(check('2026-11-21T12:00:00Z', [])).toBeUndefined();
    expect(ask(freeze, { settings: undefined })).toBeUndefined();
  });
});
