import { NOW } from '../__testUtils__/samples';
import { duration, moment } from './words';

describe('duration', () => {
  it.each([
    [0, '0 s'],
    [999, '0 s'],
    [40_000, '40 s'],
    [59 * 60_000 + 59_000, '59 min'],
    [60 * 60_000, '1 h'],
    [26 * 60 * 60_000 + 60_000, '1 d 2 h'],
    [90 * 60_000, '1 h 30 min'],
    [48 * 60 * 60_000 + 60_000, '2 d'],
  ])('says %d ms as %s', (ms, expected) => {
    expect(duration(ms)).toBe(expected);
  });
});

describe('moment', () => {
  it('names the weekday by the clock of the time zone', () => {
    const at = Date.parse('2026-11-23T23:30:00Z');
    expect(moment(at, NOW, 'UTC')).toBe('Monday at 23:30');
    expect(moment(at, NOW, 'Europe/Berlin')).toBe('Tuesday at 00:30');
  });

  it('names the date where a weekday could be that of another week', () => {
    const sixDays = NOW + 6 * 24 * 60 * 60_000;
    expect(moment(sixDays - 1, NOW, 'UTC')).toBe('Sunday at 05:59');
    expect(moment(sixDays, NOW, 'UTC')).toBe('29 November 2026 at 06:00');
  });
});
