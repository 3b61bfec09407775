import { z } from 'zod';

/** The configuration as it is written. What one value can't tell (cycles, duplicates, files) is checked by those who read it. */

const patterns = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform(value => (Array.isArray(value) ? value : [value]));

const duration = z.strictObject({
  milliseconds: z.number().positive().optional(),
  seconds: z.number().positive().optional(),
  minutes: z.number().positive().optional(),
  hours: z.number().positive().optional(),
});

export type DurationConfig = z.infer<typeof duration>;

export const instanceSchema = z.strictObject({
  name: z
    .string()
    .regex(
      /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/,
      'has to be made of letters, digits, ".", "_" and "-"',
    ),
  url: z.string().min(1),
  publicUrl: z.string().min(1).optional(),
  token: z.string().min(1).optional(),
  tokenFile: z.string().min(1).optional(),
  username: z.string().min(1).optional(),
  password: z.string().min(1).optional(),
  ca: z.string().min(1).optional(),
  caFile: z.string().min(1).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  relistEvery: duration.optional(),
  timeLimits: z
    .strictObject({
      request: duration.optional(),
      list: duration.optional(),
      streamIdle: duration.optional(),
    })
    .optional(),
});

export type InstanceConfig = z.infer<typeof instanceSchema>;

export const gitopsSchema = z.strictObject({
  serviceLabel: z.string().min(1).optional(),
  argocd: z.strictObject({ instances: z.array(instanceSchema) }).optional(),
  environments: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(63),
        title: z.string().min(1).optional(),
        from: z
          .union([
            z
              .string()
              .min(1)
              .transform(one => [one]),
            z.array(z.string().min(1)),
          ])
          .optional(),
        match: z
          .strictObject({
            labels: z.record(z.string(), patterns).optional(),
            namespace: patterns.optional(),
            name: patterns.optional(),
            cluster: patterns.optional(),
            instance: patterns.optional(),
          })
          .optional(),
        promotion: z
          .enum(['imageUpdater', 'workflow', 'pullRequest'])
          .optional(),
      }),
    )
    .optional(),
});

export type GitopsConfig = z.infer<typeof gitopsSchema>;
