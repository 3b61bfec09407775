import type { ArgoCdClient } from '../argocd/ArgoCdClient';
import { ArgoCdError } from '../argocd/ArgoCdError';
import { applicationSet } from '../argocd/applicationSetSchemas';
import * as schemas from '../argocd/detailSchemas';
import type { DiagnosisClient } from '../diagnosis/diagnose';
import { recorded } from './recordings';

type DetailClient = DiagnosisClient &
  Pick<ArgoCdClient, 'externalSecret' | 'deepLinks' | 'comparedResources'>;

/** Answers what was recorded of an Application; what was not recorded is not found. */
export function recordedClient(answers: {
  get: string;
  tree?: string;
  managedResources?: string;
  events?: string;
  applicationSet?: string;
  syncWindows?: string;
  externalSecret?: string;
  deepLinks?: string;
  project?: string;
}): DetailClient {
  const answer = <T>(
    name: string | undefined,
    read: (body: unknown) => T,
  ): Promise<T> =>
    name
      ? Promise.resolve(read(recorded(name)))
      : Promise.reject(
          new ArgoCdError({ code: 'notFound', params: { answer: '404' } }),
        );
  return {
    get: () =>
      answer(answers.get, body => schemas.applicationDetail.parse(body)),
    resourceTree: () =>
      answer(answers.tree, body => schemas.resourceTree.parse(body)),
    managedResources: () =>
      answer(answers.managedResources, body =>
        schemas.managedResources.parse(body),
      ),
    comparedResources: () =>
      answer(answers.managedResources, body =>
        schemas.comparedResources.parse(body),
      ),
    events: () =>
      answer(answers.events, body => schemas.kubernetesEvents.parse(body)),
    logs: async () => [],
    applicationSet: () =>
      answer(answers.applicationSet, body => applicationSet.parse(body)),
    syncWindows: () =>
      answer(answers.syncWindows, body => schemas.syncWindows.parse(body)),
    deepLinks: () =>
      answer(answers.deepLinks, body => schemas.deepLinks.parse(body)),
    project: () => answer(answers.project, body => schemas.project.parse(body)),
    externalSecret: () =>
      answer(answers.externalSecret, body =>
        schemas.externalSecret.parse(
          JSON.parse(schemas.liveResource.parse(body).manifest),
        ),
      ),
  };
}
