import {
  AnnotationProblem,
  AnnotationProblemCause,
  annotationSentence,
  ApplicationDeployment,
  Cause,
  DeploymentStatus,
  EnvironmentDeployment,
  Instance,
  InstanceFreshness,
  InstanceProblem,
  PreviewDeployment,
  problemAdvice,
  problemSentence,
  reasonOf,
  ServiceDeployments,
} from 'backstage-plugin-gitops-common';

export const recordedNow = '2026-03-02T14:07:00.000Z';

/** `{h: 3}` ago, seen from {@link recordedNow}. */
export function ago(time: {
  d?: number;
  h?: number;
  min?: number;
  s?: number;
}): string {
  const seconds =
    (((time.d ?? 0) * 24 + (time.h ?? 0)) * 60 + (time.min ?? 0)) * 60 +
    (time.s ?? 0);
  return new Date(Date.parse(recordedNow) - seconds * 1000).toISOString();
}

/** The reason of a status: a cause, and remarks. */
export function because(
  cause: Cause,
  ...remarks: Cause[]
): Pick<DeploymentStatus, 'cause' | 'remarks' | 'reason'> {
  return { cause, remarks, reason: reasonOf({ cause, remarks }) };
}

/** An instance that is read, or has a problem since some minutes. */
export function freshness(
  name: string,
  problem?: InstanceProblem,
): InstanceFreshness {
  return {
    name,
    staleSince: problem ? ago({ min: 5 }) : null,
    problem: problem ?? null,
    reason: problem ? problemSentence(problem) : null,
  };
}

export const tokenRejected: InstanceProblem = {
  code: 'tokenRejected',
  params: { answer: '401: token is expired' },
};

export function annotationProblem(
  annotation: string,
  cause: AnnotationProblemCause,
): AnnotationProblem {
  return { ...cause, annotation, message: annotationSentence(cause) };
}

function versionsIn(running: string | null): string[] {
  return running?.split(', ') ?? [];
}

export function application(
  overrides: Partial<ApplicationDeployment> = {},
): ApplicationDeployment {
  const { running = '1.10.0' } = overrides;
  return {
    instance: 'eu-central',
    namespace: 'argocd',
    name: 'payments-dev',
    project: 'default',
    state: 'healthy',
    cause: null,
    remarks: [],
    reason: null,
    since: ago({ h: 3 }),
    versions: versionsIn(running),
    running,
    wanted: '1.10.0',
    nothingRuns: false,
    staleSince: null,
    sync: 'Synced',
    health: 'Healthy',
    operationPhase: 'Succeeded',
    revision: null,
    images: [],
    url: 'https://argocd.example.com/applications/argocd/payments-dev',
    ...overrides,
  };
}

/** What is deployed of a pull request. */
export function preview(
  number: number,
  overrides: Partial<PreviewDeployment> = {},
): PreviewDeployment {
  const { running = `0.0.0-pr-${number}.g4f2a1b9c` } = overrides;
  return {
    ...application({
      name: `payments-pr-${number}-dev`,
      running,
      wanted: running,
      since: ago({ min: 20 }),
      url: `https://argocd.example.com/applications/argocd/payments-pr-${number}-dev`,
    }),
    pullRequest: {
      number: String(number),
      url: `https://git.example.com/shop/payments/pulls/${number}`,
    },
    ...overrides,
  };
}

/** An environment with one Application that says the same. */
export function environment(
  name: string,
  overrides: Partial<EnvironmentDeployment> = {},
): EnvironmentDeployment {
  const status = {
    state: 'healthy' as const,
    cause: null,
    remarks: [],
    reason: null,
    since: ago({ h: 3 }),
    versions: versionsIn(
      overrides.running === undefined ? '1.10.0' : overrides.running,
    ),
    running: '1.10.0',
    wanted: '1.10.0',
    nothingRuns: false,
    staleSince: null,
  };
  const {
    environment: _,
    title,
    applications,
    ...own
  } = { environment: name, title: name, ...overrides };
  const appName = `payments-${name}`;
  return {
    environment: name,
    title,
    ...status,
    ...own,
    applications: applications ?? [
      application({
        ...status,
        ...own,
        name: appName,
        url: `https://argocd.example.com/applications/argocd/${appName}`,
      }),
    ],
  };
}

export function service(
  overrides: Partial<ServiceDeployments> = {},
): ServiceDeployments {
  return {
    service: 'component:default/payments',
    selector: 'app.kubernetes.io/name=payments',
    instances: [freshness('eu-central')],
    problems: [],
    isRestricted: false,
    previews: [],
    environments: [],
    ...overrides,
  };
}

export const payments = service({
  environments: [
    environment('dev'),
    environment('test', {
      state: 'deploying',
      running: '1.9.2',
      since: ago({ min: 2 }),
      ...because(
        {
          code: 'podsNotReady',
          params: { count: 2, total: 3, version: '1.10.0' },
        },
        { code: 'stillServes', params: { version: '1.9.2' } },
      ),
    }),
    environment('staging', {
      state: 'degraded',
      running: '1.9.2',
      wanted: '1.9.2',
      since: ago({ min: 18 }),
      ...because({
        code: 'crashLoop',
        params: {
          count: 1,
          total: 3,
          version: '1.9.2',
          detail: 'out of memory (exit code 137)',
        },
      }),
    }),
    environment('preprod', {
      running: '1.9.0',
      wanted: '1.9.0',
      since: ago({ d: 2 }),
    }),
    environment('production', {
      state: 'failed',
      running: null,
      wanted: '1.9.0',
      nothingRuns: true,
      since: ago({ min: 41 }),
      ...because(
        {
          code: 'secretKeyMissing',
          params: { key: 'STRIPE_KEY', remoteKey: 'production/payments' },
        },
        {
          code: 'nothingDeployed',
          params: { resources: ['Deployment payments'] },
        },
      ),
    }),
  ],
});

/** The six cases that Argo CD's two badges don't tell, as the API answers them. */
export const recordedCases = {
  'payments-production': environment('production', {
    state: 'failed',
    running: null,
    wanted: '1.5.0',
    nothingRuns: true,
    since: ago({ min: 41 }),
    ...because(
      {
        code: 'secretUnreadable',
        params: { externalSecret: 'payments-secrets' },
      },
      { code: 'nothingDeployed', params: { resources: [] } },
    ),
  }),
  'orders-production': environment('production', {
    state: 'failed',
    running: '1.5.1',
    wanted: '1.6.0',
    since: ago({ h: 1 }),
    ...because(
      {
        code: 'migrationFailed',
        params: { resource: 'Job orders-migrate', wave: -1, version: '1.6.0' },
      },
      { code: 'stillRuns', params: { version: '1.5.1' } },
    ),
  }),
  'catalog-staging': environment('staging', {
    state: 'unknown',
    running: '1.7.2',
    wanted: null,
    since: ago({ h: 2 }),
    ...because(
      {
        code: 'manifestsBroken',
        params: { detail: 'kustomization.yaml names a missing file' },
      },
      { code: 'stillRuns', params: { version: '1.7.2' } },
    ),
  }),
  'search-test': environment('test', {
    state: 'suspended',
    running: null,
    wanted: '3.1.0',
    since: ago({ d: 1 }),
    ...because({ code: 'paused', params: { resource: 'Deployment search' } }),
  }),
  'legacy-production': environment('production', {
    state: 'notDeployed',
    running: null,
    wanted: '0.9.4',
    nothingRuns: true,
    since: null,
    ...because({ code: 'neverDeployedManual', params: {} }),
  }),
  'alpha-production': environment('production', {
    state: 'waiting',
    running: null,
    wanted: '0.2.0',
    nothingRuns: true,
    since: ago({ min: 5 }),
    ...because({
      code: 'rollingSync',
      params: { step: 3, after: ['staging', 'preprod'] },
    }),
  }),
};

export const staleService = service({
  instances: [freshness('eu-dev', tokenRejected), freshness('eu-central')],
  environments: [
    environment('dev', {
      staleSince: ago({ min: 5 }),
      applications: [
        application({ instance: 'eu-dev', staleSince: ago({ min: 5 }) }),
      ],
    }),
    environment('test', {
      state: 'deploying',
      running: '1.9.2',
      staleSince: ago({ min: 5 }),
      applications: [
        application({
          instance: 'eu-dev',
          staleSince: ago({ min: 5 }),
          state: 'deploying',
        }),
      ],
    }),
    environment('staging'),
    environment('production', {
      running: '1.9.0',
      wanted: '1.9.0',
      since: ago({ d: 9 }),
    }),
  ],
});

export const regions = service({
  environments: [
    environment('staging'),
    environment('production', {
      state: 'degraded',
      running: '1.9.0',
      wanted: '1.9.0',
      since: ago({ min: 4 }),
      ...because({ code: 'crashLoop', params: { count: 1, total: 3 } }),
      applications: [
        application({
          instance: 'us-east',
          name: 'payments-us',
          state: 'degraded',
          ...because({ code: 'crashLoop', params: { count: 1, total: 3 } }),
          running: '1.9.0',
          wanted: '1.9.0',
          since: ago({ min: 4 }),
          url: 'https://argocd-us.example.com/applications/argocd/payments-us',
        }),
        application({
          name: 'payments-eu',
          running: '1.9.0',
          wanted: '1.9.0',
          url: 'https://argocd-eu.example.com/applications/argocd/payments-eu',
        }),
      ],
    }),
  ],
});

export const hostileService = service({
  problems: [
    annotationProblem('argocd/app-selector', {
      code: 'selectorUnreadable',
      params: { part: '<img src=x onerror="alert(1)">' },
    }),
  ],
  environments: [
    environment('dev', {
      title:
        '<b>dev</b> with a name that is much longer than any column was made for',
      state: 'failed',
      ...because({
        code: 'syncFailed',
        params: {
          detail: `<script>window.hacked = true</script>\u0000\u001b[31m ${'Everything broke in a loop. '.repeat(
            370,
          )}`,
        },
      }),
    }),
    environment('test', {
      state: 'degraded',
      running: `sha256:${'0123456789abcdef'.repeat(4)}`,
      wanted: `${'x'.repeat(10_000)}`,
      ...because({
        code: 'syncFailed',
        params: { detail: `one\u202etxt.exe ${'unbroken'.repeat(40)}` },
      }),
      applications: [
        application({
          name: '"><img src=x onerror=alert(1)>',
          url: 'data:text/html,<script>alert(1)</script>',
        }),
        application({
          namespace: 'other',
          name: '"><img src=x onerror=alert(1)>',
          ...because({
            code: 'syncFailed',
            params: { detail: 'y'.repeat(10_000) },
          }),
        }),
      ],
    }),
  ],
});

export function instance(overrides: Partial<Instance> = {}): Instance {
  return {
    name: 'eu-central',
    url: 'https://argocd.example.com',
    status: 'connected',
    staleSince: null,
    problem: null,
    reason: null,
    advice: null,
    lastList: ago({ min: 2 }),
    lastEvent: ago({ s: 4 }),
    applications: 1204,
    malformed: 0,
    ...overrides,
  };
}

export const instances = [
  instance(),
  instance({
    url: 'https://argocd-dev.example.com',
    status: 'stale',
    ...freshness('eu-dev', tokenRejected),
    advice: problemAdvice(tokenRejected),
    lastList: ago({ min: 6 }),
    lastEvent: ago({ min: 5 }),
    applications: 310,
    malformed: 2,
  }),
  instance({
    name: 'us-east',
    url: 'https://argocd-us.example.com',
    status: 'connecting',
    lastList: null,
    lastEvent: null,
    applications: 0,
  }),
];
