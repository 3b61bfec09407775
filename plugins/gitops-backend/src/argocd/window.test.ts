import fc from 'fast-check';
import { DateTime } from 'luxon';
import { goDuration, openUntil, opensNext, Window } from './window';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const at = (text: string) => Date.parse(text);
const iso = (ms: number | undefined) =>
  ms === undefined ? undefined : new Date(ms).toISOString();

interface Start {
  minute: number | undefined;
  hour: number;
  /** Sunday is 0; every day where undefined */
  weekday: number | undefined;
}

const startArbitrary: fc.Arbitrary<Start> = fc.record({
  minute: fc.integer({ min: 0, max: 59 }),
  // Where clocks change, between 1 and 3 at night, cron has rules of its own: below
  hour: fc.integer({ min: 4, max: 23 }),
  weekday: fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined }),
});

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'];

const momentArbitrary = fc
  .integer({
    // Both changes of daylight saving time of 2026 lie within
    min: at('2026-01-01T00:00:00Z') / 1_000,
    max: at('2026-12-31T00:00:00Z') / 1_000,
  })
  .map(seconds => seconds * 1_000);

function scheduleOf({ minute, hour, weekday }: Start): string {
  return `${minute} ${hour} * * ${weekday ?? '*'}`;
}

/** Whether a window began in one of the minutes that its length reaches back. */
function isOpenNaively(
  { minute, hour, weekday }: Start,
  { durationMs, timeZone }: Window,
  now: number,
): boolean {
  const lastMinute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  for (let start = lastMinute; start > now - durationMs; start -= MINUTE_MS) {
    const local = DateTime.fromMillis(start, { zone: timeZone });
    if (
      local.minute === minute &&
      local.hour === hour &&
      (weekday === undefined || local.weekday % 7 === weekday)
    )
      return true;
  }
  return false;
}

describe('openUntil', () => {
  it('says that a window is open when and only when it began less than its length ago', () => {
    fc.assert(
      fc.property(
        startArbitrary,
        fc.integer({ min: 1, max: 26 * 60 }),
        fc.constantFrom(...zones),
        momentArbitrary,
        (start, minutes, timeZone, now) => {
          const window = {
            schedule: scheduleOf(start),
            durationMs: minutes * MINUTE_MS,
            timeZone,
          };
          expect(openUntil(window, now) !== undefined).toBe(
            isOpenNaively(start, window, now),
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  it('names the first moment at which it is open no more', () => {
    fc.assert(
      fc.property(
        startArbitrary,
        // Shorter than a day: it does not follow on itself
        fc.integer({ min: 1, max: 22 * 60 }),
        fc.constantFrom(...zones),
        momentArbitrary,
        (start, minutes, timeZone, now) => {
          const window = {
            schedule: scheduleOf(start),
            durationMs: minutes * MINUTE_MS,
            timeZone,
          };
          const end = openUntil(window, now);
          fc.pre(end !== undefined);
          expect(end).toBeGreaterThan(now);
          expect(isOpenNaively(start, window, end! - 1)).toBe(true);
          expect(isOpenNaively(start, window, end!)).toBe(false);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is open from its first moment to just before its last', () => {
    const window = {
      schedule: '0 18 * * 5',
      durationMs: 62 * HOUR_MS,
      timeZone: 'UTC',
    };
    const [begin, end] = [at('2026-11-20T18:00:00Z'), at('2026-11-23T08:00Z')];
    expect(openUntil(window, begin - 1)).toBeUndefined();
    expect(openUntil(window, begin)).toBe(end);
    expect(openUntil(window, end - 1)).toBe(end);
    expect(openUntil(window, end)).toBeUndefined();
  });

  it('takes windows that follow on each other for one', () => {
    const workdays = {
      schedule: '0 0 * * 1-5',
      durationMs: 24 * HOUR_MS,
      timeZone: 'UTC',
    };
    expect(iso(openUntil(workdays, at('2026-11-23T06:00:00Z')))).toBe(
      '2026-11-28T00:00:00.000Z',
    );
    const everyMinuteOfWorkdays = {
      schedule: '* * * * 1-5',
      durationMs: HOUR_MS,
      timeZone: 'UTC',
    };
    expect(
      iso(openUntil(everyMinuteOfWorkdays, at('2026-11-23T06:00:00Z'))),
    ).toBe('2026-11-28T00:59:00.000Z');
  });

  it('has the same end as long as it is open', () => {
    const weekend = {
      schedule: '0 18 * * 5',
      durationMs: 62 * HOUR_MS,
      timeZone: 'Europe/Berlin',
    };
    const end = '2026-11-23T07:00:00.000Z';
    for (const now of ['2026-11-22T08:00Z', '2026-11-20T17:00Z', end])
      expect(iso(openUntil(weekend, at(now)))).toBe(
        now === end ? undefined : end,
      );
  });

  it('names the end of a single window, however far it is', () => {
    const winter = {
      schedule: '0 0 20 12 *',
      durationMs: 24 * 20 * HOUR_MS,
      timeZone: 'UTC',
    };
    expect(iso(openUntil(winter, at('2026-12-20T00:00:00Z')))).toBe(
      '2027-01-09T00:00:00.000Z',
    );
  });

  it('names the end of three weeks of single days', () => {
    const holidays = {
      schedule: '0 0 10-31 12 *',
      durationMs: 24 * HOUR_MS,
      timeZone: 'UTC',
    };
    expect(iso(openUntil(holidays, at('2026-12-10T06:00:00Z')))).toBe(
      '2027-01-01T00:00:00.000Z',
    );
  });

  it('names no end of what never ends', () => {
    // Recorded: Argo CD's own way of stopping everything
    const always = {
      schedule: '* * * * *',
      durationMs: HOUR_MS,
      timeZone: 'Europe/Berlin',
    };
    expect(openUntil(always, at('2026-11-23T06:00:00Z'))).toBe(Infinity);
  });

  it('keeps the local time of its start when clocks change, and its length in hours', () => {
    const window = {
      schedule: '0 18 * * 5',
      durationMs: 62 * HOUR_MS,
      timeZone: 'Europe/Berlin',
    };
    // To winter time in the night to Sunday 2026-10-25: 62 hours end at 07:00
    expect(iso(opensNext(window, at('2026-10-22T00:00:00Z')))).toBe(
      '2026-10-23T16:00:00.000Z',
    );
    expect(iso(openUntil(window, at('2026-10-25T12:00:00Z')))).toBe(
      '2026-10-26T06:00:00.000Z',
    );
    // A week later it begins at 18:00 of winter time
    expect(iso(opensNext(window, at('2026-10-29T00:00:00Z')))).toBe(
      '2026-10-30T17:00:00.000Z',
    );
  });

  it('begins once in a night whose hour comes twice, and not too late in one that lacks it', () => {
    const window = {
      schedule: '30 2 * * *',
      durationMs: 10 * MINUTE_MS,
      timeZone: 'Europe/Berlin',
    };
    const twice = opensNext(window, at('2026-10-24T12:00:00Z'));
    expect(['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']).toContain(
      iso(twice),
    );
    expect(iso(opensNext(window, twice))).toBe('2026-10-26T01:30:00.000Z');
    const lacking = opensNext(window, at('2026-03-28T12:00:00Z'));
    expect(lacking).toBeLessThanOrEqual(at('2026-03-29T01:30:00Z'));
  });
});

describe('opensNext', () => {
  it('names a start that is still to come', () => {
    fc.assert(
      fc.property(
        startArbitrary,
        fc.constantFrom(...zones),
        momentArbitrary,
        (start, timeZone, now) => {
          const window = {
            schedule: scheduleOf(start),
            durationMs: MINUTE_MS,
            timeZone,
          };
          const next = opensNext(window, now);
          expect(next).toBeGreaterThan(now);
          expect(isOpenNaively(start, window, next)).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('goDuration', () => {
  it.each([
    ['48h', 48 * HOUR_MS],
    ['1h30m', 90 * MINUTE_MS],
    ['90m', 90 * MINUTE_MS],
    ['1h0m0s', HOUR_MS],
    ['0.5h', 30 * MINUTE_MS],
    ['20s', 20_000],
  ])('reads %s', (text, expected) => {
    expect(goDuration(text)).toBe(expected);
  });

  it.each(['', '1d', '48', 'h', '1h 30m', '-1h', '1h30', 'P1D'])(
    'does not guess what %j means',
    text => {
      expect(goDuration(text)).toBeUndefined();
    },
  );
});
