import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Manifest, renderers } from '../__testUtils__/renderers';
import { ownPartOf } from './goldenPath';
import { baseKustomization, overlayKustomization } from './kustomization';
import { migrationJobOf } from './migrationJob';
import { toYaml } from './toYaml';
import {
  defaultResources,
  deploymentOf,
  disruptionBudgetOf,
  serviceAccountOf,
  serviceOf,
  Workload,
} from './workload';

const shared = join(
  __dirname,
  '../../../../templates/gitops-repository/skeleton/golden-path/v1',
);
const base = 'apps/payments/base';
const overlay = 'apps/payments/envs/dev';

function filesOf(workload: Workload, hasGoldenPath: boolean) {
  const job = migrationJobOf({
    ...workload,
    serviceAccount: 'payments',
    command: ['node', 'migrate.js'],
    retries: 0,
    timeoutSeconds: 600,
  });
  const manifests = [
    serviceAccountOf(workload),
    deploymentOf(workload),
    serviceOf(workload),
    job,
    ...(hasGoldenPath ? [] : [disruptionBudgetOf(workload)]),
  ];
  const resources = manifests.map(({ kind }) => `${kind}.yaml`);
  const files = new Map([
    [`${base}/kustomization.yaml`, baseKustomization(resources)],
    [
      `${overlay}/kustomization.yaml`,
      overlayKustomization({
        service: 'payments',
        environment: 'dev',
        base,
        overlay,
        image: workload.image,
        tag: '1.0.0',
      }) + (hasGoldenPath ? 'components: [../../../../golden-path/v1]\n' : ''),
    ],
  ]);
  for (const one of manifests)
    files.set(
      `${base}/${one.kind}.yaml`,
      toYaml(hasGoldenPath ? ownPartOf(one) : one),
    );
  for (const name of readdirSync(shared))
    files.set(
      `golden-path/v1/${name}`,
      readFileSync(join(shared, name), 'utf8'),
    );
  return files;
}

const byName = (one: Manifest, other: Manifest) =>
  `${one.kind}${one.metadata.name}` < `${other.kind}${other.metadata.name}`
    ? -1
    : 1;

const plain: Workload = {
  service: 'payments',
  image: 'registry.example.com/payments',
  port: 8080,
  probes: { readiness: '/readyz', liveness: '/livez' },
  resources: defaultResources,
  env: {},
  labels: {},
  runAsNonRoot: true,
  pullSecrets: [],
  writable: ['/tmp'],
};
const workloads: [string, Workload][] = [
  ['a plain service', plain],
  [
    'one with secrets, settings and images of its own',
    {
      ...plain,
      secretName: 'payments-secrets',
      env: { LOG_LEVEL: 'info' },
      pullSecrets: ['registry'],
    },
  ],
  [
    'one that runs as root and writes everywhere',
    { ...plain, runAsNonRoot: false, writable: undefined },
  ],
];

describe.each(renderers)(
  'the first golden path of a new repository, as %s renders it',
  (_, rendered) => {
    it.each(workloads)(
      'makes of %s what is written where there is none',
      (__, workload) =>
        expect(rendered(filesOf(workload, true), overlay).sort(byName)).toEqual(
          rendered(filesOf(workload, false), overlay).sort(byName),
        ),
    );
  },
);

describe('what is written beside a golden path', () => {
  it('leaves out what that has', () => {
    const text = toYaml(ownPartOf(deploymentOf(plain)));
    const { template } = parse(text).spec;
    expect(text).not.toMatch(/seccomp|topologySpread|preStop|drop/);
    expect(template.spec.securityContext).toEqual({ runAsNonRoot: true });
    expect(template.spec.containers[0].securityContext).toEqual({
      readOnlyRootFilesystem: true,
    });
    expect(ownPartOf(serviceOf(plain))).toEqual(serviceOf(plain));
  });
});
