import {
  EnvironmentDeployment,
  Instance,
  problemSentence,
  ServiceDeployments,
} from 'backstage-plugin-gitops-common';
import { Application, ArgoCD, Sandbox, startSandbox } from 'sandbox';
import { capturingLogger } from './__testUtils__/CapturingLogger';
import {
  component,
  eventually,
  startGitops,
} from './__testUtils__/startGitops';

jest.setTimeout(60_000);

const names = ['dev', 'test', 'staging', 'preprod', 'production'];
const marker = 'marker-a8f3-secret';

/** Short, so that what is about waiting is not about waiting long. */
const impatient = {
  relistEvery: { milliseconds: 700 },
  timeLimits: {
    request: { seconds: 3 },
    list: { seconds: 3 },
    streamIdle: { milliseconds: 1500 },
  },
};

let sandbox: Sandbox;
let stop: (() => Promise<void>) | undefined;
beforeAll(async () => {
  sandbox = await startSandbox({
    forge: false,
    token: `${marker}-token`,
    keepAliveMs: 300,
    instances: names.map(name => ({ name, environments: [name] })),
  });
});
afterAll(() => sandbox?.close());
afterEach(async () => {
  await stop?.();
  stop = undefined;
  for (const instance of sandbox.argocd) {
    instance.setEventRate(0);
    await instance.setFailure(null);
  }
});

function instanceConfig(instance: ArgoCD, settings: object = impatient) {
  return {
    name: instance.name,
    url: instance.url,
    token: sandbox.token,
    ...settings,
  };
}

async function started(
  options: {
    settings?: object;
    entities?: string[];
    isReady?: boolean;
    /** Whether each environment is configured to lie on the instance of its name */
    areApart?: boolean;
  } = {},
) {
  const { lines, factory } = capturingLogger();
  const gitops = await startGitops({
    gitops: {
      argocd: {
        instances: sandbox.argocd.map(instance => ({
          ...instanceConfig(instance, options.settings),
        })),
      },
      environments: names.map(name =>
        options.areApart ? { name, match: { instance: [name] } } : { name },
      ),
    },
    entities: (options.entities ?? ['orders', 'payments', 'catalog']).map(
      name => component(name),
    ),
    features: [factory],
  });
  stop = gitops.stop;
  const instances = async (): Promise<Instance[]> =>
    (await gitops.get('/v1/instances')).body.items;
  const instance = async (name: string) =>
    (await instances()).find(one => one.name === name)!;
  const service = async (name: string): Promise<ServiceDeployments> =>
    (await gitops.deployments(name)).body;
  const environment = async (
    of: string,
    name: string,
  ): Promise<EnvironmentDeployment> =>
    (await service(of)).environments?.find(one => one.environment === name)!;
  if (options.isReady !== false)
    await eventually(instances, all =>
      all.every(({ status }) => status === 'connected'),
    );
  return { ...gitops, instances, instance, service, environment, lines };
}

describe('one of five instances', () => {
  it.each([
    ['outage', /can't be reached/],
    ['unauthorized', /does not accept the token \(401/],
    ['forbidden', /denies the account access \(403/],
    ['not-found', /\(404/],
    ['too-many-requests', /limiting the requests of the portal \(429\)/],
    ['internal-error', /answered 500/],
    ['html', /HTML/],
    ['half-json', /isn't JSON|broke|can't be reached/],
    ['hang', /did not answer within 3 s/],
  ])(
    'fails with %s: its own are stale with the reason, the others untouched, and all is well afterwards',
    async (failure, reason) => {
      const { environment, service, instance } = await started();
      // The versions that run are known a moment after the list, from the diagnosis
      const before = await eventually(
        () => service('orders'),
        ({ environments }) =>
          environments.every(({ running }) => running !== null),
      );
      await sandbox.instance('preprod').setFailure(failure);
      const failed = await eventually(
        () => environment('orders', 'preprod'),
        ({ staleSince }) => staleSince !== null,
      );
      expect(failed).toMatchObject({
        state: 'healthy',
        running: expect.any(String),
        staleSince: expect.any(String),
      });

      const { instances, environments } = await service('orders');
      const preprod = instances.find(({ name }) => name === 'preprod')!;
      expect(preprod.reason).toMatch(reason);
      expect(problemSentence(preprod.problem!)).toBe(preprod.reason);
      expect((await instance('preprod')).advice).toMatch(/\.$/);
      const others = (all: EnvironmentDeployment[]) =>
        all.filter(one => one.environment !== 'preprod');
      expect(
        others(environments).map(({ state, staleSince }) => [
          state,
          staleSince,
        ]),
      ).toEqual(others(before.environments).map(({ state }) => [state, null]));

      await sandbox.instance('preprod').setFailure(null);
      await eventually(
        () => environment('orders', 'preprod'),
        ({ staleSince }) => staleSince === null,
      );
    },
  );

  it.each([
    [false, ['preprod', 'production', 'staging', 'test']],
    [true, ['preprod']],
  ])(
    'fails: what it may hold of a service that it is not known to hold is unknown and not current (environments lie on one instance each: %s)',
    async (areApart, unknown) => {
      const dev = sandbox.instance('dev');
      const template = dev.store.get('orders-dev')!;
      const labels = { 'app.kubernetes.io/name': 'young', environment: 'dev' };
      dev.add({
        ...template,
        metadata: { ...template.metadata, name: 'young-dev', labels },
      });
      try {
        const { service, environment } = await started({
          entities: ['young'],
          areApart,
        });
        await sandbox.instance('preprod').setFailure('outage');
        await eventually(
          () => environment('young', 'preprod'),
          ({ staleSince }) => staleSince !== null,
        );
        const { environments } = await service('young');
        const those = (isThat: (one: EnvironmentDeployment) => boolean) =>
          environments
            .filter(isThat)
            .map(one => one.environment)
            .sort();
        expect(those(({ state }) => state === 'unknown')).toEqual(unknown);
        expect(those(({ staleSince }) => staleSince !== null)).toEqual(unknown);
        expect(those(({ state }) => state === 'healthy')).toEqual(['dev']);
      } finally {
        dev.remove('young-dev');
      }
    },
  );

  it('was down at start: unknown is said where nothing is known, until it comes back', async () => {
    await sandbox.instance('preprod').setFailure('outage');
    const { environment, instances } = await started({ isReady: false });
    await eventually(
      instances,
      all => all.filter(({ status }) => status === 'connected').length === 4,
    );
    expect(await environment('orders', 'preprod')).toMatchObject({
      state: 'unknown',
      reason: expect.stringContaining("preprod can't be read"),
      running: null,
      nothingRuns: false,
    });
    await sandbox.instance('preprod').setFailure(null);
    await eventually(
      () => environment('orders', 'preprod'),
      ({ state }) => state === 'healthy',
    );
  });

  it('lists nothing while it starts up: nothing vanishes, and it says so', async () => {
    const { environment, instance } = await started();
    await sandbox.instance('preprod').setFailure('empty-list');
    const { reason } = await eventually(
      () => instance('preprod'),
      ({ status }) => status === 'stale',
    );
    expect(reason).toMatch(/lists 0 of \d+ Applications/);
    expect(await environment('orders', 'preprod')).toMatchObject({
      state: 'healthy',
      staleSince: expect.any(String),
    });
    await sandbox.instance('preprod').setFailure(null);
    await eventually(
      () => environment('orders', 'preprod'),
      ({ staleSince }) => staleSince === null,
    );
  });

  it('restarts with fewer Applications: they are gone once further lists confirm it', async () => {
    const { instance } = await started();
    const { applications } = await instance('preprod');
    await sandbox
      .instance('preprod')
      .setFailure('fewer-applications', { share: 0.2 });
    const doubted = await eventually(
      () => instance('preprod'),
      ({ status }) => status === 'stale',
    );
    expect(doubted.applications).toBe(applications);
    await eventually(
      () => instance('preprod'),
      one => one.status === 'connected' && one.applications < applications / 2,
    );
  });

  it('lists one Application no longer without a word of the stream: that one alone is not current, until it is gone', async () => {
    const { environment, instance, service } = await started();
    const { store } = sandbox.instance('preprod');
    const orders = store.get('orders-preprod')!;
    await environment('orders', 'preprod');
    store.delete('orders-preprod', 'argocd', { silently: true });
    try {
      const doubted = await eventually(
        () => environment('orders', 'preprod'),
        ({ staleSince }) => staleSince !== null,
      );
      expect(doubted).toMatchObject({ state: 'healthy' });
      expect(await instance('preprod')).toMatchObject({
        status: 'connected',
        staleSince: null,
        reason: null,
      });
      expect(await environment('payments', 'preprod')).toMatchObject({
        staleSince: null,
      });
      await eventually(
        () => environment('orders', 'preprod'),
        ({ state, staleSince }) =>
          state === 'notDeployed' && staleSince === null,
      );
      const { instances } = await service('orders');
      expect(instances.map(({ staleSince }) => staleSince)).toEqual(
        names.map(() => null),
      );
    } finally {
      sandbox.instance('preprod').add(orders);
    }
  });

  it('makes no storm while the token is not accepted', async () => {
    const { instance } = await started();
    const preprod = sandbox.instance('preprod');
    await preprod.setFailure('unauthorized');
    await eventually(
      () => instance('preprod'),
      ({ status }) => status === 'stale',
    );
    preprod.resetRequests();
    await new Promise(resolve => setTimeout(resolve, 4_000));
    const { byKind } = preprod.requests();
    // Lists and diagnoses each back off by at least 250 ms, doubling: five tries in 4 s. Four
    // diagnoses may be under way when the first is refused.
    expect(byKind.list ?? 0).toBeLessThanOrEqual(5);
    expect(byKind.application ?? 0).toBeLessThanOrEqual(8);
    expect((await instance('preprod')).advice).toContain('generate-token');
  });
});

describe('the stream', () => {
  it('loses 14 % of the events silently: what changed is right after one list, and what was deleted is gone soon after', async () => {
    const dev = sandbox.instance('dev');
    dev.setSize(300);
    dev.resetRequests();
    const made = dev.store
      .all()
      .filter(({ metadata }) => metadata.name.startsWith('svc-'));
    const serviceOf = (one: Application) =>
      one.metadata.labels!['app.kubernetes.io/name'];
    try {
      const { instance, service, environment } = await started({
        settings: { ...impatient, relistEvery: { seconds: 4 } },
        entities: made.map(serviceOf),
      });
      // Not repaired by the list that follows the stream's first sign of life
      await eventually(
        async () => dev.requests().byKind.list ?? 0,
        lists => lists > 1,
      );
      await dev.setFailure('lost-events', { share: 0.14 });
      for (const status of ['Degraded', 'Healthy', 'Degraded'] as const)
        for (const { metadata } of made)
          dev.change(metadata.name, one => ({
            ...one,
            status: { ...one.status, health: { status } },
          }));
      dev.setSize(200);
      await eventually(
        () => instance('dev'),
        one =>
          one.applications === dev.store.size && one.status === 'connected',
      );
      const [kept, deleted] = [made.slice(0, 200), made.slice(200)];
      const healths = await Promise.all(
        kept.map(async one => {
          const { applications } = await environment(serviceOf(one), 'dev');
          return applications.map(({ health }) => health).join();
        }),
      );
      expect(new Set(healths)).toEqual(new Set(['Degraded']));
      const gone = await Promise.all(
        deleted.map(async one => (await service(serviceOf(one))).environments),
      );
      expect(gone.flat()).toEqual([]);
    } finally {
      dev.setSize(0);
    }
  });

  it.each(['cut-streams', 'silent-stream'])(
    'suffers %s: changes arrive without waiting for the next regular list, and by the stream again afterwards',
    async failure => {
      const { environment } = await started({
        settings: { ...impatient, relistEvery: { hours: 1 } },
      });
      const staging = sandbox.instance('staging');
      const lists = () => staging.requests().byKind.list ?? 0;
      let isHealthy = true;
      /** Answers how many lists were read until a change arrived */
      const change = async () => {
        const before = lists();
        isHealthy = !isHealthy;
        const status = isHealthy ? 'Healthy' : 'Degraded';
        staging.change('catalog-staging', one => ({
          ...one,
          status: { ...one.status, health: { status } },
        }));
        await eventually(
          () => environment('catalog', 'staging'),
          ({ applications }) => applications[0].health === status,
        );
        return lists() - before;
      };
      const byStream = () => eventually(change, listed => listed === 0);
      await byStream();
      await staging.setFailure(failure);
      expect(await change()).toBeGreaterThan(0);
      await staging.setFailure(null);
      await byStream();
      if (!isHealthy) await change();
    },
  );

  it('is cut amid a line: nothing half is taken, and reading goes on', async () => {
    const { environment, instance } = await started();
    const test = sandbox.instance('test');
    for (let cut = 0; cut < 3; cut++) {
      await eventually(
        () => Promise.resolve(test.openStreams),
        open => open > 0,
      );
      test.cutStreams({ midLine: true });
    }
    test.change('orders-test', one => ({
      ...one,
      status: { ...one.status, health: { status: 'Degraded' } },
    }));
    await eventually(
      () => environment('orders', 'test'),
      ({ state }) => state === 'degraded',
    );
    test.change('orders-test', one => ({
      ...one,
      status: { ...one.status, health: { status: 'Healthy' } },
    }));
    expect((await instance('test')).malformed).toBe(0);
  });
});

describe('what comes from outside', () => {
  it('keeps Applications of one name in two instances and two namespaces apart', async () => {
    const [dev, test] = [sandbox.instance('dev'), sandbox.instance('test')];
    const template = dev.store
      .all()
      .find(({ metadata }) => metadata.name === 'orders-dev')!;
    const twin = (
      namespace: string,
      environment: string,
      health: 'Healthy' | 'Degraded',
    ) => ({
      ...template,
      metadata: {
        ...template.metadata,
        name: 'twin',
        namespace,
        labels: { 'app.kubernetes.io/name': 'twin', environment },
      },
      status: { ...template.status, health: { status: health } },
    });
    dev.add(twin('argocd', 'dev', 'Healthy'));
    test.add(twin('argocd', 'test', 'Degraded'));
    test.add(twin('team-x', 'test', 'Healthy'));
    try {
      const { service } = await started({ entities: ['twin'] });
      const { environments } = await eventually(
        () => service('twin'),
        one => one.environments?.length > 0,
      );
      const seen = environments.flatMap(({ applications }) =>
        applications.map(
          one => `${one.instance} ${one.namespace} ${one.state}`,
        ),
      );
      expect(seen).toEqual([
        'dev argocd healthy',
        'test argocd degraded',
        'test team-x healthy',
      ]);
      expect(
        environments.find(({ environment }) => environment === 'test')?.state,
      ).toBe('degraded');
    } finally {
      dev.remove('twin');
      test.remove('twin');
      test.remove('twin');
    }
  });

  it('takes names, labels and messages with HTML, 10 KB and control characters as text', async () => {
    const staging = sandbox.instance('staging');
    const hostile = `<img src=x onerror=alert(1)> \u0000\u001b[31m\u202e${'x'.repeat(
      10_000,
    )}`;
    staging.change('orders-staging', one => ({
      ...one,
      metadata: {
        ...one.metadata,
        labels: { ...one.metadata.labels, note: hostile },
      },
      status: {
        ...one.status,
        sync: { ...one.status.sync, status: 'Unknown' },
        conditions: [
          {
            type: 'ComparisonError',
            message: hostile,
            lastTransitionTime: '2026-11-23T05:00:00Z',
          },
        ],
      },
    }));
    const { environment } = await started();
    const { reason } = await eventually(
      () => environment('orders', 'staging'),
      one => /img/.test(one?.reason ?? ''),
    );
    expect(reason).toContain('<img src=x onerror=alert(1)>');
    expect(reason).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(reason!.length).toBeLessThan(3_000);
  });
});

describe('secrets', () => {
  it('in addresses that Argo CD quotes are in no answer and no log', async () => {
    const dev = sandbox.instance('dev');
    const said = (where: string) =>
      `${where}: https://oauth2:${marker}@git.example.com/${where}.git is not permitted`;
    const failing = (name: string, status: object) =>
      dev.change(name, one => ({
        ...one,
        status: { ...one.status, ...status },
      }));
    const before = ['payments-dev', 'orders-dev'].map(
      name => dev.store.get(name)!,
    );
    failing('payments-dev', {
      sync: { ...before[0].status.sync, status: 'Unknown' },
      conditions: [{ type: 'ComparisonError', message: said('condition') }],
    });
    failing('orders-dev', {
      sync: { ...before[1].status.sync, status: 'OutOfSync' },
      operationState: {
        ...before[1].status.operationState,
        phase: 'Failed',
        message: said('operation'),
      },
    });
    try {
      const { environment, get, lines } = await started();
      const reasonOf = async (service: string, quote: string) => {
        const { reason } = await eventually(
          () => environment(service, 'dev'),
          one => Boolean(one?.reason?.includes(quote)),
        );
        return reason;
      };
      const texts = [
        await reasonOf('payments', 'git.example.com/condition.git'),
        await reasonOf('orders', 'git.example.com/operation.git'),
      ];
      for (const name of ['payments-dev', 'orders-dev']) {
        const { body } = await get(`/v1/deployments/dev/argocd/${name}`);
        texts.push(JSON.stringify(body));
      }
      expect(texts[2]).toContain('https://git.example.com/condition.git');
      expect(texts[3]).toContain('https://git.example.com/operation.git');
      expect([...texts, ...lines].join('\n')).not.toContain(marker);
    } finally {
      before.forEach(one => dev.change(one.metadata.name, () => one));
    }
  });

  it('stay where they are: no token, no header and no secret value in any log, error or answer', async () => {
    const { get, deployments, lines, instance } = await started({
      settings: {
        ...impatient,
        headers: { 'x-proxy-key': `${marker}-header` },
      },
    });
    const answers: string[] = [];
    const ask = async (path: string) =>
      answers.push(JSON.stringify((await get(path)).body));
    for (const failure of [
      null,
      'unauthorized',
      'forbidden',
      'internal-error',
      'html',
      'half-json',
      'outage',
    ]) {
      await sandbox.instance('production').setFailure(failure);
      if (failure)
        await eventually(
          () => instance('production'),
          ({ status }) => status === 'stale',
        );
      else
        await eventually(
          () => deployments('payments'),
          ({ body }) => JSON.stringify(body).includes('STRIPE_KEY'),
        );
      await ask('/v1/instances');
      await ask('/v1/environments');
      await ask('/v1/services/component/default/payments/deployments');
      await ask('/v1/deployments/production/argocd/payments-production');
      await ask('/v1/deployments/dev/argocd/payments-dev');
      await ask('/openapi.json');
      await sandbox.instance('production').setFailure(null);
    }
    expect(answers.join('\n')).toContain('DATABASE_URL');
    expect(lines.length).toBeGreaterThan(0);
    for (const text of [...answers, ...lines]) {
      expect(text).not.toContain(marker);
      expect(text).not.toMatch(/Bearer /);
    }
  });
});
