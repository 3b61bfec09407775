import type { Freeze } from '../../environments/PromotionSettings';
import { storedFreeze } from '../freezes/__testUtils__/storedFreeze';
import type { StoredFreeze } from '../freezes/StoredFreeze';
import { ask, settings } from '../__testUtils__/samples';
import { freeze } from './freeze';
import { isOverridden } from './overrides';
import type { GateContext } from './Gate';

const HOUR_MS = 60 * 60_000;

const weekend: Freeze = {
  title: 'Weekend',
  schedule: '0 18 * * 5',
  durationMs: 62 * HOUR_MS,
  timeZone: 'Europe/Berlin',
};

const monday: Freeze = { ...weekend, title: 'Monday', schedule: '0 8 * * 1' };

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
        'Production will be frozen from Friday 27 November at 18:00 (Weekend, Europe/Berlin).',
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
      'Production is frozen with no end date (Closed, Europe/Berlin).',
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

describe('freeze by a person', () => {
  const incident = storedFreeze({
    reason: 'Incident 4711',
    until: '2026-11-23T17:00:00.000Z',
    timeZone: 'Europe/Berlin',
  });
  const asked = (freezes: StoredFreeze[], given: Partial<GateContext> = {}) =>
    ask(freeze, { freezes, now: Date.parse('2026-11-23T12:00:00Z'), ...given });

  it('blocks and says until when, why and who made it', () => {
    expect(asked([incident])).toMatchObject({
      result: 'block',
      code: 'frozenByPerson',
      params: { freeze: incident.id, until: '2026-11-23T17:00:00.000Z' },
      sentence:
        'Production is frozen until Monday 23 November at 18:00 (Europe/Berlin): Incident 4711 (Ana Lima).',
      canOverride: true,
    });
  });

  it('calls a freeze of named services a hold of the service, and one without an end by that', () => {
    expect(
      asked([
        storedFreeze({
          services: ['component:default/payments'],
          reason: 'Refunds are wrong.',
        }),
      ])?.sentence,
    ).toBe(
      'payments is on hold in Production with no end date: Refunds are wrong (Ana Lima).',
    );
  });

  it('lasts until its end, or until somebody ends it, and not any longer', () => {
    const at = (now: string) =>
      asked([incident], { now: Date.parse(now) })?.result;
    expect(at('2026-11-23T16:59:59.999Z')).toBe('block');
    expect(at('2026-11-23T17:00:00.000Z')).toBe('pass');
    expect(
      asked([{ ...incident, endedAt: '2026-11-23T11:00:00.000Z' }]),
    ).toMatchObject({ result: 'pass', sentence: 'Production is not frozen.' });
  });

  it('blocks within the hour before it begins, and not earlier', () => {
    const later = storedFreeze({ from: '2026-11-23T13:00:00.000Z' });
    expect(asked([later])).toMatchObject({
      result: 'block',
      code: 'frozenByPersonSoon',
      sentence:
        'Production will be frozen from Monday 23 November at 13:00 (UTC): Audit (Ana Lima).',
    });
    expect(
      asked([later], { now: Date.parse('2026-11-23T11:59:59Z') })?.result,
    ).toBe('pass');
  });

  it('names the one that lasts longest, and none that is to come while one is in force', () => {
    const open = storedFreeze({ reason: 'Open end' });
    const soon = storedFreeze({
      reason: 'To come',
      from: '2026-11-23T12:30:00.000Z',
    });
    expect(asked([soon, incident, open])?.sentence).toContain('Open end');
    expect(asked([soon, incident])?.sentence).toContain('Incident 4711');
    expect(
      asked([soon], { settings: settings({ freezes: [monday] }) })?.sentence,
    ).toContain('(Monday, Europe/Berlin)');
  });

  it('names every other freeze, so that nobody overrides one without having seen it', () => {
    const another = storedFreeze({
      id: 'another',
      reason: 'Incident 4712',
      until: '2026-11-23T16:00:00.000Z',
    });
    expect(
      asked([incident, another], {
        settings: settings({
          freezes: [{ ...monday, durationMs: 0.5 * HOUR_MS }, monday],
        }),
      }),
    ).toMatchObject({
      params: {
        freeze: incident.id,
        others: [
          { id: 'another', name: 'Incident 4712 (Ana Lima)' },
          { name: 'Monday' },
        ],
      },
      sentence: expect.stringContaining(
        '(Ana Lima). Further freezes: Incident 4712 (Ana Lima) and Monday.',
      ),
    });
  });

  it('tells after an override only of the freezes that were not overridden', () => {
    const before = asked([incident])!;
    const made = storedFreeze({ id: 'made', reason: 'Another incident' });
    const after = asked([incident, made], { overridden: [before] })!;
    expect(after.params).toMatchObject({ freeze: 'made' });
    expect(after.params).not.toHaveProperty('others');
    expect(isOverridden(after, [before])).toBe(false);
    const same = asked([incident], { overridden: [before] })!;
    expect(isOverridden(same, [before])).toBe(true);
    // An override holds for this weekend, not for the next
    const weekends = [
      '2026-11-20T16:30:00Z',
      '2026-11-21T12:00:00Z',
      '2026-11-28T12:00:00Z',
    ].map(at => check(at)!);
    expect(weekends.map(one => isOverridden(one, [weekends[0]]))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('only warns of a rollback', () => {
    expect(asked([incident], { kind: 'rollback' })?.result).toBe('warn');
  });

  it('holds where the environment has no settings', () => {
    expect(asked([incident], { settings: undefined })?.result).toBe('block');
  });
});
