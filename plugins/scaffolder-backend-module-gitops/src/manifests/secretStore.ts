import type { StoreRef } from './externalSecret';
import { waveAnnotation, waves } from './waves';

/**
 * How External Secrets signs in: as the workload itself, never with a key that would have to be
 * kept somewhere.
 */
export type StoreProvider =
  | {
      provider: 'aws';
      region: string;
      /** ARN of the role that the service account may take (IRSA) */
      role: string;
    }
  | {
      provider: 'azure';
      vaultUrl: string;
      /** Of the managed identity that the service account stands for */
      clientId: string;
      tenantId: string;
    };

export interface StoreOptions {
  store: StoreRef;
  access: StoreProvider;
  /** In the namespace of the store; a ClusterSecretStore has to name one */
  serviceAccount: { name: string; namespace?: string };
}

/** The store, and the service account that it signs in as. */
export function secretStoreOf({ store, access, serviceAccount }: StoreOptions) {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: store.kind,
    metadata: {
      name: store.name,
      annotations: waveAnnotation(waves.secretStore),
    },
    spec: { provider: providerOf(access, serviceAccount) },
  };
}

export function serviceAccountOf({ access, serviceAccount }: StoreOptions) {
  const { name, namespace } = serviceAccount;
  const identity: Record<string, string> =
    access.provider === 'aws'
      ? { 'eks.amazonaws.com/role-arn': access.role }
      : {
          'azure.workload.identity/client-id': access.clientId,
          'azure.workload.identity/tenant-id': access.tenantId,
        };
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      name,
      namespace,
      annotations: { ...identity, ...waveAnnotation(waves.secretStore) },
    },
  };
}

function providerOf(
  access: StoreProvider,
  serviceAccountRef: StoreOptions['serviceAccount'],
) {
  switch (access.provider) {
    case 'aws':
      return {
        aws: {
          service: 'SecretsManager',
          region: access.region,
          auth: { jwt: { serviceAccountRef } },
        },
      };
    case 'azure':
      return {
        azurekv: {
          vaultUrl: access.vaultUrl,
          tenantId: access.tenantId,
          authType: 'WorkloadIdentity',
          serviceAccountRef,
        },
      };
    default:
      throw new Error(`Unknown provider ${JSON.stringify(access)}`);
  }
}
