import { posix } from 'node:path';
import { InputError } from '@backstage/errors';

/** Where a GitOps repository has things. `{service}` and `{environment}` are filled in. */
export interface Layout {
  /** What a service's environments share */
  base: string;
  /** What one environment adds */
  overlay: string;
}

export const defaultLayout: Layout = {
  base: 'apps/{service}/base',
  overlay: 'apps/{service}/envs/{environment}',
};

/**
 * A path of the repository with its placeholders filled in.
 *
 * @throws InputError for a placeholder that is not known, and where it leads out of the repository
 */
export function pathOf(
  template: string,
  values: Readonly<Record<string, string>>,
): string {
  const filled = fill(template, values);
  const path = posix.normalize(filled);
  if (posix.isAbsolute(path) || path === '..' || path.startsWith('../'))
    throw new InputError(`The path ${template} leads out of the repository`);
  return path.replace(/\/$/, '');
}

/**
 * @param name - of the template in the sentence, in place of itself, where that may be a secret by
 *   mistake
 * @throws InputError for a placeholder that is not known
 */
export function fill(
  template: string,
  values: Readonly<Record<string, string>>,
  name?: string,
): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, key) => {
    if (Object.hasOwn(values, key)) return values[key];
    const known = Object.keys(values).map(one => `{${one}}`);
    const what = name
      ? `${name} has a placeholder that is not known`
      : `${placeholder} in ${JSON.stringify(
          template.slice(0, 200),
        )} is not a known placeholder`;
    throw new InputError(`${what}. Use ${known.join(' or ')}`);
  });
}
