import {
  Entity,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { Gitops } from '../Gitops';
import type { Entities } from '../ownership/Entities';
import { DeploymentResource, parseDeploymentResourceName } from './permissions';

/** Loads the resources that the permission framework asks for by name. */
export function loadDeploymentResources(
  names: readonly string[],
  options: {
    entities: Pick<Entities, 'get'>;
    gitops: Pick<Gitops, 'locator' | 'inventory' | 'environmentOf'>;
  },
): Promise<(DeploymentResource | undefined)[]> {
  const { entities, gitops } = options;
  return Promise.all(
    names.map(async name => {
      const parsed = parseDeploymentResourceName(name);
      const entity = parsed && (await entities.get(parsed.entityRef));
      if (!entity) return undefined;
      const { environment } = parsed;
      const projects = gitops.locator
        .query(entity)
        .find(gitops.inventory)
        .filter(one => gitops.environmentOf(one) === environment)
        .map(({ project }) => project);
      return resourceOf(entity, environment, [...new Set(projects)]);
    }),
  );
}

/** What rules are applied to, of a service in an environment. */
export function resourceOf(
  entity: Entity,
  environment: string,
  projects: string[],
): DeploymentResource {
  const owners = (entity.relations ?? [])
    .filter(({ type }) => type === RELATION_OWNED_BY)
    .map(({ targetRef }) => targetRef);
  return {
    entityRef: stringifyEntityRef(entity),
    owners,
    environment,
    projects,
  };
}
