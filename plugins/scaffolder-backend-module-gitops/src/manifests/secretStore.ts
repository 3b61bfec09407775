import type { SecretStoreKind } from 'backstage-plugin-gitops-common';
import type { StoreRef } from './externalSecret';
import { waveAnnotation, waves } from './waves';

/** A service account; it is in the namespace of a SecretStore, and a ClusterSecretStore names one. */
export interface ServiceAccount {
  name: string;
  namespace?: string;
}

/** What signing in to each platform takes. None of it is a secret. */
export interface Access {
  aws: {
    region: string;
    /** ARN of the role that is assumed */
    role: string;
    /** Whether the operator assumes it, with its own EKS Pod Identity */
    podIdentity?: boolean;
  };
  azure: {
    vaultUrl: string;
    /** Of the managed identity that the service account stands for */
    clientId: string;
    tenantId: string;
  };
  gcp: {
    projectId: string;
    /** E-mail of the Google service account that the service account stands for, if it does */
    serviceAccount?: string;
  };
  vault: {
    server: string;
    /** Where the kv engine, version 2, is mounted */
    path: string;
    role: string;
    /** Where the Kubernetes auth method is mounted */
    mountPath?: string;
  };
}

/** How a store signs in: as a workload, never with a key that would have to be kept somewhere. */
interface Provider<A extends keyof Access = keyof Access> {
  access: A;
  specOf(access: Access[A], serviceAccountRef: ServiceAccount): object;
  /** Of the service account; none is needed where this is undefined */
  annotationsOf(
    access: Access[A],
  ): Record<string, string | undefined> | undefined;
}

/**
 * External Secrets can't be another service account for EKS Pod Identity, as the agent tells Pods
 * by their addresses: the operator signs in as itself, and assumes the role of the store.
 */
function aws(service: string): Provider<'aws'> {
  return {
    access: 'aws',
    specOf: ({ region, role, podIdentity }, serviceAccountRef) => ({
      aws: podIdentity
        ? { service, region, role }
        : { service, region, auth: { jwt: { serviceAccountRef } } },
    }),
    annotationsOf: ({ role, podIdentity }) =>
      podIdentity ? undefined : { 'eks.amazonaws.com/role-arn': role },
  };
}

const azure: Provider<'azure'> = {
  access: 'azure',
  specOf: ({ vaultUrl, tenantId }, serviceAccountRef) => ({
    azurekv: {
      vaultUrl,
      tenantId,
      authType: 'WorkloadIdentity',
      serviceAccountRef,
    },
  }),
  // Without the tenant: External Secrets refuses a store if its service account has one too
  annotationsOf: ({ clientId }) => ({
    'azure.workload.identity/client-id': clientId,
  }),
};

const gcp: Provider<'gcp'> = {
  access: 'gcp',
  specOf: ({ projectId }, serviceAccountRef) => ({
    gcpsm: {
      projectID: projectId,
      auth: { workloadIdentity: { serviceAccountRef } },
    },
  }),
  annotationsOf: ({ serviceAccount }) => ({
    'iam.gke.io/gcp-service-account': serviceAccount,
  }),
};

const vault: Provider<'vault'> = {
  access: 'vault',
  specOf: (
    { server, path, role, mountPath = 'kubernetes' },
    serviceAccountRef,
  ) => ({
    vault: {
      server,
      path,
      version: 'v2',
      auth: { kubernetes: { mountPath, role, serviceAccountRef } },
    },
  }),
  annotationsOf: () => ({}),
};

export const storeProviders = {
  aws: aws('SecretsManager'),
  'aws-parameter-store': aws('ParameterStore'),
  azure,
  gcp,
  vault,
} satisfies { [K in SecretStoreKind]: Provider<any> };

export interface StoreOptions {
  kind: SecretStoreKind;
  store: StoreRef;
  access: Access[keyof Access];
  serviceAccount: ServiceAccount;
}

/** The service account that a store signs in as, where it does, and the store. */
export function storeManifests(options: StoreOptions): object[] {
  const { kind, store, access, serviceAccount } = options;
  const provider: Provider<any> = storeProviders[kind];
  const annotations = provider.annotationsOf(access);
  const { namespace } = serviceAccount;
  const ofStore = {
    apiVersion: 'external-secrets.io/v1',
    kind: store.kind,
    metadata: {
      name: store.name,
      annotations: waveAnnotation(waves.secretStore),
    },
    spec: {
      // Without them, every namespace of the cluster could read as this service
      conditions: namespace && [{ namespaces: [namespace] }],
      provider: provider.specOf(access, serviceAccount),
    },
  };
  if (!annotations) return [ofStore];
  return [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: {
        ...serviceAccount,
        annotations: { ...annotations, ...waveAnnotation(waves.secretStore) },
      },
    },
    ofStore,
  ];
}
