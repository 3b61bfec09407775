import type { Schema } from 'jsonschema';

/*
 * Of Kubernetes' own kinds, and of others without a CustomResourceDefinition at hand: the fields
 * that the actions write, as the API reference has them. Any other field is a problem.
 */

const text: Schema = { type: 'string' };
const flag: Schema = { type: 'boolean' };
const count: Schema = { type: 'integer', minimum: 0 };
const port: Schema = { type: 'integer', minimum: 1, maximum: 65535 };
const name: Schema = {
  type: 'string',
  pattern: '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$',
  maxLength: 253,
};
const portName: Schema = { type: 'string', pattern: '^[a-z0-9-]{1,15}$' };
const portOrName: Schema = { anyOf: [port, portName] };
const among = (...values: string[]): Schema => ({ enum: values });
const list = (items: Schema, minItems = 0): Schema => ({
  type: 'array',
  items,
  minItems,
});
const map = (values: Schema): Schema => ({
  type: 'object',
  additionalProperties: values,
});
/** Names that end with `!` are required. */
function object(fields: Record<string, Schema>): Schema {
  const entries = Object.entries(fields);
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      entries.map(([key, value]) => [key.replace('!', ''), value]),
    ),
    required: entries.flatMap(([key]) =>
      key.endsWith('!') ? [key.slice(0, -1)] : [],
    ),
  };
}
const manifest = (apiVersion: string, kind: string, rest: object) =>
  [
    `${apiVersion} ${kind}`,
    object({
      'apiVersion!': among(apiVersion),
      'kind!': among(kind),
      'metadata!': object({
        'name!': name,
        namespace: name,
        labels: map(text),
        annotations: map(text),
      }),
      ...rest,
    }),
  ] as const;

const labels = map({ type: 'string', maxLength: 63 });
const selector = object({
  matchLabels: labels,
  matchExpressions: list(
    object({
      'key!': text,
      'operator!': among('In', 'NotIn', 'Exists', 'DoesNotExist'),
      values: list(text),
    }),
  ),
});
const quantities = map({
  type: 'string',
  pattern: '^\\d+(\\.\\d+)?([numkMGTPE]|[KMGTPE]i)?$',
});
const probe = object({
  httpGet: object({ path: text, 'port!': portOrName }),
  periodSeconds: count,
  failureThreshold: count,
});
const container = object({
  'name!': name,
  'image!': text,
  command: list(text),
  ports: list(object({ name: portName, 'containerPort!': port })),
  env: list(object({ 'name!': text, value: text })),
  envFrom: list(object({ secretRef: object({ name }) })),
  startupProbe: probe,
  readinessProbe: probe,
  livenessProbe: probe,
  lifecycle: object({
    preStop: object({ sleep: object({ 'seconds!': count }) }),
  }),
  resources: object({ requests: quantities, limits: quantities }),
  securityContext: object({
    allowPrivilegeEscalation: flag,
    readOnlyRootFilesystem: flag,
    capabilities: object({ drop: list(text) }),
  }),
  volumeMounts: list(object({ 'name!': name, 'mountPath!': text })),
});
const pod = object({
  serviceAccountName: name,
  automountServiceAccountToken: flag,
  restartPolicy: among('Always', 'OnFailure', 'Never'),
  imagePullSecrets: list(object({ name })),
  securityContext: object({
    runAsNonRoot: flag,
    seccompProfile: object({
      'type!': among('RuntimeDefault', 'Localhost', 'Unconfined'),
    }),
  }),
  volumes: list(object({ 'name!': name, emptyDir: object({}) })),
  topologySpreadConstraints: list(
    object({
      'maxSkew!': count,
      'topologyKey!': text,
      'whenUnsatisfiable!': among('ScheduleAnyway', 'DoNotSchedule'),
      labelSelector: selector,
    }),
  ),
  'containers!': list(container, 1),
});
const template = object({ metadata: object({ labels }), 'spec!': pod });
const host: Schema = {
  type: 'string',
  pattern: '^(\\*\\.)?[a-z0-9]([a-z0-9-.]*[a-z0-9])?$',
};

export const kubernetesSchemas: ReadonlyMap<string, Schema> = new Map([
  manifest('v1', 'Namespace', {}),
  manifest('v1', 'ServiceAccount', { automountServiceAccountToken: flag }),
  manifest('v1', 'Service', {
    'spec!': object({
      selector: labels,
      ports: list(
        object({ name: portName, 'port!': port, targetPort: portOrName }),
        1,
      ),
    }),
  }),
  manifest('apps/v1', 'Deployment', {
    'spec!': object({
      revisionHistoryLimit: count,
      'selector!': selector,
      'template!': template,
    }),
  }),
  manifest('batch/v1', 'Job', {
    'spec!': object({
      backoffLimit: count,
      activeDeadlineSeconds: count,
      'template!': template,
    }),
  }),
  manifest('policy/v1', 'PodDisruptionBudget', {
    'spec!': object({
      maxUnavailable: count,
      unhealthyPodEvictionPolicy: among('AlwaysAllow', 'IfHealthyBudget'),
      selector,
    }),
  }),
  manifest('networking.k8s.io/v1', 'NetworkPolicy', {
    'spec!': object({
      'podSelector!': selector,
      policyTypes: list(among('Ingress', 'Egress')),
      ingress: list(
        object({
          from: list(
            object({ podSelector: selector, namespaceSelector: selector }),
          ),
          ports: list(
            object({ protocol: among('TCP', 'UDP', 'SCTP'), port: portOrName }),
          ),
        }),
      ),
    }),
  }),
  manifest('autoscaling/v2', 'HorizontalPodAutoscaler', {
    'spec!': object({
      'scaleTargetRef!': object({
        apiVersion: text,
        'kind!': text,
        'name!': name,
      }),
      minReplicas: count,
      'maxReplicas!': count,
      metrics: list(
        object({
          'type!': among('Resource'),
          resource: object({
            'name!': among('cpu', 'memory'),
            'target!': object({
              'type!': among('Utilization', 'Value', 'AverageValue'),
              averageUtilization: count,
            }),
          }),
        }),
      ),
    }),
  }),
  manifest('networking.k8s.io/v1', 'Ingress', {
    'spec!': object({
      ingressClassName: name,
      tls: list(object({ hosts: list(host), secretName: name })),
      rules: list(
        object({
          host,
          http: object({
            'paths!': list(
              object({
                path: text,
                'pathType!': among('Exact', 'Prefix', 'ImplementationSpecific'),
                'backend!': object({
                  service: object({
                    'name!': name,
                    port: object({ name: portName, number: port }),
                  }),
                }),
              }),
              1,
            ),
          }),
        }),
      ),
    }),
  }),
  manifest('gateway.networking.k8s.io/v1', 'HTTPRoute', {
    'spec!': object({
      parentRefs: list(
        object({ group: text, kind: text, 'name!': name, namespace: name }),
      ),
      hostnames: list(host),
      rules: list(
        object({
          matches: list(
            object({
              path: object({
                type: among('Exact', 'PathPrefix', 'RegularExpression'),
                value: text,
              }),
            }),
          ),
          backendRefs: list(
            object({
              group: text,
              kind: text,
              'name!': name,
              port,
              weight: count,
            }),
          ),
        }),
      ),
    }),
  }),
  manifest('monitoring.coreos.com/v1', 'ServiceMonitor', {
    'spec!': object({
      'selector!': selector,
      'endpoints!': list(
        object({
          port: portName,
          path: text,
          interval: { type: 'string', pattern: '^(\\d+(ms|s|m|h|d|w|y))+$' },
        }),
      ),
    }),
  }),
]);
