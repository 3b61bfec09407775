import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { Minimatch } from 'minimatch';
import type { Finding } from './Finding';

const KEY = 'scaffolder.gitops.secrets.allow';

/** Files in which what looks like a secret is none. */
export interface Allowed {
  /** Pattern of paths from the root of the repository: `charts/payments/*` */
  path: string;
  reason: string;
}

/** Who allows: the platform by its configuration, and a template by its input. */
export interface AllowedSecrets {
  platform: readonly Allowed[];
  template: readonly Allowed[] | undefined;
}

/** @throws Error which names the entry that is not as it should be */
export function allowedByConfig(config: Config): Allowed[] {
  return (config.getOptionalConfigArray(KEY) ?? []).map(entry => ({
    path: entry.getString('path'),
    reason: entry.getString('reason'),
  }));
}

/**
 * Why a finding is allowed, if it is. What is certain only the platform can allow: a template's
 * input may come from its form, and so from the person who is to be kept from publishing a key.
 */
export function reasonToAllow({ platform, template = [] }: AllowedSecrets) {
  const patterns = [
    ...platform.map(one => ({ ...one, isPlatform: true })),
    ...template.map(one => ({ ...one, isPlatform: false })),
  ].map(one => ({ ...one, pattern: patternOf(one) }));
  return (path: string, { level }: Pick<Finding, 'level'>) =>
    patterns.find(
      ({ isPlatform, pattern }) =>
        (isPlatform || level !== 'certain') && pattern.match(path),
    )?.reason;
}

/** Without braces and extended patterns, which may take very long to match. */
function patternOf({ path, reason }: Allowed): Minimatch {
  if (reason.trim() === '')
    throw new InputError(`What is allowed in ${path} needs a reason`);
  return new Minimatch(path, { dot: true, noext: true, nobrace: true });
}
