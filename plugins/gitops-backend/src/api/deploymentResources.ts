import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  Entity,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { DeploymentResource, parseDeploymentResourceName } from './permissions';

/** Loads the resources that the permission framework asks for by name. */
export async function loadDeploymentResources(
  names: string[],
  options: {
    catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
    credentials: BackstageCredentials;
  },
) {
  const resources = names.map(parseDeploymentResourceName);
  const { items } = await options.catalog.getEntitiesByRefs(
    { entityRefs: resources.map(one => one.entityRef) },
    { credentials: options.credentials },
  );
  return items.map(
    (entity, index) =>
      entity && resourceOf(entity, resources[index].environment),
  );
}

/** What rules are applied to, of a service in an environment. */
export function resourceOf(
  entity: Entity,
  environment: string,
): DeploymentResource {
  const owners = (entity.relations ?? [])
    .filter(({ type }) => type === RELATION_OWNED_BY)
    .map(({ targetRef }) => targetRef);
  return { entityRef: stringifyEntityRef(entity), owners, environment };
}
