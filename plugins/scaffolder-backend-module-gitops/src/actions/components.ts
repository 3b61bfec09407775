import { InputError } from '@backstage/errors';
import { autoscalerOf } from '../manifests/autoscaler';
import { networkPolicyOf } from '../manifests/networkPolicy';
import { Route, routeOf } from '../manifests/route';
import { serviceMonitorOf } from '../manifests/serviceMonitor';
import { isByEnvironment, Names, valueFor } from '../names/byEnvironment';
import {
  checkAnnotations,
  checkForm,
  checkLabels,
  checkNames,
} from '../names/kubernetes';
import { fill } from '../names/layout';
import type { Components } from './componentFields';

type Manifests = [file: string, manifest: object][];

const DEFAULT_CPU = 80;

/** @throws InputError for what Kubernetes would refuse, or would never do */
export function checkComponents(
  input: Components & { style?: string; replicas?: Record<string, number> },
): void {
  const { networkPolicy, autoscaling = {}, route, monitoring } = input;
  const given = Object.entries({ networkPolicy, route, monitoring })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);
  if (input.autoscaling) given.push('autoscaling');
  if (input.style === 'helm' && given.length > 0)
    throw new InputError(
      `input.${given[0]} is for a Kustomize base: with style helm, the chart has it`,
    );
  checkNames(networkPolicy?.namespaces, 'input.networkPolicy.namespaces');
  for (const [environment, { min, max }] of Object.entries(autoscaling)) {
    const place = `input.autoscaling.${environment}`;
    if (min > max) throw new InputError(`${place}.min is more than its max`);
    if (input.replicas?.[environment] !== undefined)
      throw new InputError(
        `${place} and input.replicas.${environment} would both set the number of Pods: leave one out`,
      );
  }
  checkForm('duration', monitoring?.interval, 'input.monitoring.interval');
  checkLabels(monitoring?.labels, 'input.monitoring.labels');
  if (!route) return;
  checkAnnotations(route.annotations, 'input.route.annotations');
  checkForm('name', route.className, 'input.route.className');
  checkNames(Object.values(route.gateway ?? {}), 'input.route.gateway');
  if ((route.kind === 'httpRoute') !== (route.gateway !== undefined))
    throw new InputError(
      'input.route.gateway has to be given for an httpRoute, and for no ingress',
    );
}

/** What all environments have. */
export function baseComponents(
  { networkPolicy, monitoring }: Components,
  service: string,
): Manifests {
  return [
    ...(networkPolicy
      ? [
          [
            'network-policy.yaml',
            networkPolicyOf(service, networkPolicy.namespaces ?? []),
          ],
        ]
      : []),
    ...(monitoring
      ? [
          [
            'service-monitor.yaml',
            serviceMonitorOf(service, {
              path: monitoring.path ?? '/metrics',
              interval: monitoring.interval ?? '30s',
              labels: monitoring.labels ?? {},
            }),
          ],
        ]
      : []),
  ] as Manifests;
}

/** What one environment has. @throws InputError for a host that can't be one */
export function overlayComponents(
  { autoscaling, route }: Components,
  names: Names,
): Manifests {
  const { service, environment } = names;
  const scale = autoscaling?.[environment];
  const found = route && routeIn(route, names);
  return [
    ...(scale
      ? [
          [
            'autoscaler.yaml',
            autoscalerOf(service, { ...scale, cpu: scale.cpu ?? DEFAULT_CPU }),
          ],
        ]
      : []),
    ...(found ? [['route.yaml', routeOf(service, found)]] : []),
  ] as Manifests;
}

function routeIn(
  route: NonNullable<Components['route']>,
  names: Names,
): Route | undefined {
  const { kind, annotations, className, tlsSecret, gateway } = route;
  const isElsewhere =
    isByEnvironment(route.host) &&
    !Object.hasOwn(route.host, names.environment);
  if (isElsewhere) return undefined;
  const host = valueFor<string>(route.host, names, 'input.route.host');
  checkForm('host', host, `input.route.host (${names.environment})`);
  if (kind === 'httpRoute')
    return { kind, host, annotations, gateway: gateway! };
  const place = 'input.route.tlsSecret';
  const secret = tlsSecret && fill(tlsSecret, names, place);
  checkForm('name', secret, place);
  return { kind, host, annotations, className, tlsSecret: secret };
}
