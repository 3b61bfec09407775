import type { EnvironmentDeployment } from 'backstage-plugin-gitops-common';
import { recorded } from '../__testUtils__/recordings';
import type { Application } from '../argocd/Application';
import { ArgoCdError } from '../argocd/ArgoCdError';
import { managedResources, renderedManifests } from '../argocd/detailSchemas';
import { RenderedDifferences } from './RenderedDifferences';

/** What a recorded Application is rendered to: its resources as Git asks for them. */
const manifests = managedResources
  .parse(recorded('managed-resources-payments-production'))
  .items.map(one => one.targetState!);

const source = {
  repository: 'https://git.example.com/gitops',
  path: 'payments',
};

interface Given {
  applications?: number;
  application?: Partial<Application>;
  /** Of a diagnosis */
  revisions?: string[];
  rendered?(name: string): Promise<string[]>;
}

function setUp(given: Given = {}) {
  const asked: { name: string; revisions: readonly string[] }[] = [];
  const application = (environment: string) =>
    ({
      instance: 'main',
      namespace: 'argocd',
      name: `payments-${environment}`,
      sources: [source],
      revision: environment.padEnd(40, '0'),
      ...given.application,
    } as Application);
  const differences = new RenderedDifferences({
    gitops: {
      application: ref => application(ref.name.replace('payments-', '')),
      diagnosisOf: () =>
        given.revisions && ({ revisions: given.revisions } as never),
      clientOf: () =>
        ({
          async rendered({ name }: Application, revisions: readonly string[]) {
            asked.push({ name, revisions });
            return given.rendered?.(name) ?? manifests;
          },
        } as never),
    },
  });
  const deployment = (environment: string) =>
    ({
      environment,
      title: environment,
      applications: Array.from({ length: given.applications ?? 1 }, () =>
        application(environment),
      ),
    } as unknown as EnvironmentDeployment);
  return {
    asked,
    between: () =>
      differences.between(deployment('staging'), deployment('production')),
  };
}

const inStaging = (text: string) =>
  text.replaceAll('payments-production', 'payments-staging');

it('compares what Argo CD renders at the commits that it compares with', async () => {
  const { between, asked } = setUp({
    rendered: async name =>
      name === 'payments-staging'
        ? manifests.map(inStaging).map(one => one.replace(':1.5.0', ':1.6.0'))
        : manifests,
  });
  const found = await between();
  expect(found).toMatchObject({
    from: { environment: 'staging', revision: 'staging'.padEnd(40, '0') },
    to: { environment: 'production', revision: 'production'.padEnd(40, '0') },
    resources: [
      {
        kind: 'Deployment',
        fields: [
          {
            path: 'spec.template.spec.containers[app].image',
            from: 'registry.example.com/payments:1.6.0',
            to: 'registry.example.com/payments:1.5.0',
          },
        ],
      },
    ],
    problem: null,
  });
  expect(found.same).toBeGreaterThan(0);
  expect(asked).toEqual([
    { name: 'payments-staging', revisions: [found.from.revision] },
    { name: 'payments-production', revisions: [found.to.revision] },
  ]);
});

it('compares what a real Argo CD rendered, in which the values of Secrets are masked and others are not', async () => {
  const of = (environment: string) =>
    renderedManifests.parse(recorded(`manifests-plain-${environment}`))
      .manifests;
  const { between } = setUp({
    rendered: async name => of(name === 'payments-staging' ? 'dev' : 'test'),
  });
  const { resources, secrets } = await between();
  expect(resources).toMatchObject([
    {
      kind: 'ConfigMap',
      fields: [
        { path: 'data.DB_PASSWORD', from: '***', to: '***' },
        { path: 'data.LOG_LEVEL', from: 'debug', to: 'info' },
      ],
    },
    {
      kind: 'Deployment',
      fields: [
        { path: 'spec.replicas', from: '1', to: '2' },
        { path: 'spec.template.spec.containers[app].image' },
      ],
    },
  ]);
  expect(secrets).toBe(1);
  expect(JSON.stringify(resources)).not.toContain('in-clear');
});

it('says what a real Argo CD can not render, in its words', async () => {
  const { message } = recorded<{ message: string }>(
    'manifests-broken-kustomization',
  );
  const { between } = setUp({
    rendered: async () => {
      throw new ArgoCdError({
        code: 'serverError',
        params: { answer: `500: ${message}` },
      });
    },
  });
  expect((await between()).problem!.sentence).toMatch(
    /^The rendered manifests of staging can't be read: `kustomize build apps\/catalog\/envs\/staging` failed/,
  );
});

it('has nothing rendered twice for the same commits', async () => {
  const { between, asked } = setUp();
  await Promise.all([between(), between()]);
  await between();
  expect(asked).toHaveLength(2);
});

it('asks for every source at its commit, or for none at any where one is not known', async () => {
  const application = { sources: [source, { ...source, path: 'values' }] };
  const revisions = ['1.2.0', 'a'.repeat(40)];
  const known = setUp({ application, revisions });
  expect((await known.between()).from.revision).toBe('1.2.0');
  expect(known.asked[0].revisions).toEqual(revisions);
  const unknown = setUp({ application, revisions: ['1.2.0'] });
  expect((await unknown.between()).from.revision).toBeNull();
  expect(unknown.asked[0].revisions).toEqual([]);
});

it('repeats why Argo CD cannot render, without what looks like a secret, and tries again', async () => {
  const error = new ArgoCdError({
    code: 'serverError',
    params: {
      answer:
        '500: `helm template . --set db.password=hunter22` failed exit status 1: Error: values.yaml not found',
    },
  });
  const { between, asked } = setUp({
    rendered: async name => {
      if (name === 'payments-production') throw error;
      return manifests;
    },
  });
  const { problem, resources } = await between();
  expect(resources).toEqual([]);
  expect(problem).toMatchObject({
    code: 'notRendered',
    params: { environment: 'production' },
  });
  expect(problem!.sentence).toMatch(
    /^The rendered manifests of production can't be read: `helm template/,
  );
  expect(problem!.sentence).toContain('values.yaml not found');
  expect(problem!.sentence).not.toContain('hunter22');
  await between();
  expect(asked).toHaveLength(4);
});

it('names the right that the account is missing', async () => {
  const { between } = setUp({
    rendered: async () => {
      throw new ArgoCdError({
        code: 'rightMissing',
        params: { right: 'applications, get, shop/*', answer: '403: denied' },
      });
    },
  });
  expect((await between()).problem!.sentence).toContain(
    '"applications, get, shop/*"',
  );
});

it.each([
  [{ applications: 0 }, 'noApplication'],
  [{ applications: 2 }, 'severalApplications'],
  [{ application: { hydrator: {} } }, 'hydrated'],
])(
  'asks Argo CD for nothing where it could not tell: %j',
  async (given, code) => {
    const { between, asked } = setUp(given);
    expect((await between()).problem).toMatchObject({ code });
    expect(asked).toEqual([]);
  },
);
