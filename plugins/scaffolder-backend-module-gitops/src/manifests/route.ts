import { NAME_LABEL } from './workload';

/** How requests from outside of the cluster reach a service in one environment. */
export type Route = {
  host: string;
  annotations?: Readonly<Record<string, string>>;
} & (
  | { kind: 'ingress'; className?: string; tlsSecret?: string }
  | { kind: 'httpRoute'; gateway: { name: string; namespace: string } }
);

export function routeOf(service: string, route: Route) {
  const { host, annotations } = route;
  const metadata = {
    name: service,
    labels: { [NAME_LABEL]: service },
    annotations,
  };
  if (route.kind === 'httpRoute')
    return {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata,
      spec: {
        // With the defaults of the API server: Argo CD compares these lists as a whole
        parentRefs: [
          {
            group: 'gateway.networking.k8s.io',
            kind: 'Gateway',
            ...route.gateway,
          },
        ],
        hostnames: [host],
        rules: [
          {
            matches: [{ path: { type: 'PathPrefix', value: '/' } }],
            backendRefs: [
              {
                group: '',
                kind: 'Service',
                name: service,
                port: 80,
                weight: 1,
              },
            ],
          },
        ],
      },
    };
  const { className, tlsSecret } = route;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata,
    spec: {
      ingressClassName: className,
      tls: tlsSecret ? [{ hosts: [host], secretName: tlsSecret }] : undefined,
      rules: [
        {
          host,
          http: {
            paths: [
              {
                path: '/',
                pathType: 'Prefix',
                backend: { service: { name: service, port: { name: 'http' } } },
              },
            ],
          },
        },
      ],
    },
  };
}
