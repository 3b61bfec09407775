import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds } from '@backstage/types';
import { z } from 'zod';

const DAY_MS = 24 * 60 * 60 * 1000;
const amount = z.number().optional();

const units = z.strictObject(
  {
    years: amount,
    months: amount,
    weeks: amount,
    days: amount,
    hours: amount,
    minutes: amount,
    seconds: amount,
    milliseconds: amount,
  },
  {
    error: ({ code }) =>
      code === 'invalid_type'
        ? 'has to be a duration such as { minutes: 3 } or "3m"'
        : undefined,
  },
);

const written = z
  .preprocess(
    value => (typeof value === 'string' ? readText(value) : value),
    units,
  )
  .transform(durationToMilliseconds);

const upTo = (maxMs: number, name: string) =>
  written.refine(ms => ms > 0 && ms <= maxMs, {
    error: `has to be more than 0 and at most ${name}`,
    when: ({ issues }) => issues.length === 0,
  });

/**
 * A duration as Backstage writes them, in milliseconds. Timers can't wait for longer than some
 * days, and nothing here should.
 */
export const duration = upTo(DAY_MS, 'a day');

/** The same for what is compared with dates, never waited for. */
export const longDuration = upTo(366 * DAY_MS, 'a year');

/** The same for what is kept. */
export const keptDuration = upTo(10 * 366 * DAY_MS, 'ten years');

function readText(text: string): unknown {
  try {
    return readDurationFromConfig(new ConfigReader({ text }), { key: 'text' });
  } catch {
    return text;
  }
}
