import { RESOURCE_TYPE_GITOPS_DEPLOYMENT } from 'backstage-plugin-gitops-common';
import {
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { z } from 'zod';

/**
 * What rules are applied to: one service in one environment. Where a service has Applications
 * there,
 * the backend applies rules to each of them, and all have to hold.
 *
 * @public
 */
export interface DeploymentResource {
  /** Reference of the service's entity */
  entityRef: string;
  /** References of its owners */
  owners: string[];
  /** Empty for Applications that belong to no environment */
  environment: string;
  /** Argo CD's AppProjects of its Applications there; empty where it has none */
  projects: string[];
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

const inProject = createPermissionRule({
  name: 'IN_PROJECT',
  description:
    'Allow where all Applications are in the named AppProjects of Argo CD, and there is one',
  resourceRef: gitopsDeploymentResourceRef,
  paramsSchema: z.object({
    projects: z.array(z.string()).describe('Names of AppProjects'),
  }),
  apply: ({ projects: actual }, { projects }) =>
    actual.length > 0 && actual.every(project => projects.includes(project)),
  toQuery: neverQueried,
});

/** @public */
export const gitopsDeploymentRules = {
  isEntityOwner,
  inEnvironment,
  inProject,
};

function neverQueried(): never {
  throw new Error(
    'Deployments are held in memory: rules are applied to each, never turned into a query',
  );
}

/** `component:default/orders#production`. An environment's name may contain any character. */
export function deploymentResourceName(
  entityRef: string,
  environment: string,
): string {
  return `${entityRef}#${encodeURIComponent(environment)}`;
}

/** Undefined where the text is not the name of such a resource. */
export function parseDeploymentResourceName(
  name: string,
): { entityRef: string; environment: string } | undefined {
  const end = name.lastIndexOf('#');
  if (end <= 0) return undefined;
  try {
    return {
      entityRef: name.slice(0, end),
      environment: decodeURIComponent(name.slice(end + 1)),
    };
  } catch {
    return undefined;
  }
}
