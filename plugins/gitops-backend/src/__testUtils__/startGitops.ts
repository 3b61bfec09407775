import { BackendFeature } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { JsonObject } from '@backstage/types';
import request from 'supertest';
import gitopsPlugin from '..';

/** A component of the catalog. */
export function component(
  name: string,
  annotations: Record<string, string> = {},
  owner = 'group:default/team-a',
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', annotations },
    spec: { type: 'service', lifecycle: 'production', owner },
    relations: [{ type: 'ownedBy', targetRef: owner }],
  };
}

/** A backend with this plugin alone, its catalog and its configuration as given. */
export async function startGitops(options: {
  gitops?: JsonObject;
  config?: JsonObject;
  entities?: Entity[];
  features?: BackendFeature[];
}) {
  const backend = await startTestBackend({
    features: [
      gitopsPlugin,
      mockServices.rootConfig.factory({
        data: {
          ...options.config,
          ...(options.gitops && { gitops: options.gitops }),
        },
      }),
      ...(options.entities
        ? [catalogServiceMock.factory({ entities: options.entities })]
        : []),
      ...(options.features ?? []),
    ],
  });
  const { server } = backend;
  const api = request(server);
  return {
    server,
    /** Tests that count what reaches a server end the backends of tests before them. */
    stop: () => backend.stop(),
    get: (path: string) => api.get(`/api/gitops${path}`),
    deployments: (name: string) =>
      api.get(`/api/gitops/v1/services/component/default/${name}/deployments`),
  };
}

/**
 * Asks until the answer is as expected, since what is held arrives in the background. The test's
 * own time limit ends it.
 */
export async function eventually<T>(
  ask: () => PromiseLike<T>,
  isExpected: (answer: T) => boolean,
): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (isExpected(answer)) return answer;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
