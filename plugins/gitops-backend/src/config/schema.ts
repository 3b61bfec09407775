import { z } from 'zod';
import { duration, keptDuration, longDuration } from './duration';

/**
 * The configuration as it is written. What one value can't tell (cycles, duplicates, files) is
 * checked by those who read it.
 */

const text = z.string().min(1);

const textOrTexts = 'has to be a text or a list of texts, none of them empty';

const patterns = z
  .union([text, z.array(text).min(1)], { error: textOrTexts })
  .transform(value => (Array.isArray(value) ? value : [value]));

const namespace = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
    'has to be the name of a namespace: small letters, digits and "-"',
  );

const templateRef = z
  .string()
  .regex(
    /^(?:template:)?(?:[^:/\s]+\/)?[^:/\s]+$/i,
    'has to be the reference of a template: "template:default/change-settings"',
  );

export const templatesSchema = z.strictObject({
  branch: text.optional(),
  title: text.optional(),
  message: text.optional(),
  body: text.optional(),
});

export const gitopsSchema = z.strictObject({
  serviceLabel: text.optional(),
  catalogNamespaces: z.array(namespace).min(1).optional(),
  argocd: z.strictObject({ instances: z.array(z.unknown()) }).optional(),
  readiness: z.boolean().optional(),
  versionPlaces: z.strictObject({ within: patterns }).optional(),
  environments: z.array(z.unknown()).min(1).optional(),
  promotions: z
    .strictObject({
      holdLabel: text.optional(),
      templates: templatesSchema.optional(),
    })
    .optional(),
  changes: z
    .strictObject({
      repositories: patterns,
      annotation: text.optional(),
      tags: patterns.optional(),
      inPullRequests: z.boolean().optional(),
    })
    .optional(),
  history: z.strictObject({ keepFor: keptDuration.optional() }).optional(),
  notifications: z
    .strictObject({
      after: longDuration,
      environments: z.array(text).min(1).optional(),
      states: z
        .array(z.enum(['failed', 'degraded']))
        .min(1)
        .optional(),
      recovery: z.boolean().optional(),
    })
    .optional(),
  // The browser reads these two
  templates: z
    .array(z.strictObject({ title: text, ref: templateRef }))
    .optional(),
  claimTemplate: templateRef.optional(),
});

export const instanceSchema = z.strictObject({
  name: z
    .string()
    .regex(
      /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/,
      'has to be made of letters, digits, ".", "_" and "-"',
    ),
  url: text,
  publicUrl: text.optional(),
  token: text.optional(),
  tokenFile: text.optional(),
  username: text.optional(),
  password: text.optional(),
  ca: text.optional(),
  caFile: text.optional(),
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

export const environmentSchema = z.strictObject({
  name: text.max(63),
  title: text.optional(),
  from: z
    .union([text.transform(one => [one]), z.array(text)], {
      error: textOrTexts,
    })
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
  promotion: z.unknown().optional(),
  actions: z.boolean().optional(),
});

const autoSchema = z.strictObject(
  { merge: z.boolean().optional() },
  {
    error: ({ code }) =>
      code === 'invalid_type'
        ? 'has to be true, false or an object'
        : undefined,
  },
);

/** `true` is short for an object that says nothing. */
function fullAuto(value: unknown): unknown {
  if (value === false) return undefined;
  return value === true ? {} : value;
}

/** How a version arrives in an environment, written in full. */
export const promotionSchema = z.strictObject({
  mode: z.enum(['imageUpdater', 'workflow', 'pullRequest']),
  soakTime: longDuration.optional(),
  freezes: z
    .array(
      z.strictObject({
        title: text,
        schedule: text,
        duration: longDuration,
        timeZone: text.optional(),
      }),
    )
    .optional(),
  labels: z.array(text).max(10).optional(),
  reviewers: z.array(text).optional(),
  merge: z
    .preprocess(
      value => (typeof value === 'string' ? { method: value } : value),
      z.strictObject({
        method: z.enum(['merge', 'squash', 'rebase']).optional(),
        whenReady: z.boolean().optional(),
      }),
    )
    .optional(),
  auto: z.preprocess(fullAuto, autoSchema.optional()).optional(),
  keepUpToDate: z.boolean().optional(),
  fourEyes: z.boolean().optional(),
  servicesMaySet: z
    .array(z.enum(['soakTime', 'reviewers', 'labels', 'merge', 'auto']))
    .optional(),
  workflow: z
    .strictObject({
      file: text,
      repository: text.optional(),
      ref: text.optional(),
      inputs: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
});
