import { z } from 'zod';
import { count, nullableText, nullableTime } from './fields';

/** @public */
export const secretKeyCellSchema = z
  .object({
    state: z
      .enum(['ready', 'missing', 'notConfirmed'])
      .describe('The worst of the Applications that declare it'),
    externalSecrets: z.array(z.string()),
    store: z.string(),
    remoteKey: z.string().describe('Where the store keeps it'),
    remoteProperty: nullableText,
    refreshedAt: nullableTime.describe('The oldest of them'),
    declaredBy: count.describe('How many Applications declare it'),
  })
  .describe('A key in one environment. Never its value');

/** A key in one environment. Never its value. @public */
export type SecretKeyCell = z.infer<typeof secretKeyCellSchema>;

/** @public */
export const secretKeyMatrixSchema = z
  .object({
    environments: z.array(
      z.object({
        name: z.string(),
        title: z.string(),
        applications: count,
        missing: z
          .array(z.string())
          .describe(
            'ExternalSecrets that Git asks for and the cluster does not have: their keys are not in the table',
          ),
        refreshedAt: nullableTime.describe(
          'When the oldest of its ExternalSecrets was last read from the store',
        ),
        unreadable: nullableText.describe(
          'Why some of its keys could not be read; then a key that is absent here is unknown, not undeclared',
        ),
      }),
    ),
    keys: z
      .array(
        z.object({
          key: z
            .string()
            .describe(
              "Its name in the Secret, or `*` for all of what the store's entry holds",
            ),
          cells: z
            .record(z.string(), secretKeyCellSchema)
            .describe(
              'By environment. Absent where no ExternalSecret in the cluster declares it; Git may be ahead',
            ),
        }),
      )
      .describe('By their names'),
  })
  .describe('The keys of a service in all its environments, beside each other');

/**
 * The keys of a service in all its environments, beside each other. A `key` may be {@link
 * ALL_KEYS}.
 *
 * @public
 */
export type SecretKeyMatrix = z.infer<typeof secretKeyMatrixSchema>;
