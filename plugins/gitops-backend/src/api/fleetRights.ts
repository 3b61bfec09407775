import { createHash } from 'node:crypto';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { PolicyDecision } from '@backstage/plugin-permission-common';
import { gitopsPromotionReadPermission } from 'backstage-plugin-gitops-common';
import type { FleetPart } from '../answers/fleetRow';
import type { Policy } from './Policy';
import type { ShownEntities } from './ShownEntities';

/** What a caller may see of the fleet. */
export interface FleetRights {
  /** The same for all who may see the same */
  readonly key: string;
  shows(part: FleetPart): boolean;
  showsPromotions(parts: readonly FleetPart[]): boolean;
}

/** @param services - references of all services that own Applications */
export async function fleetRightsOf(
  credentials: BackstageCredentials,
  services: readonly string[],
  { policy, shown }: { policy: Policy; shown: ShownEntities },
): Promise<FleetRights> {
  const { deployments } = await policy.reading(credentials);
  const acting = await policy.acting(credentials);
  const promotions = acting.get(gitopsPromotionReadPermission.name);
  const known = await shown.among(services, credentials);
  const holds = (
    decision: PolicyDecision | undefined,
    { owners, environment, project }: FleetPart,
  ) =>
    owners.every(owner =>
      policy.holds(decision, owner, environment, [project]),
    );
  return {
    key: createHash('sha1')
      .update(
        JSON.stringify([
          deployments,
          promotions,
          known === 'all' || [...known],
        ]),
      )
      .digest('base64url'),
    shows: part =>
      (known === 'all' ||
        part.owners.every(owner => known.has(stringifyEntityRef(owner)))) &&
      holds(deployments, part),
    showsPromotions: parts => parts.every(part => holds(promotions, part)),
  };
}
