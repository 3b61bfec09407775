import { NAME_LABEL } from './workload';

/** Lets Pods of its own namespace and of the named ones call a service, and no others. */
export function networkPolicyOf(
  service: string,
  namespaces: readonly string[],
) {
  const own = { [NAME_LABEL]: service };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: service, labels: own },
    spec: {
      podSelector: { matchLabels: own },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [
            { podSelector: {} },
            ...(namespaces.length > 0
              ? [{ namespaceSelector: namedIn(namespaces) }]
              : []),
          ],
          ports: [{ protocol: 'TCP', port: 'http' }],
        },
      ],
    },
  };
}

/** By the label that Kubernetes gives to every namespace. */
function namedIn(values: readonly string[]) {
  return {
    matchExpressions: [
      { key: 'kubernetes.io/metadata.name', operator: 'In', values },
    ],
  };
}
