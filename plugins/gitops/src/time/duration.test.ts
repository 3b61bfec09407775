import { exactDuration, roughDuration } from './duration';

const s = 1_000;
const min = 60 * s;
const h = 60 * min;
const d = 24 * h;

describe('roughDuration', () => {
  it.each([
    [-5 * min, 'moments', 0],
    [59 * s, 'moments', 0],
    [60 * s, 'minutes', 1],
    [59 * min + 59 * s, 'minutes', 59],
    [h, 'hours', 1],
    [23 * h + 59 * min, 'hours', 23],
    [d, 'days', 1],
    [364 * d, 'days', 364],
    [800 * d, 'years', 2],
  ])('says of %d ms: %s, %d', (ms, unit, count) => {
    expect(roughDuration(0, ms)).toEqual({ unit, count });
  });
});

describe('exactDuration', () => {
  it.each([
    [-5 * s, '0 seconds'],
    [0, '0 seconds'],
    [48 * s, '48 seconds'],
    [94 * s, '1 minutes 34 seconds'],
    [4 * min, '4 minutes'],
    [26 * min + 12 * s, '26 minutes'],
    [52 * h, '2 days 4 hours'],
    [2 * d + 30 * min, '2 days 30 minutes'],
  ])('says of %d ms: %s', (ms, expected) => {
    expect(
      exactDuration(ms)
        .map(({ unit, count }) => `${count} ${unit}`)
        .join(' '),
    ).toBe(expected);
  });
});
