import { createHash } from 'node:crypto';
import type { EnvironmentDeployment } from 'backstage-plugin-gitops-common';

/** What is in memory of deployments that gates judge by. */
export function shownBy(
  environments: readonly EnvironmentDeployment[],
): unknown[] {
  return environments.map(({ applications }) =>
    applications.map(one => [
      ...[one.instance, one.namespace, one.name],
      ...[one.state, one.running, one.wanted, one.revision],
      ...[one.sync, one.health, one.operationPhase],
      ...[one.images, one.staleSince !== null],
    ]),
  );
}

/** The same for the same, in a few characters. */
export function hashOf(basis: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(basis))
    .digest('base64url')
    .slice(0, 16);
}
