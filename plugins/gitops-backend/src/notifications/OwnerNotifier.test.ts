import { mockServices } from '@backstage/backend-test-utils';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import type {
  ApplicationDeployment,
  DeploymentState,
} from 'backstage-plugin-gitops-common';
import knexFactory, { Knex } from 'knex';
import { application } from '../__testUtils__/builtEntry';
import { emptyInventory } from '../__testUtils__/emptyInventory';
import { FakeClock, settled } from '../__testUtils__/FakeClock';
import { component } from '../__testUtils__/startGitops';
import type { Application } from '../argocd/Application';
import type { NotificationSettings } from '../config/readConfig';
import { labelledEnvironments } from '../environments/Environments';
import { ServiceLocator } from '../environments/ServiceLocator';
import { ownerOf } from '../ownership/ownerOf';
import { EpisodeStore } from './EpisodeStore';
import { OwnerNotifier } from './OwnerNotifier';

const MINUTE = 60_000;
const label = 'app.kubernetes.io/name';

let knex: Knex;
let clock: FakeClock;
const ended: AbortController[] = [];
beforeEach(async () => {
  clock = new FakeClock();
  knex = knexFactory({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
  });
  await knex.migrate.latest({ directory: `${__dirname}/../../migrations` });
});
afterEach(async () => {
  ended.splice(0).forEach(one => one.abort());
  await knex.destroy();
});

interface Told {
  state: DeploymentState;
  since?: string | null;
  staleSince?: string | null;
}

/** A replica of the portal that sees one cluster. */
function replica(
  options: {
    settings?: Partial<NotificationSettings>;
    entities?: Entity[];
    sent?: NotificationSendOptions[];
    send?: () => Promise<void>;
  } = {},
) {
  const { sent = [], entities = [component('orders')] } = options;
  const inventory = emptyInventory({ clock });
  const told = new Map<string, Told>();
  const locator = new ServiceLocator({
    serviceLabel: label,
    instances: ['eu-central'],
    catalogNamespaces: ['default'],
  });
  const logger = mockServices.logger.mock();
  const notifier = new OwnerNotifier({
    settings: {
      afterMs: 15 * MINUTE,
      states: ['failed', 'degraded'],
      recovery: true,
      ...options.settings,
    },
    gitops: {
      inventory,
      locator,
      environments: labelledEnvironments(() => inventory.values('environment')),
      instances: () => [{ status: 'connected' } as never],
      environmentOf: ({ labels }) => labels.environment ?? '',
      deploymentOf: (one: Application) =>
        deploymentOf(one, told.get(one.name)!),
    },
    entities: {
      get: async ref => entities.find(one => stringifyEntityRef(one) === ref),
    },
    owners: {
      of: async all => all.map(one => ownerOf(one, entities, locator)),
    },
    store: new EpisodeStore({ knex, now: clock.now }),
    notifications: {
      async send(one) {
        await options.send?.();
        sent.push(one);
      },
    },
    clock,
    logger,
  });
  return {
    sent,
    logger,
    /** Has the cluster show an Application, named as its service and environment */
    see(state: DeploymentState, more: Partial<Told> & { name?: string } = {}) {
      const { name = 'orders-production', ...rest } = more;
      const [service, environment] = name.split('-');
      told.set(name, { state, ...rest });
      inventory.observed(
        [application({ name, labels: { [label]: service, environment } })],
        'list',
      );
    },
    run() {
      const end = new AbortController();
      ended.push(end);
      notifier.run(end.signal);
      return this;
    },
  };
}

function deploymentOf(
  { instance, namespace, name, project }: Application,
  { state, since = null, staleSince = null }: Told,
): ApplicationDeployment {
  return {
    instance,
    namespace,
    name,
    project,
    state,
    since,
    staleSince,
    cause: state === 'healthy' ? null : { code: 'nothingRuns', params: {} },
    remarks: [],
    reason: null,
    versions: ['1.5.0'],
    running: '1.5.0',
    wanted: '1.5.0',
    nothingRuns: false,
  } as unknown as ApplicationDeployment;
}

/** The time goes on, and the database answers. */
async function pass(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    await clock.pass(MINUTE);
    for (let turn = 0; turn < 10; turn++) await settled();
  }
}

const titles = (sent: NotificationSendOptions[]) =>
  sent.map(({ payload }) => payload.title);

describe('OwnerNotifier', () => {
  it('notifies the owner of a service that has been degraded for the configured time, once, with a link to its page', async () => {
    const { see, sent } = replica().run();
    see('healthy');
    await pass(1);
    see('degraded');
    await pass(15);
    expect(sent).toEqual([]);
    await pass(20);
    expect(sent).toEqual([
      {
        recipients: { type: 'entity', entityRef: ['group:default/team-a'] },
        payload: {
          title: 'orders is degraded in production',
          description: expect.any(String),
          link: '/catalog/default/component/orders',
          severity: 'normal',
          topic: 'gitops',
          scope: 'gitops:deployment:component:default/orders:production',
        },
      },
    ]);
  });

  it('says that a failed deployment is more severe than a degraded one', async () => {
    const { see, sent } = replica().run();
    see('failed', { since: '2026-11-23T05:00:00Z' });
    await pass(2);
    expect(
      sent.map(({ payload }) => [payload.title, payload.severity]),
    ).toEqual([['orders has failed in production', 'high']]);
  });

  it('counts from when Argo CD says that it became unwell where it was so before the portal started', async () => {
    const { see, sent } = replica().run();
    see('failed', { since: '2026-11-23T05:50:00Z' });
    await pass(4);
    expect(sent).toEqual([]);
    await pass(1);
    expect(titles(sent)).toHaveLength(1);
  });

  it('lets a deployment between two failures not begin the time anew', async () => {
    const { see, sent } = replica().run();
    see('healthy');
    await pass(1);
    see('failed');
    await pass(8);
    see('deploying');
    await pass(2);
    expect(sent).toEqual([]);
    see('failed');
    await pass(6);
    expect(titles(sent)).toEqual(['orders has failed in production']);
  });

  it('notifies nobody of what was healthy in between', async () => {
    const { see, sent } = replica().run();
    for (let time = 0; time < 3; time++) {
      see('degraded');
      await pass(10);
      see('healthy');
      await pass(2);
    }
    expect(sent).toEqual([]);
  });

  it('tells once that it is healthy again, in place of the first notification, when it has been so for a minute', async () => {
    const { see, sent } = replica().run();
    see('failed', { since: '2026-11-23T05:00:00Z' });
    await pass(1);
    see('healthy');
    await pass(1);
    expect(titles(sent)).toHaveLength(1);
    await pass(10);
    expect(
      sent.map(({ payload }) => [payload.title, payload.severity]),
    ).toEqual([
      ['orders has failed in production', 'high'],
      ['orders is healthy again in production', 'low'],
    ]);
    expect(sent[1].payload.scope).toBe(sent[0].payload.scope);
  });

  it('does not tell that it is healthy again unless that is configured, and notifies of the next time all the same', async () => {
    const { see, sent } = replica({ settings: { recovery: false } }).run();
    see('failed', { since: '2026-11-23T05:00:00Z' });
    await pass(1);
    see('healthy');
    await pass(5);
    see('degraded');
    await pass(20);
    expect(titles(sent)).toEqual([
      'orders has failed in production',
      'orders is degraded in production',
    ]);
  });

  it('notifies once from several replicas, and again from none that is started later', async () => {
    const sent: NotificationSendOptions[] = [];
    const replicas = [1, 2, 3].map(() => replica({ sent }).run());
    for (const { see } of replicas)
      see('failed', { since: '2026-11-23T05:00:00Z' });
    await pass(3);
    const late = replica({ sent }).run();
    late.see('failed', { since: '2026-11-23T05:00:00Z' });
    await pass(10);
    expect(titles(sent)).toEqual(['orders has failed in production']);
    for (const { see } of [...replicas, late]) see('healthy');
    await pass(5);
    expect(titles(sent)).toHaveLength(2);
  });

  it('notifies of nothing again where a replica has not seen yet that it is healthy', async () => {
    const sent: NotificationSendOptions[] = [];
    const [fast, slow] = [1, 2].map(() => replica({ sent }).run());
    for (const { see } of [fast, slow])
      see('failed', { since: '2026-11-23T05:00:00Z' });
    await pass(2);
    fast.see('healthy');
    await pass(10);
    expect(titles(sent)).toEqual([
      'orders has failed in production',
      'orders is healthy again in production',
    ]);
  });

  it('sends one notification for all Applications of a service in an environment', async () => {
    const { see, sent } = replica().run();
    const since = '2026-11-23T05:00:00Z';
    see('degraded', { name: 'orders-production', since });
    see('failed', { name: 'orders-production-us', since });
    await pass(3);
    expect(titles(sent)).toEqual(['orders has failed in production']);
  });

  it('notifies of the configured environments and states alone', async () => {
    const { see, sent } = replica({
      settings: { environments: ['production'], states: ['failed'] },
    }).run();
    const since = '2026-11-23T05:00:00Z';
    see('degraded', { name: 'orders-production', since });
    see('failed', { name: 'orders-dev', since });
    await pass(3);
    expect(sent).toEqual([]);
    see('failed', { name: 'orders-production', since });
    await pass(20);
    expect(titles(sent)).toEqual(['orders has failed in production']);
  });

  it('notifies of nothing that it only knows from before Argo CD became unreadable', async () => {
    const { see, sent } = replica().run();
    see('failed', {
      since: '2026-11-23T05:00:00Z',
      staleSince: '2026-11-23T05:30:00Z',
    });
    await pass(30);
    expect(sent).toEqual([]);
  });

  it('notifies nobody if the Application has no owner, or the owner is neither a user nor a group', async () => {
    const { see, sent } = replica({
      entities: [component('payments', {}, 'system:default/shop')],
    }).run();
    const since = '2026-11-23T05:00:00Z';
    see('failed', { name: 'orders-production', since });
    see('failed', { name: 'payments-production', since });
    await pass(3);
    expect(sent).toEqual([]);
  });

  it('tries again where a notification could not be sent, and notifies others meanwhile', async () => {
    let isAway = true;
    const { see, sent, logger } = replica({
      entities: [component('orders'), component('payments')],
      send: async () => {
        if (isAway) throw new Error('Notifications are away');
      },
    }).run();
    const since = '2026-11-23T05:00:00Z';
    see('failed', { name: 'orders-production', since });
    await pass(1);
    expect(sent).toEqual([]);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('Notifications are away'),
    );
    isAway = false;
    see('failed', { name: 'payments-production', since });
    await pass(1);
    expect(titles(sent)).toEqual(['payments has failed in production']);
    await pass(6);
    expect(titles(sent)).toContain('orders has failed in production');
  });

  it('ends the episode of what is gone, without a notification', async () => {
    const { see, sent } = replica().run();
    see('failed', { since: '2026-11-23T05:00:00Z' });
    await pass(1);
    const restarted = replica({ sent }).run();
    ended[0].abort();
    await pass(3);
    expect(titles(sent)).toHaveLength(1);
    restarted.see('degraded');
    await pass(20);
    expect(titles(sent)).toEqual([
      'orders has failed in production',
      'orders is degraded in production',
    ]);
  });
});
