import { stringifyEntityRef } from '@backstage/catalog-model';
import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import {
  applicationDetailsSchema,
  applicationDifferenceSchema,
  type ApplicationRef,
  environmentSchema,
  gitopsLogsReadPermission,
  instanceSchema,
  secretKeyMatrixSchema,
  serviceDeploymentsSchema,
} from 'backstage-plugin-gitops-common';
import type { Router } from 'express';
import { PortalRefusedError } from '../argocd/errorForCaller';
import { secretKeyMatrix } from '../details/secretKeyMatrix';
import type { Gitops } from '../Gitops';
import type { Access } from './Access';
import type { Endpoints } from './Endpoint';
import { Caller, SENT, serve } from './serve';
import { applicationPath, listOf, servicePath } from './shapes';
import { visibleDeployments } from './visibleDeployments';

export const deploymentEndpoints = {
  environments: {
    method: 'get',
    path: '/v1/environments',
    description: 'The environments in the order of promotion.',
    answer: listOf(environmentSchema, 'The environments'),
  },
  instances: {
    method: 'get',
    path: '/v1/instances',
    description:
      'The Argo CD instances: connection, last list, counts, staleness. Needs gitops.instance.read.',
    answer: listOf(instanceSchema, 'The instances'),
  },
  serviceDeployments: {
    method: 'get',
    path: '/v1/services/{kind}/{namespace}/{name}/deployments',
    description:
      'What runs of a service in every environment that the caller may see. Answered from memory.',
    params: servicePath,
    answer: serviceDeploymentsSchema,
  },
  serviceSecretKeys: {
    method: 'get',
    path: '/v1/services/{kind}/{namespace}/{name}/secret-keys',
    description:
      "The keys of a service's ExternalSecrets in every environment that the caller may see, beside each other. Never their values. Read from Argo CD.",
    params: servicePath,
    answer: secretKeyMatrixSchema,
  },
  applicationDetails: {
    method: 'get',
    path: '/v1/deployments/{instance}/{namespace}/{application}',
    description:
      'All that is shown of one Application, read from Argo CD. The log of a failure needs gitops.logs.read.',
    params: applicationPath,
    answer: applicationDetailsSchema,
  },
  applicationDifference: {
    method: 'get',
    path: '/v1/deployments/{instance}/{namespace}/{application}/difference',
    description:
      'Where the cluster is not as Git asks for: fields, never of Secrets, and masked where they look like a secret. Read from Argo CD.',
    params: applicationPath,
    answer: applicationDifferenceSchema,
  },
} satisfies Endpoints;

/** What is deployed where. */
export function addDeploymentRoutes(
  router: Router,
  {
    gitops,
    access,
    caller,
  }: { gitops: Gitops; access: Access; caller: Caller },
): void {
  serve(router, caller, deploymentEndpoints, {
    async environments({ credentials }) {
      await access.anything(credentials);
      return { items: [...gitops.environments.all()] };
    },

    async instances({ credentials }) {
      await access.instances(credentials);
      return { items: gitops.instances() };
    },

    async serviceDeployments({ params, credentials, res }) {
      const seen = await access.service(
        stringifyEntityRef(params),
        credentials,
        { isLookedAt: true },
      );
      if (!seen.isWhole) return visibleDeployments(seen, gitops);
      const { body, etag } = seen.answer;
      res.set('ETag', etag).type('json').send(body);
      return SENT;
    },

    async serviceSecretKeys({ params, credentials }) {
      const seen = await access.service(
        stringifyEntityRef(params),
        credentials,
      );
      const { environments } = visibleDeployments(seen, gitops);
      return secretKeyMatrix(
        await Promise.all(
          environments.map(async ({ environment, title, applications }) => ({
            name: environment,
            title,
            applications: await Promise.all(
              applications.map(one => keysOf(gitops, one)),
            ),
          })),
        ),
      );
    },

    async applicationDetails({ params, credentials }) {
      const { instance, namespace, application: name } = params;
      const subject = await access.application(
        gitops.application({ instance, namespace, name }),
        credentials,
      );
      const { application, environment } = subject;
      const { may } = await access.rights(subject, credentials);
      const details = await gitops.reads.details(application);
      return may(gitopsLogsReadPermission, environment)
        ? details
        : { ...details, failureLog: null };
    },

    async applicationDifference({ params, credentials }) {
      const { instance, namespace, application: name } = params;
      const { application } = await access.application(
        gitops.application({ instance, namespace, name }),
        credentials,
      );
      return gitops.reads.difference(application);
    },
  });
}

/** What can't be read of one Application says nothing of the others. */
async function keysOf(gitops: Gitops, ref: ApplicationRef) {
  const application = gitops.application(ref);
  if (!application) return { keys: [], secrets: [], reasons: [] };
  try {
    const { secretKeys, externalSecrets, unavailable } =
      await gitops.reads.secretKeys(application, Infinity);
    return {
      keys: secretKeys,
      secrets: externalSecrets,
      reasons: unavailable.map(({ reason }) => reason),
    };
  } catch (error) {
    const isOfArgoCd =
      error instanceof NotFoundError ||
      error instanceof ServiceUnavailableError ||
      error instanceof PortalRefusedError;
    if (!isOfArgoCd) throw error;
    return { unreadable: error.message };
  }
}
