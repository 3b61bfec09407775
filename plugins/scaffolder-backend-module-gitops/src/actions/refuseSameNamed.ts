import { ConflictError } from '@backstage/errors';
import type { Draft } from '../draft/Draft';
import { pathOf } from '../names/layout';
import { defaultNameOf, NameOf, sameNamed } from '../names/serviceName';

/**
 * Refuses a service whose Application would have the name of another service's in another
 * environment. Of files that are of several services or environments it isn't known which
 * Applications they make: those are left alone.
 *
 * @param template - the path of the file that makes the Application of a service in an environment
 * @throws ConflictError which names the other
 */
export async function refuseSameNamed(
  draft: Draft,
  service: string,
  environments: readonly string[],
  template: string,
  nameOf: NameOf = defaultNameOf,
): Promise<void> {
  const isOfOne = ['{service}', '{environment}'].every(one =>
    template.includes(one),
  );
  if (!isOfOne) return;
  for (const environment of environments)
    for (const other of sameNamed(service, environment, nameOf)) {
      const path = pathOf(template, other);
      if (path === pathOf(template, { service, environment })) continue;
      if ((await draft.read(path)) === undefined) continue;
      throw new ConflictError(
        `${service} in ${environment} would be the Application ${nameOf({
          service,
          environment,
        })}, which ${other.service} in ${
          other.environment
        } is already (${path}). Choose another name`,
      );
    }
}
