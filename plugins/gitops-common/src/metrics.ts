import { z } from 'zod';
import { deploymentResults } from './constants';
import { count, nullableText, nullableTime, time } from './fields';

const milliseconds = z.number().nonnegative().nullable();

/** @public */
export const durationMetricSchema = z
  .object({
    n: count.describe('How many were measured'),
    medianMs: milliseconds.describe('Milliseconds; null below five'),
    p90Ms: milliseconds.describe('Milliseconds; null below five'),
  })
  .describe('Durations: half of them, and nine of ten, took no longer');

/**
 * Durations: half of them, and nine of ten, took no longer.
 *
 * @public
 */
export type DurationMetric = z.infer<typeof durationMetricSchema>;

/** @public */
export const deliveryWeekSchema = z
  .object({
    start: time.describe('Monday, 00:00 UTC'),
    isWhole: z
      .boolean()
      .describe(
        'Whether it lies in the window and was recorded from its first day to its last',
      ),
    succeeded: count,
    failed: count,
    leadTime: durationMetricSchema
      .nullable()
      .describe('Of what arrived in it; null in the first environment'),
    restore: durationMetricSchema.describe('Of what was restored in it'),
  })
  .describe('A week of deployments');

/**
 * A week of deployments.
 *
 * @public
 */
export type DeliveryWeek = z.infer<typeof deliveryWeekSchema>;

/** @public */
export const deliveryMetricsSchema = z
  .object({
    environment: z.string(),
    from: time,
    to: time,
    recordedSince: nullableTime.describe(
      'When the first deployment ended whose result is known; null where there is none',
    ),
    services: count.describe(
      'How many services are counted: those that the caller may see, as far as the filters leave them',
    ),
    frequency: z
      .object({
        n: count.describe('Deployments that succeeded'),
        weeks: count.describe('Whole weeks: median and p90 are of those'),
        median: z.number().nullable().describe('A week; null below five'),
        p90: z.number().nullable().describe('A week; null below five'),
      })
      .describe('How often what was deployed became healthy'),
    leadTime: durationMetricSchema
      .extend({
        from: z
          .array(z.string())
          .describe('The first environments: where a version comes from'),
      })
      .nullable()
      .describe(
        "From the start of a version's first deployment in the first environment until it was healthy in this one for the first time. Null where this one is the first",
      ),
    failures: z
      .object({
        n: count.describe('Deployments that succeeded or failed'),
        failed: count.describe(
          'The sync failed, or what it deployed stayed unhealthy',
        ),
        rate: z
          .number()
          .min(0)
          .max(1)
          .nullable()
          .describe('failed / n; null below five'),
        unknown: count.describe(
          'Deployments that are not counted, since nobody saw how they ended',
        ),
      })
      .describe('How many deployments failed'),
    restore: durationMetricSchema
      .extend({
        open: count.describe(
          'Applications that were not healthy again by the end of the window',
        ),
      })
      .describe(
        'From the end of a failed deployment until its Application was healthy again. Failures in between belong to the first one',
      ),
    weeks: z.array(deliveryWeekSchema).describe('The oldest first'),
  })
  .describe('How often, how fast and how reliably services are deployed');

/**
 * How often, how fast and how reliably services are deployed. A deployment is a finished sync of
 * one Application.
 *
 * @public
 */
export type DeliveryMetrics = z.infer<typeof deliveryMetricsSchema>;

/** @public */
export const countedDeploymentSchema = z
  .object({
    id: z.string(),
    service: z.string().describe('Reference of the entity'),
    instance: z.string(),
    namespace: z.string(),
    name: z.string().describe('Name of the Application'),
    result: z.enum(deploymentResults),
    version: nullableText.describe('Null where nobody saw what it deployed'),
    startedAt: time,
    finishedAt: time,
    healthyAt: nullableTime,
  })
  .describe('A deployment that delivery metrics count');

/**
 * A deployment that delivery metrics count.
 *
 * @public
 */
export type CountedDeployment = z.infer<typeof countedDeploymentSchema>;

/** @public */
export const countedDeploymentsSchema = z
  .object({
    items: z.array(countedDeploymentSchema),
    next: nullableText.describe(
      'What asks for the page after it, as `before`; null on the last page',
    ),
  })
  .describe('One page of the deployments that are counted, the last one first');

/**
 * One page of the deployments that are counted, the last one first.
 *
 * @public
 */
export type CountedDeployments = z.infer<typeof countedDeploymentsSchema>;

/**
 * Of which deployments metrics are asked for.
 *
 * @public
 */
export interface MetricsFilter {
  environment: string;
  /** Reference of the first owner */
  owner?: string;
  /** Reference of the system */
  system?: string;
  /** Reference of the entity */
  service?: string;
  /** ISO 8601. Twelve weeks before this one by default */
  from?: string;
  /** ISO 8601. Now by default */
  to?: string;
}
