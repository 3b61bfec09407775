import { z } from 'zod';
import { claimProblemCodes } from './constants';
import { count, nullableText } from './fields';

/** @public */
export const claimProblemSchema = z
  .object({
    code: z.enum(claimProblemCodes),
    instance: z.string(),
    namespace: z.string(),
    name: z.string(),
    project: z.string(),
    environment: z.string().describe('Empty where it fits none'),
    label: nullableText.describe(
      'The value of its service label; null where it has none',
    ),
    owners: z
      .array(z.string())
      .describe('References of the entities that own it'),
    claimedBy: z
      .array(z.string())
      .describe(
        'References of the other entities that claim it, as far as the caller may see them',
      ),
    hiddenClaims: count.describe(
      'How many more entities claim it that the caller may not see',
    ),
    url: z.string().describe("The Application in Argo CD's own UI"),
  })
  .describe(
    'An Application that no service or no environment claims, or that several entities claim',
  );

/**
 * An Application that no service or no environment claims, or that several entities claim.
 *
 * @public
 */
export type ClaimProblem = z.infer<typeof claimProblemSchema>;

/** @public */
export const claimProblemsSchema = z
  .object({
    items: z.array(claimProblemSchema),
    total: count.describe(
      'How many there are on all pages, of those that the caller may see',
    ),
    nextCursor: nullableText.describe(
      'What asks for the next page; null on the last one',
    ),
    serviceLabel: z
      .string()
      .describe('The label of an Application that names its service'),
  })
  .describe(
    'One page of Applications whose claims are wrong, in the order of instance, namespace and name',
  );

/**
 * One page of Applications whose claims are wrong, in the order of instance, namespace and name.
 *
 * @public
 */
export type ClaimProblems = z.infer<typeof claimProblemsSchema>;

/**
 * What Applications are asked for: those that no service claims, those that fit no environment, or
 * those that several entities claim.
 *
 * @public
 */
export type ClaimProblemFilter =
  | { unclaimed: 'service' | 'environment' }
  | { claims: 'colliding' };
