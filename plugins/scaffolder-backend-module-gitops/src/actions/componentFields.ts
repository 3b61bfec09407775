import {
  array,
  byEnvironment,
  integer,
  object,
  oneOf,
  optional,
  optionalString,
  record,
  string,
  ValuesOf,
} from './fields';

/** Optional resources of a workload; none by default. */
export const componentFields = {
  networkPolicy: optional(
    object(
      {
        namespaces: optional(
          array(
            string(),
            'Namespaces whose Pods may call it too, such as those of the ingress controller and of Prometheus',
          ),
        ),
      },
      'Writes a NetworkPolicy: only Pods of its own namespace may call it',
    ),
  ),
  autoscaling: optional(
    record(
      object({
        min: integer('Pods at least', { min: 1 }),
        max: integer('Pods at most', { min: 1 }),
        cpu: optional(
          integer(
            'Percent of the requested CPU that they are kept at (default: 80)',
            { min: 1, max: 1000 },
          ),
        ),
      }),
      'Writes a HorizontalPodAutoscaler for the named environments, which then have no `replicas`',
    ),
  ),
  route: optional(
    object(
      {
        kind: oneOf(['ingress', 'httpRoute']),
        host: byEnvironment(
          string(),
          'Host name; {service} and {environment} are filled in. An object has one for each environment; environments without one have no route',
        ),
        className: optionalString(
          "Class of an Ingress (default: the cluster's default class)",
        ),
        tlsSecret: optionalString(
          'Secret with the certificate of an Ingress, such as cert-manager makes; {service} and {environment} are filled in',
        ),
        gateway: optional(
          object(
            { name: string(), namespace: string() },
            'Gateway of an HTTPRoute',
          ),
        ),
        annotations: optional(record(string())),
      },
      'Writes an Ingress, or an HTTPRoute of the Gateway API, for each environment',
    ),
  ),
  monitoring: optional(
    object(
      {
        path: optionalString('Default: `/metrics`'),
        interval: optionalString('Default: `30s`'),
        labels: optional(
          record(
            string(),
            'Labels by which Prometheus selects it, such as `release: prometheus`',
          ),
        ),
      },
      'Writes a ServiceMonitor for the Prometheus Operator',
    ),
  ),
};

export type Components = ValuesOf<typeof componentFields>;
