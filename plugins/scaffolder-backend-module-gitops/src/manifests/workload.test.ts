import { parse } from 'yaml';
import { migrationJobOf } from './migrationJob';
import { overlayKustomization } from './kustomization';
import {
  defaultResources,
  deploymentOf,
  disruptionBudgetOf,
  serviceAccountOf,
  serviceOf,
  Workload,
} from './workload';

const workload: Workload = {
  service: 'payments',
  image: 'registry.example.com/payments',
  port: 8080,
  probes: { readiness: '/readyz', liveness: '/livez' },
  resources: defaultResources,
  secretName: 'payments-secrets',
  env: {},
  labels: {},
  runAsNonRoot: true,
  pullSecrets: ['registry'],
  writable: ['/tmp', '/var/cache'],
};
const job = (options: Partial<Workload> = {}) =>
  migrationJobOf({
    ...workload,
    ...options,
    command: ['node', 'migrate.js'],
    retries: 0,
    timeoutSeconds: 600,
    serviceAccount: 'payments',
  });
const podOfDeployment = (options: Partial<Workload> = {}) =>
  deploymentOf({ ...workload, ...options }).spec.template.spec;
const podOfJob = (options: Partial<Workload> = {}) =>
  job(options).spec.template.spec;

describe.each([
  ['the Deployment', podOfDeployment],
  ['the migration', podOfJob],
])('the Pod of %s', (_, podOf) => {
  it('is what the Pod security standard "restricted" permits, and can write to the named folders alone', () => {
    const pod = podOf();
    expect(pod.securityContext).toEqual({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(pod.automountServiceAccountToken).toBe(false);
    for (const container of pod.containers) {
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(container.volumeMounts?.map(one => one.mountPath)).toEqual([
        '/tmp',
        '/var/cache',
      ]);
    }
    const mounted = pod.containers[0].volumeMounts?.map(({ name }) => name);
    expect(pod.volumes?.map(({ name }) => name)).toEqual(mounted);
  });

  it('has resources, its own account, and what its image is pulled with', () => {
    const pod = podOf();
    expect(pod.containers.map(({ resources }) => resources)).toEqual([
      defaultResources,
    ]);
    expect(pod.serviceAccountName).toBe('payments');
    expect(pod.imagePullSecrets).toEqual([{ name: 'registry' }]);
  });

  it('can write everywhere where that is asked for', () => {
    const pod = podOf({ writable: undefined });
    expect(pod.volumes).toBeUndefined();
    expect(pod.containers[0].securityContext).not.toHaveProperty(
      'readOnlyRootFilesystem',
    );
  });
});

describe('a workload', () => {
  const { spec, metadata } = deploymentOf(workload);

  it('answers requests that still come after its end was asked for', () =>
    expect(spec.template.spec.containers[0].lifecycle).toEqual({
      preStop: { sleep: { seconds: 5 } },
    }));

  it('is spread over zones and nodes where that is possible', () =>
    expect(
      spec.template.spec.topologySpreadConstraints.map(one => [
        one.topologyKey,
        one.whenUnsatisfiable,
        one.labelSelector,
      ]),
    ).toEqual([
      ['topology.kubernetes.io/zone', 'ScheduleAnyway', spec.selector],
      ['kubernetes.io/hostname', 'ScheduleAnyway', spec.selector],
    ]));

  it('is started again when its secret has changed, if it has one', () => {
    expect(metadata.annotations).toEqual({
      'secret.reloader.stakater.com/reload': 'payments-secrets',
    });
    expect(
      deploymentOf({ ...workload, secretName: undefined }).metadata,
    ).not.toHaveProperty('annotations');
  });

  it('loses one Pod at a time, and its own Pods are those that count', () => {
    const budget = disruptionBudgetOf(workload);
    expect(budget.spec).toMatchObject({ maxUnavailable: 1 });
    expect(budget.spec.selector).toEqual(spec.selector);
    expect(serviceOf(workload).spec.selector).toEqual(
      spec.selector.matchLabels,
    );
    expect(job().spec.template.metadata.labels).not.toMatchObject(
      spec.selector.matchLabels,
    );
  });

  it('has its account before the migration runs as it', () => {
    const waveOf = (annotations: Record<string, string>) =>
      Number(annotations['argocd.argoproj.io/sync-wave']);
    expect(
      waveOf(serviceAccountOf(workload).metadata.annotations),
    ).toBeLessThan(waveOf(job().metadata.annotations));
  });
});

it('is known to a cloud as another one in each environment', () => {
  const text = overlayKustomization({
    service: 'payments',
    environment: 'dev',
    base: 'apps/payments/base',
    overlay: 'apps/payments/envs/dev',
    image: 'registry.example.com/payments',
    tag: '1.0.0',
    identity: {
      'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/dev-pay',
    },
  });
  expect(parse(parse(text).patches[0].patch)).toEqual({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      name: 'payments',
      annotations: {
        'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/dev-pay',
      },
    },
  });
});
