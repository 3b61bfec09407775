import type { Freeze } from '../../environments/PromotionSettings';
import { gateContext, settings } from '../__testUtils__/samples';
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
  freeze.check(
    gateContext({
      now: Date.parse(now),
      kind,
      settings: settings({ freezes }),
    }),
  );

describe('freeze', () => {
  it('blocks while it lasts and says until when, by the clock of its time zone', () => {
    expect(check('2026-11-21T12:00:00Z')).toEqual({
      result: 'block',
      sentence:
        'Production is frozen until Monday at 08:00 (Weekend, Europe/Berlin).',
      canOverride: true,
    });
  });

  it('blocks within the hour before, and not earlier', () => {
    expect(check('2026-11-27T15:59:00Z')?.result).toBe('pass');
    expect(check('2026-11-27T16:00:00Z')).toMatchObject({
      result: 'block',
      sentence:
        'Production will be frozen from Friday at 18:00 on (Weekend, Europe/Berlin).',
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
      'is frozen until Monday at 08:00',
    );
  });

  it('names the date of an end that is more than six days away', () => {
    const holidays = {
      title: 'Holidays',
      schedule: '0 0 20 12 *',
      durationMs: 14 * 24 * HOUR_MS,
      timeZone: 'UTC',
    };
    expect(check('2026-12-21T00:00:00Z', [holidays])?.sentence).toBe(
      'Production is frozen until 3 January 2027 at 00:00 (Holidays, UTC).',
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
    expect(freeze.check(gateContext({ settings: undefined }))).toBeUndefined();
  });
});
