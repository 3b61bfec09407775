import { z } from 'zod';
import { deploymentStates, promotionStates } from './constants';
import { causeCodeSchema } from './deployments';
import { count, nullableText, nullableTime, time } from './fields';
import { instanceFreshnessSchema } from './instances';

/** @public */
export const fleetPromotionSchema = z
  .object({
    id: z.string(),
    state: z.enum(promotionStates),
    number: z
      .int()
      .optional()
      .describe(
        'Of its first pull request; absent until the host has numbered it',
      ),
  })
  .describe('A promotion to an environment that is under way');

/**
 * A promotion to an environment that is under way.
 *
 * @public
 */
export type FleetPromotion = z.infer<typeof fleetPromotionSchema>;

/** @public */
export const fleetAheadSchema = z
  .object({
    newest: z
      .string()
      .describe('What runs in the first environment that runs anything'),
    since: time
      .optional()
      .describe(
        'Since when it is known to have run there; absent where nothing was recorded',
      ),
    notIn: z
      .array(z.string())
      .describe(
        'Names of the environments after that one, in their order, that run something else or nothing, and are not recorded to have run it before',
      ),
  })
  .describe('A version that some environments do not have yet');

/**
 * A version that some environments do not have yet.
 *
 * @public
 */
export type FleetAhead = z.infer<typeof fleetAheadSchema>;

/** @public */
export const fleetCellSchema = z
  .object({
    state: z.enum(deploymentStates),
    cause: causeCodeSchema
      .optional()
      .describe('Why it is in this state; absent where the state says it all'),
    since: time
      .optional()
      .describe("Since when the state holds; absent where it isn't known"),
    staleSince: time
      .optional()
      .describe(
        'Since when this is the last known state rather than the present one; absent while it is current',
      ),
    running: z
      .array(z.string())
      .describe(
        "The versions that serve requests; empty where nothing runs or it isn't known",
      ),
    wanted: z
      .array(z.string())
      .optional()
      .describe(
        'The versions that Git asks for; absent where they are those that run',
      ),
    nothingRuns: z
      .literal(true)
      .optional()
      .describe('Present where it is known that nothing runs'),
    applications: count
      .optional()
      .describe('How many Applications there are; absent for one'),
    promotion: fleetPromotionSchema
      .optional()
      .describe(
        'Absent where none is known to be under way, or the caller may not see promotions',
      ),
  })
  .describe('One service in one environment; the worst Application decides');

/**
 * One service in one environment; the worst Application decides.
 *
 * @public
 */
export type FleetCell = z.infer<typeof fleetCellSchema>;

/** @public */
export const fleetServiceSchema = z
  .object({
    ref: z.string().describe('Reference of the entity'),
    title: z.string(),
    owner: nullableText.describe('Reference of its first owner'),
    system: nullableText.describe('Reference of its system'),
    cells: z
      .record(z.string(), fleetCellSchema)
      .describe('By environment. Absent where the caller sees nothing of it'),
    ahead: fleetAheadSchema
      .optional()
      .describe(
        'Absent where no environment is known to miss the version, or it is not known which one is the newest',
      ),
  })
  .describe('A service that owns Applications');

/**
 * A service that owns Applications.
 *
 * @public
 */
export type FleetService = z.infer<typeof fleetServiceSchema>;

/** @public */
export const fleetEnvironmentSchema = z
  .object({
    name: z.string(),
    title: z.string(),
    unreadSince: nullableTime.describe(
      'Since when an instance that may have Applications here is not read: a service without a cell may run all the same',
    ),
  })
  .describe('A column of the fleet');

/**
 * A column of the fleet.
 *
 * @public
 */
export type FleetEnvironment = z.infer<typeof fleetEnvironmentSchema>;

/** @public */
export const fleetSchema = z
  .object({
    cursor: z.string().describe('What asks for the changes since this answer'),
    isWhole: z
      .boolean()
      .describe(
        'False where `services` has only those that changed since the cursor of the request',
      ),
    environments: z
      .array(fleetEnvironmentSchema)
      .describe('In the order of promotion'),
    instances: z.array(instanceFreshnessSchema),
    services: z.array(fleetServiceSchema),
    gone: z
      .array(z.string())
      .describe('References of services that are no longer there'),
    isRestricted: z
      .boolean()
      .describe('Whether some of it is hidden from the caller'),
  })
  .describe('What runs of every service in every environment');

/**
 * What runs of every service in every environment.
 *
 * @public
 */
export type Fleet = z.infer<typeof fleetSchema>;
