import { waveAnnotation, waves } from './waves';

/** Where one key of a Secret comes from. */
export interface SecretKey {
  /** Name of the key in the Secret, and so of the variable in the container */
  secretKey: string;
  /** The entry in the store */
  key: string;
  /** A field of the entry, where that is an object */
  property?: string;
}

export interface StoreRef {
  name: string;
  kind: 'SecretStore' | 'ClusterSecretStore';
}

/**
 * What CRDs of External Secrets add to each key, until some release of 2026. Argo CD compares the
 * keys as a whole, and so shows an ExternalSecret without them as OutOfSync.
 */
const DEFAULTS = {
  conversionStrategy: 'Default',
  decodingStrategy: 'None',
  metadataPolicy: 'None',
};

/** @param refreshInterval - as Go writes durations, such as `1h0m0s` */
export function externalSecretOf(options: {
  name: string;
  labels: Readonly<Record<string, string>>;
  store: StoreRef;
  keys: readonly SecretKey[];
  refreshInterval: string;
}) {
  const { name, labels, store, keys, refreshInterval } = options;
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: {
      name,
      labels,
      annotations: waveAnnotation(waves.externalSecret),
    },
    spec: {
      refreshInterval,
      secretStoreRef: store,
      target: { name, creationPolicy: 'Owner', deletionPolicy: 'Retain' },
      data: keys.map(keyItem),
    },
  };
}

/** A key in the list of an ExternalSecret. */
export function keyItem({ secretKey, key, property }: SecretKey) {
  return {
    secretKey,
    remoteRef: { key, ...(property && { property }), ...DEFAULTS },
  };
}
