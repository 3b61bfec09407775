import { ApiHolder, fetchApiRef } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import {
  GitopsClient,
  serviceNameProblem,
  ServiceNameProblem,
} from 'backstage-plugin-gitops-common';

export type NameProblem = ServiceNameProblem | { code: 'taken'; ref: string };

const timeoutMs = 10_000;

export interface NameVerdict {
  problem: NameProblem | null;
  /** Whether the catalog could be asked */
  isAsked: boolean;
}

/**
 * Why a new service can't have this name. What can't be asked now is not held against it: the task
 * asks again before it makes anything.
 */
export async function judgeName(
  name: string,
  apis: ApiHolder,
  namespace = 'default',
): Promise<NameVerdict> {
  const problem = serviceNameProblem(name, []);
  if (problem) return { problem, isAsked: false };
  const ref = `component:${namespace}/${name}`;
  const [environments, found] = await Promise.all([
    environmentNames(apis).catch(() => []),
    isInCatalog(ref, apis).catch(() => undefined),
  ]);
  return {
    problem: found
      ? { code: 'taken', ref }
      : serviceNameProblem(name, environments),
    isAsked: found !== undefined,
  };
}

async function isInCatalog(
  ref: string,
  apis: ApiHolder,
): Promise<boolean | undefined> {
  const catalog = apis.get(catalogApiRef);
  return catalog && (await catalog.getEntityByRef(ref)) !== undefined;
}

async function environmentNames(apis: ApiHolder): Promise<string[]> {
  const fetchApi = apis.get(fetchApiRef);
  if (!fetchApi) return [];
  const environments = await new GitopsClient({ fetchApi }).environments({
    signal: AbortSignal.timeout(timeoutMs),
  });
  return environments.map(({ name }) => name);
}
