import { array, Field, object, optional } from './fields';
import type { z as zod } from 'zod/v3';

/** Patterns of paths are limited in length, because a long one may take very long to match. */
const MAX_PATH = 200;
const MAX_REASON = 500;
const MAX_ENTRIES = 50;

function text(description: string, max: number): Field<zod.ZodString> {
  return z => z.string({ description }).trim().min(1).max(max);
}

const entry = object({
  path: text(
    'Path from the root of the repository. `*` is any part of it, `**` any number of parts',
    MAX_PATH,
  ),
  reason: text('Why nothing in it is a secret. Shown in the log', MAX_REASON),
});

/** Input of all actions that look for secrets in files. */
export const allow = optional(
  array(
    entry,
    'Files in which what looks like a secret is not one. Keys of clouds and hosts, private keys and Kubernetes Secrets with values stay refused: only the configuration `scaffolder.gitops.secrets.allow` can allow them',
    { max: MAX_ENTRIES },
  ),
);
