import type { Environment, SeedService } from './services';

const registry = 'registry.example.com';

export const redisDeployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  replicas: {{ .Values.replicas }}
  selector: {matchLabels: {app: redis}}
  template:
    metadata: {labels: {app: redis}}
    spec:
      containers:
        - name: redis
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
`;

/** Patches that overlays of the seed, and deployments that are asked to fail, carry. */
export const patches = {
  failingMigration: `  - target: {kind: Job}
    patch: |-
      - op: add
        path: /spec/template/metadata
        value: {labels: {lab-fail: "true"}}
`,
  paused: `  - target: {kind: Deployment}
    patch: |-
      - op: add
        path: /spec/paused
        value: true
`,
  crashing: `  - target: {kind: Deployment}
    patch: |-
      - op: add
        path: /spec/template/metadata/labels/lab-crash
        value: "true"
`,
};

/** A secret key that the service reads in this environment only. */
export function extraKey(
  service: string,
  environment: Environment,
  key: string,
): string {
  return `  - target: {kind: ExternalSecret}
    patch: |-
      - op: add
        path: /spec/data/-
        value: {secretKey: ${key}, remoteRef: {key: ${environment}/${service}, property: ${key}}}
`;
}

/** A migration that does more than that of the base. */
export function migrationWith(argument: string): string {
  return `  - target: {kind: Job}
    patch: |-
      - op: add
        path: /spec/template/spec/containers/0/args
        value: ["${argument}"]
`;
}

/** An overlay as the recorded repository has it. */
export function kustomization(
  service: SeedService,
  environment: Environment,
  version: string,
  options: { patches?: string; comment?: string } = {},
): string {
  const { name } = service;
  const who =
    environment === 'dev'
      ? 'kept up to date by Image Updater'
      : 'promoted by pull request';
  return `# ${name} in ${environment}
resources:
  - ../../base
images:
  - name: ${registry}/${name}
    newTag: "${version}"   # ${options.comment ?? who}
patches:
  - target: {kind: ExternalSecret}
    patch: |-
      - op: replace
        path: /spec/data/0/remoteRef/key
        value: ${environment}/${name}
      - op: replace
        path: /spec/data/1/remoteRef/key
        value: ${environment}/${name}
${options.patches ?? ''}`;
}

/** What Image Updater leaves of an overlay: the tag without quotes and comment. */
export function afterImageUpdater(text: string, version: string): string {
  return text.replace(/newTag: .*/, `newTag: ${version}`);
}

/** Manifests that a service's environments share, by their files. */
export function baseOf(name: string): Record<string, string> {
  return {
    'kustomization.yaml':
      'resources:\n  - deployment.yaml\n  - service.yaml\n  - external-secret.yaml\n  - migration.yaml\n',
    'deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: 1
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers:
        - name: app
          image: ${registry}/${name}
          envFrom:
            - secretRef: {name: ${name}-secrets}
`,
    'service.yaml': `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  selector: {app: ${name}}
  ports: [{port: 80, targetPort: 8080}]
`,
    'external-secret.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: ${name}-secrets
  annotations:
    argocd.argoproj.io/sync-wave: "-2"
spec:
  refreshInterval: 1h
  secretStoreRef: {name: aws-secrets-manager, kind: ClusterSecretStore}
  target: {name: ${name}-secrets}
  data:
    - secretKey: DATABASE_URL
      remoteRef: {key: ENV/${name}, property: DATABASE_URL}
    - secretKey: STRIPE_KEY
      remoteRef: {key: ENV/${name}, property: STRIPE_KEY}
`,
    'migration.yaml': `apiVersion: batch/v1
kind: Job
metadata:
  name: ${name}-migrate
  annotations:
    argocd.argoproj.io/hook: Sync
    argocd.argoproj.io/hook-delete-policy: BeforeHookCreation
    argocd.argoproj.io/sync-wave: "-1"
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: ${registry}/${name}
          command: ["/app/migrate"]
          envFrom:
            - secretRef: {name: ${name}-secrets}
`,
  };
}

/** Makes an Application of each overlay of a repository. */
export function servicesSet(name: string, repoURL: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata:
  name: ${name}
  namespace: argocd
spec:
  goTemplate: true
  goTemplateOptions: ["missingkey=error"]
  generators:
    - git:
        repoURL: ${repoURL}
        revision: main
        requeueAfterSeconds: 30
        files:
          - path: apps/*/envs/*/config.json
  template:
    metadata:
      name: "{{.service}}-{{.environment}}"
      labels:
        app.kubernetes.io/name: "{{.service}}"
        environment: "{{.environment}}"
    spec:
      project: "{{.project}}"
      source:
        repoURL: ${repoURL}
        targetRevision: main
        path: "{{.path.path}}"
      destination:
        server: https://kubernetes.default.svc
        namespace: "{{.service}}-{{.environment}}"
      syncPolicy:
        automated: {prune: true, selfHeal: true}
        syncOptions: ["CreateNamespace=true"]
        retry: {limit: 3, backoff: {duration: 5s, factor: 2, maxDuration: 1m}}
`;
}

/** Steps dev, staging, production; the last one waits for a hand (`maxUpdate: 0`), as recorded. */
export function rollingSet(repoURL: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata:
  name: rolling
  namespace: argocd
spec:
  goTemplate: true
  generators:
    - list:
        elements:
          - {service: alpha, environment: dev}
          - {service: alpha, environment: staging}
          - {service: alpha, environment: production}
  strategy:
    type: RollingSync
    rollingSync:
      steps:
        - matchExpressions: [{key: environment, operator: In, values: [dev]}]
        - matchExpressions: [{key: environment, operator: In, values: [staging]}]
          maxUpdate: 50%
        - matchExpressions: [{key: environment, operator: In, values: [production]}]
          maxUpdate: 0
  template:
    metadata:
      name: "{{.service}}-{{.environment}}"
      labels:
        app.kubernetes.io/name: "{{.service}}"
        environment: "{{.environment}}"
    spec:
      project: default
      source:
        repoURL: ${repoURL}
        targetRevision: main
        path: rolling/{{.service}}-{{.environment}}
      destination:
        server: https://kubernetes.default.svc
        namespace: "{{.service}}-{{.environment}}"
      syncPolicy:
        automated: {}
        syncOptions: ["CreateNamespace=true"]
`;
}

export const alphaConfig =
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: alpha}\ndata: {version: "1"}\n';

/** Multi-source, by hand, without a service's label, never synced. */
export function legacyApplication(repoURL: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: legacy-production
  namespace: argocd
  labels: {environment: production}
  annotations: {team: payments}
spec:
  project: default
  sources:
    - {repoURL: "${repoURL}", targetRevision: main, path: infra/redis, helm: {valueFiles: [$values/infra/redis/values-production.yaml]}}
    - {repoURL: "${repoURL}", targetRevision: main, ref: values}
  destination: {server: https://kubernetes.default.svc, namespace: legacy-production}
`;
}

export function environmentApplication(
  repoURL: string,
  environment: string,
): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: environment-${environment}
  namespace: argocd
  labels: {environment: ${environment}}
spec:
  project: default
  source: {repoURL: "${repoURL}", targetRevision: main, path: environments/${environment}}
  destination: {server: https://kubernetes.default.svc, namespace: argocd}
  syncPolicy: {automated: {prune: true, selfHeal: true}}
`;
}

export function redisApplication(repoURL: string, environment: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: redis-${environment}
  namespace: argocd
  finalizers: [resources-finalizer.argocd.argoproj.io]
  labels: {app.kubernetes.io/component: cache, environment: ${environment}}
spec:
  project: default
  source: {repoURL: "${repoURL}", targetRevision: main, path: infra/redis, helm: {valueFiles: [values-${environment}.yaml]}}
  destination: {server: https://kubernetes.default.svc, namespace: redis-${environment}}
  syncPolicy: {automated: {}, syncOptions: [CreateNamespace=true]}
`;
}

/** @param windows further sync windows, indented as a list under `syncWindows` */
export function appProject(name: string, windows = ''): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata:
  name: ${name}
  namespace: argocd
spec:
  sourceRepos: ["*"]
  destinations: [{namespace: "*", server: "*"}]
  clusterResourceWhitelist: [{group: "*", kind: "*"}]
  syncWindows:
    - kind: deny
      schedule: 0 0 24 12 *
      duration: 72h
      timeZone: UTC
      description: Christmas freeze
      applications: ["*-production"]
${windows}`;
}
