import { InputError } from '@backstage/errors';
import { SecretStoreKind, secretStores } from 'backstage-plugin-gitops-common';
import type { StoreRef } from '../manifests/externalSecret';
import { Access, StoreOptions, storeProviders } from '../manifests/secretStore';
import { filledIn, Names } from '../names/byEnvironment';
import { checkForm } from '../names/kubernetes';
import { fill } from '../names/layout';
import {
  boolean,
  object,
  optional,
  optionalString,
  string,
  ValueOf,
} from './fields';

const accessFields = {
  aws: optional(
    object(
      {
        region: string(),
        role: string('ARN of the role that reads the entries'),
        podIdentity: optional(
          boolean(
            'Whether the operator assumes the role, with its own EKS Pod Identity and without a service account (default: `false`, and the service account assumes it by IRSA)',
          ),
        ),
      },
      'Of `aws` and `aws-parameter-store`',
    ),
  ),
  azure: optional(
    object(
      { vaultUrl: string(), clientId: string(), tenantId: string() },
      'Azure Workload Identity',
    ),
  ),
  gcp: optional(
    object(
      {
        projectId: string(),
        serviceAccount: optionalString(
          'E-mail of the Google service account that the service account impersonates (default: none, if the service account itself may read)',
        ),
      },
      'Workload Identity of GKE',
    ),
  ),
  vault: optional(
    object(
      {
        server: string('Address of Vault'),
        path: string('Mount of the kv engine, version 2'),
        role: string('Role of the Kubernetes auth method'),
        mountPath: optionalString(
          'Mount of the Kubernetes auth method (default: `kubernetes`)',
        ),
      },
      'Kubernetes auth method',
    ),
  ),
};

export const createStoreField = object(
  {
    serviceAccount: optionalString(
      'Service account that the store signs in as (default: `{service}-secrets`)',
    ),
    namespace: optionalString(
      'For a ClusterSecretStore: the only namespace that may use it, and that of the service account (default: `{service}-{environment}`)',
    ),
    ...accessFields,
  },
  'Writes the store too. It signs in as a workload, never with a key. Set the object with the name of the `provider`. {service} and {environment} are filled in everywhere; a ClusterSecretStore needs its own name in each cluster',
);
export type CreateStore = ValueOf<typeof createStoreField>;

/**
 * What the store of an environment is made of.
 *
 * @throws InputError where the provider's access is missing, or another's is there
 */
export function storeOptionsOf(
  createStore: CreateStore,
  kind: SecretStoreKind,
  store: StoreRef,
  names: Names,
): StoreOptions {
  const { serviceAccount = '{service}-secrets', namespace } = createStore;
  const isOfCluster = store.kind === 'ClusterSecretStore';
  if (namespace && !isOfCluster)
    throw new InputError(
      'input.createStore.namespace is for a ClusterSecretStore: a SecretStore has its service account in its own namespace. Leave it out',
    );
  const account = {
    name: fill(serviceAccount, names),
    namespace: isOfCluster
      ? fill(namespace ?? '{service}-{environment}', names)
      : undefined,
  };
  checkForm('name', account.name, 'input.createStore.serviceAccount');
  checkForm('name', account.namespace, 'input.createStore.namespace');
  const access = accessOf(createStore, kind);
  if (
    'podIdentity' in access &&
    access.podIdentity &&
    createStore.serviceAccount
  )
    throw new InputError(
      'input.createStore.serviceAccount does not fit podIdentity: the operator signs in as itself. Leave one out',
    );
  return {
    kind,
    store,
    access: filledIn({ ...access }, names) as typeof access,
    serviceAccount: account,
  };
}

function accessOf(
  createStore: CreateStore,
  kind: SecretStoreKind,
): Access[keyof Access] {
  const wanted = storeProviders[kind].access;
  const other = (Object.keys(accessFields) as (keyof Access)[]).find(
    one => one !== wanted && createStore[one],
  );
  if (other)
    throw new InputError(
      `input.createStore.${other} does not fit provider ${kind}: give input.createStore.${wanted}`,
    );
  const access = createStore[wanted];
  if (access) return access;
  throw new InputError(
    `input.createStore.${wanted} is missing: the store is ${secretStores[kind].title}`,
  );
}
