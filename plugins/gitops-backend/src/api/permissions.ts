import { RESOURCE_TYPE_GITOPS_DEPLOYMENT } from 'backstage-plugin-gitops-common';
import {
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { z } from 'zod';

/**
 * What rules are applied to: one service in one environment.
 *
 * @public
 */
export interface DeploymentResource {
  /** Reference of the service's entity */
  entityRef: string;
  /** References of its owners */
  owners: string[];
  environment: string;
}

/** @public */
export const gitopsDeploymentResourceRef = createPermissionResourceRef<
  DeploymentResource,
  never
>().with({
  pluginId: 'gitops',
  resourceType: RESOURCE_TYPE_GITOPS_DEPLOYMENT,
});

const isEntityOwner = createPermissionRule({
  name: 'IS_ENTITY_OWNER',
  description: 'Allow for services that one of the claims owns',
  resourceRef: gitopsDeploymentResourceRef,
  paramsSchema: z.object({
    claims: z
      .array(z.string())
      .describe(
        'References of users and groups, such as a user’s ownershipEntityRefs',
      ),
  }),
  apply: ({ owners }, { claims }) =>
    owners.some(owner => claims.includes(owner)),
  toQuery: neverQueried,
});

const inEnvironment = createPermissionRule({
  name: 'IN_ENVIRONMENT',
  description: 'Allow in the named environments',
  resourceRef: gitopsDeploymentResourceRef,
  paramsSchema: z.object({
    environments: z.array(z.string()).describe('Names of environments'),
  }),
  apply: ({ environment }, { environments }) =>
    environments.includes(environment),
  toQuery: neverQueried,
});

/** @public */
export const gitopsDeploymentRules = { isEntityOwner, inEnvironment };

function neverQueried(): never {
  throw new Error(
    'Deployments are held in memory: rules are applied to each, never turned into a query',
  );
}

/** `component:default/orders#production` */
export function deploymentResourceName(
  entityRef: string,
  environment: string,
): string {
  return `${entityRef}#${environment}`;
}

export function parseDeploymentResourceName(name: string): {
  entityRef: string;
  environment: string;
} {
  const [entityRef, environment = ''] = name.split('#', 2);
  return { entityRef, environment };
}
