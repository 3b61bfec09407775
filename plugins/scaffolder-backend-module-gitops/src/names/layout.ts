import { posix } from 'node:path';
import { InputError } from '@backstage/errors';

/** Where a GitOps repository has things. `{service}` and `{environment}` are filled in. */
export interface Layout {
  /** What a service's environments share */
  base: string;
  /** What one environment adds */
  overlay: string;
}

export const usualLayout: Layout = {
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

/** @throws InputError for a placeholder that is not known */
export function fill(
  template: string,
  values: Readonly<Record<string, string>>,
): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, name) => {
    if (!Object.hasOwn(values, name))
      throw new InputError(
        `${placeholder} in ${JSON.stringify(
          template.slice(0, 200),
        )} stands for nothing. Known are ${Object.keys(values)
          .map(one => `{${one}}`)
          .join(', ')}`,
      );
    return values[name];
  });
}
