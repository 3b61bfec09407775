import { z } from 'zod';
import { EVERYTHING, MAX_FREEZE_REASON_LENGTH } from './constants';
import { nullableTime, time } from './fields';

/** Names, or {@link EVERYTHING} alone. */
function scopeOf(item: z.ZodString, max: number) {
  return z
    .array(item)
    .min(1)
    .max(max)
    .refine(
      items => items.length === 1 || !items.includes(EVERYTHING),
      `has to be "${EVERYTHING}" alone, or names without it`,
    );
}

/** @public */
export const freezeRequestSchema = z
  .strictObject({
    services: scopeOf(
      z
        .string()
        .min(1)
        .max(400)
        .regex(/^\S+$/, 'may not contain spaces: component:default/orders'),
      100,
    ).describe('References of entities, or * for every service'),
    environments: scopeOf(z.string().min(1).max(253), 100).describe(
      'Names of environments, or * for every one',
    ),
    reason: z
      .string()
      .trim()
      .min(1)
      .max(MAX_FREEZE_REASON_LENGTH)
      .regex(
        /^[^\p{Cc}\p{Zl}\p{Zp}]*$/u,
        'has to be one line, without control characters',
      )
      .describe(
        'Is shown to everyone who may see what is frozen, and goes into the audit log',
      ),
    from: time
      .optional()
      .describe('When it begins: at once where that is absent or past'),
    until: time
      .optional()
      .describe('When it ends by itself; absent where somebody has to end it'),
    timeZone: z
      .string()
      .max(64)
      .refine(isTimeZone, 'has to be an IANA time zone: Europe/Berlin')
      .optional()
      .describe('The clock by which sentences name its times. UTC by default'),
  })
  .describe('What is to be frozen, why and for how long');

/**
 * What is to be frozen, why and for how long.
 *
 * @public
 */
export type FreezeRequest = z.infer<typeof freezeRequestSchema>;

const person = z.object({ ref: z.string(), name: z.string() });

/** @public */
export const freezeSchema = z
  .object({
    id: z.string(),
    services: z
      .array(z.string())
      .describe(
        'References of the entities, as far as the caller may see them; * for every service',
      ),
    environments: z
      .array(z.string())
      .describe(
        'Names of the environments, as far as the caller may see them; * for every one',
      ),
    reason: z.string(),
    from: time,
    until: nullableTime.describe('Null where somebody has to end it'),
    timeZone: z.string().describe('IANA name'),
    createdBy: person,
    createdAt: time,
    endedBy: person
      .nullable()
      .describe('Who ended it before its time; null where nobody did'),
    endedAt: nullableTime.describe('When somebody ended it'),
    canEnd: z.boolean().describe('Whether the caller may end it now'),
  })
  .describe(
    'A time in which nothing is promoted to some environments, for some services or all',
  );

/**
 * A time in which nothing is promoted to some environments, for some services or all. One of a
 * single service is called a hold.
 *
 * @public
 */
export type Freeze = z.infer<typeof freezeSchema>;

/** @public */
export const freezesSchema = z
  .object({
    items: z.array(freezeSchema),
    mayFreeze: z
      .array(z.string())
      .describe(
        'Environments in which the caller may freeze the service that was asked for; every service where none was',
      ),
    mayFreezeAll: z
      .boolean()
      .describe('Whether the caller may freeze every service'),
    mayFreezeSome: z
      .boolean()
      .describe(
        'Whether the caller may freeze services at all; which ones, each of them tells',
      ),
  })
  .describe('Freezes, the newest first, and what the caller may freeze');

/**
 * Freezes, the newest first, and what the caller may freeze.
 *
 * @public
 */
export type Freezes = z.infer<typeof freezesSchema>;

/** @public */
export const freezeAnswerSchema = z
  .object({
    freeze: freezeSchema,
    made: z.boolean().describe('False where the same was in force before'),
  })
  .describe('The freeze that was asked for');

/** @public */
export type FreezeAnswer = z.infer<typeof freezeAnswerSchema>;

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
