import { windowStart } from './window';

it.each([
  ['2026-03-02T00:00:00Z', 0, '2026-03-02T00:00:00.000Z'],
  ['2026-03-08T23:59:59Z', 0, '2026-03-02T00:00:00.000Z'],
  ['2026-03-08T23:59:59Z', 12, '2025-12-08T00:00:00.000Z'],
])('of %s, %s weeks begin on the Monday %s', (now, weeks, expected) => {
  expect(windowStart(weeks, Date.parse(now))).toBe(expected);
});
