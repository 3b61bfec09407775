import {
  SecretStoreKind,
  secretStoreKinds,
} from 'backstage-plugin-gitops-common';
import { parseAllDocuments } from 'yaml';
import { manifestProblems } from '../__testUtils__/manifestProblems';
import { applicationOf } from './application';
import { applicationSetOf } from './applicationSet';
import { externalSecretOf } from './externalSecret';
import { imageUpdaterAnnotations, imageUpdaterOf } from './imageUpdater';
import {
  baseKustomization,
  overlayKustomization,
  withResource,
} from './kustomization';
import { migrationJobOf } from './migrationJob';
import { StoreOptions, storeManifests } from './secretStore';
import { toYaml } from './toYaml';
import { defaultResources } from './workload';

const repository = 'https://git.example.com/platform/gitops.git';
const update = {
  image: 'registry.example.com/cart',
  strategy: 'semver',
  writeTo: { kind: 'kustomization' },
  repository,
  branch: 'main',
  method: 'git:secret:argocd/git-creds',
} as const;
const child = {
  name: 'cart-dev',
  namespace: 'argocd',
  project: 'team-a',
  service: 'cart',
  environment: 'dev',
  sources: [{ repository, revision: 'main', path: 'apps/cart/envs/dev' }],
  destination: { server: 'https://kubernetes.default.svc', namespace: 'cart' },
};
const set = {
  name: 'services',
  namespace: 'argocd',
  repository,
  branch: 'main',
  sources: [{ repository, revision: 'main', path: '{{.path.path}}' }],
  destination: {
    server: 'https://kubernetes.default.svc',
    namespace: '{{.service}}-{{.environment}}',
  },
};
const keys = [{ secretKey: 'A', key: 'dev/cart', property: 'A' }];
const externalSecret = externalSecretOf({
  name: 'cart-secrets',
  labels: {},
  store: { name: 'aws', kind: 'ClusterSecretStore' },
  keys,
  refreshInterval: '1h0m0s',
});
const aws = {
  region: 'eu-central-1',
  role: 'arn:aws:iam::123456789012:role/eso',
};
const azure = {
  vaultUrl: 'https://shop.vault.azure.net',
  clientId: '7b5f2a52-0b1f-4e29-9f0e-5b8f6f9d1c11',
  tenantId: 'c1a1c2b8-6df5-47f2-8d9d-6a4ff0d7c0aa',
};
const access: Record<SecretStoreKind, StoreOptions['access']> = {
  aws,
  'aws-parameter-store': aws,
  azure,
  gcp: {
    projectId: 'shop-123',
    serviceAccount: 'eso@shop-123.iam.gserviceaccount.com',
  },
  vault: { server: 'https://vault.example.com', path: 'kv', role: 'cart' },
};
const storeOf = (
  kind: SecretStoreKind,
  more: Partial<StoreOptions> = {},
): any[] =>
  storeManifests({
    kind,
    store: { name: 'cart', kind: 'ClusterSecretStore' },
    access: access[kind],
    serviceAccount: { name: 'eso', namespace: 'cart-dev' },
    ...more,
  });

describe('what is written', () => {
  it.each([
    ['an Application', applicationOf(child)],
    [
      'an Application of a chart',
      applicationOf({
        ...child,
        sources: [{ ...child.sources[0], valueFiles: ['values-dev.yaml'] }],
      }),
    ],
    [
      'an Application of a chart with values from another source',
      applicationOf({
        ...child,
        sources: [
          {
            repository: 'https://charts.example.com',
            chart: 'service',
            revision: '3.1.0',
            valueFiles: ['$values/apps/cart/values-dev.yaml'],
          },
          { repository, revision: 'main', ref: 'values' },
        ],
      }),
    ],
    [
      'an ApplicationSet of files',
      applicationSetOf({
        ...set,
        generator: { kind: 'files', pattern: 'apps/*/envs/*/config.json' },
      }),
    ],
    [
      'an ApplicationSet of a list that rolls out',
      applicationSetOf({
        ...set,
        generator: {
          kind: 'list',
          elements: [{ service: 'cart', environment: 'dev', project: 'a' }],
        },
        rollingSync: ['dev', 'production'],
      }),
    ],
    ['an ExternalSecret', externalSecret],
    [
      'an ImageUpdater',
      imageUpdaterOf(update, {
        name: 'cart-dev',
        namespace: 'argocd',
        application: 'cart-dev',
      }),
    ],
    [
      'an ImageUpdater of Helm values',
      imageUpdaterOf(
        {
          ...update,
          allowTags: 'regexp:^1',
          writeTo: { kind: 'helmvalues', file: 'apps/cart/values-dev.yaml' },
        },
        { name: 'a', namespace: 'argocd', application: 'cart-dev' },
      ),
    ],
  ])('is taken by the API server: %s', (_, manifest) =>
    expect(manifestProblems(toYaml(manifest))).toEqual([]),
  );

  it.each(secretStoreKinds)(
    'is taken by the API server: stores of %s, of a namespace and of the cluster',
    kind => {
      const ofNamespace = storeOf(kind, {
        store: { name: 'cart', kind: 'SecretStore' },
        serviceAccount: { name: 'eso' },
      });
      for (const manifest of [...storeOf(kind), ...ofNamespace])
        expect(manifestProblems(toYaml(manifest))).toEqual([]);
      expect(ofNamespace[1].spec.conditions).toBeUndefined();
    },
  );

  it.each(secretStoreKinds)(
    'lets only the namespace of the service use a ClusterSecretStore of %s',
    kind =>
      expect(storeOf(kind).at(-1).spec.conditions).toEqual([
        { namespaces: ['cart-dev'] },
      ]),
  );

  it('signs in with EKS Pod Identity without a service account', () => {
    const [store, ...others] = storeOf('aws', {
      access: { ...aws, podIdentity: true },
    });
    expect(others).toEqual([]);
    expect(store.spec.provider).toEqual({
      aws: {
        service: 'SecretsManager',
        region: 'eu-central-1',
        role: 'arn:aws:iam::123456789012:role/eso',
      },
    });
    expect(manifestProblems(toYaml(store))).toEqual([]);
  });

  it('deletes what an Application has deployed along with it, by a finalizer that the API server does not warn of', () =>
    expect(applicationOf(child).metadata.finalizers).toEqual([
      expect.stringMatching(/^resources-finalizer\.argocd\.argoproj\.io\//),
    ]));

  it('names the tenant of Azure once, as External Secrets refuses a store that finds it twice', () => {
    const [serviceAccount, store] = storeOf('azure');
    expect(serviceAccount.metadata.annotations).toEqual({
      'azure.workload.identity/client-id': azure.clientId,
      'argocd.argoproj.io/sync-wave': '-3',
    });
    expect(store.spec.provider.azurekv.tenantId).toBe(azure.tenantId);
  });

  it('has all that older CRDs of External Secrets add to each key', () =>
    expect(externalSecret.spec.data).toEqual([
      {
        secretKey: 'A',
        remoteRef: {
          key: 'dev/cart',
          property: 'A',
          conversionStrategy: 'Default',
          decodingStrategy: 'None',
          metadataPolicy: 'None',
        },
      },
    ]));

  it.each([
    [{ data: [{ secretKey: '' }] }, 'spec.data[0].secretKey does not meet'],
    [{ data: [{ secretKey: 'A' }] }, 'requires property "remoteRef"'],
    [{ refreshIntervall: '1h' }, 'additional property "refreshIntervall"'],
    [{ target: { creationPolicy: 'Sometimes' } }, 'is not one of enum values'],
  ])('is not taken with %j', (more, problem) => {
    const spec = { ...externalSecret.spec, ...more };
    expect(
      manifestProblems(toYaml({ ...externalSecret, spec })).join('\n'),
    ).toContain(problem);
  });

  it('is not taken where there is no schema to check it by', () =>
    expect(manifestProblems('apiVersion: v2\nkind: Odd\n')).toEqual([
      'There is no schema for v2 Odd',
    ]));

  it('quotes what a reader of YAML would take for a number or a switch', () => {
    const text = overlayKustomization({
      service: 'cart',
      environment: 'dev',
      base: 'apps/cart/base',
      overlay: 'apps/cart/envs/dev',
      image: 'registry.example.com/cart',
      tag: '1.10',
      replicas: 2,
    });
    expect(text).toBe(`# cart in dev
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - ../../base
images:
  - name: registry.example.com/cart
    newTag: "1.10"
replicas:
  - name: cart
    count: 2
`);
    for (const tag of ['1e3', 'on', '2026-01-01', '0x10', '1_000'])
      expect(toYaml({ tag })).toBe(`tag: "${tag}"\n`);
  });

  it('goes in waves: store, secret, migration, workload', () => {
    const waveOf = (manifest: { metadata: { annotations: object } }) =>
      (manifest.metadata.annotations as Record<string, string>)[
        'argocd.argoproj.io/sync-wave'
      ];
    const job = migrationJobOf({
      service: 'cart',
      image: 'registry.example.com/cart',
      command: ['/app/migrate'],
      env: {},
      secretName: 'cart-secrets',
      retries: 0,
      resources: defaultResources,
      runAsNonRoot: true,
      pullSecrets: [],
      timeoutSeconds: 600,
    });
    expect([...storeOf('aws'), externalSecret, job].map(waveOf)).toEqual([
      '-3',
      '-3',
      '-2',
      '-1',
    ]);
    expect(job.metadata.annotations).toMatchObject({
      'argocd.argoproj.io/hook': 'Sync',
      'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
    });
    expect(job.spec.template.spec.containers[0]).toMatchObject({
      image: 'registry.example.com/cart',
      envFrom: [{ secretRef: { name: 'cart-secrets' } }],
    });
  });

  it('never has static credentials: the store signs in as the workload', () => {
    const annotationsOf = (kind: SecretStoreKind) =>
      storeOf(kind)[0].metadata.annotations;
    expect(annotationsOf('aws')).toMatchObject({
      'eks.amazonaws.com/role-arn': aws.role,
    });
    expect(annotationsOf('azure')).toMatchObject({
      'azure.workload.identity/client-id': azure.clientId,
    });
    expect(annotationsOf('gcp')).toMatchObject({
      'iam.gke.io/gcp-service-account': 'eso@shop-123.iam.gserviceaccount.com',
    });
    for (const kind of secretStoreKinds)
      expect(JSON.stringify(storeOf(kind))).not.toMatch(/secretRef|accessKey/i);
  });

  it('says the same to Image Updater in annotations', () =>
    expect(imageUpdaterAnnotations(update)).toEqual({
      'argocd-image-updater.argoproj.io/image-list':
        'app=registry.example.com/cart',
      'argocd-image-updater.argoproj.io/app.update-strategy': 'semver',
      'argocd-image-updater.argoproj.io/write-back-method':
        'git:secret:argocd/git-creds',
      'argocd-image-updater.argoproj.io/write-back-target': 'kustomization',
      'argocd-image-updater.argoproj.io/git-branch': 'main',
    }));
});

describe('withResource', () => {
  it('adds one, once', () => {
    const text = baseKustomization(['a.yaml']);
    const more = withResource(text, 'k.yaml', 'b.yaml');
    expect(parseAllDocuments(more)[0]!.toJSON().resources).toEqual([
      'a.yaml',
      'b.yaml',
    ]);
    expect(withResource(more, 'k.yaml', 'b.yaml')).toBe(more);
  });

  it('refuses what has no resources', () =>
    expect(() => withResource('a: 1', 'k.yaml', 'b.yaml')).toThrow(
      'k.yaml has no list of resources, to which b.yaml could be added',
    ));
});
