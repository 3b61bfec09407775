import { ConflictError } from '@backstage/errors';
import type { Draft } from '../draft/Draft';
import { sameNamed } from '../names/serviceName';

/**
 * Refuses a service whose Application would have the name of another service's in another environment.
 *
 * @param pathOf - the file that makes the Application of a service in an environment
 * @throws ConflictError which names the other
 */
export async function refuseSameNamed(
  draft: Draft,
  service: string,
  environments: readonly string[],
  pathOf: (service: string, environment: string) => string,
): Promise<void> {
  for (const environment of environments)
    for (const other of sameNamed(service, environment)) {
      const path = pathOf(other.service, other.environment);
      if (path === pathOf(service, environment)) continue;
      if ((await draft.read(path)) === undefined) continue;
      throw new ConflictError(
        `${service} in ${environment} would be the Application ${service}-${environment}, which ${other.service} in ${other.environment} is already (${path}). Choose another name`,
      );
    }
}
