import { RELATION_PART_OF } from '@backstage/catalog-model';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { ifOwner, ifRule } from '../__testUtils__/ownersPolicy';
import { component } from '../__testUtils__/startGitops';
import type { PromotionRecord } from '../promotions/store/Records';
import { bob, cells, fleetOf, label, of } from '../__testUtils__/fleetOf';

const MINUTE = 60_000;

const orders = component('orders');
const payments = component('payments', {}, 'group:default/team-b');

describe('What runs of every service', () => {
  it('has a row for each Component that owns Applications, and a cell for each environment that it is in', async () => {
    const fleet = await fleetOf(
      [
        of('orders', 'dev'),
        of('orders', 'production'),
        of('payments', 'dev', { health: 'Degraded' }),
        of('nobody', 'dev'),
        of('orders', ''),
      ],
      [
        {
          ...orders,
          metadata: { ...orders.metadata, title: 'Orders' },
          relations: [
            ...orders.relations!,
            { type: RELATION_PART_OF, targetRef: 'system:default/shop' },
          ],
        },
        payments,
        component('idle'),
      ],
    ).read();
    expect(fleet.isWhole).toBe(true);
    expect(fleet.isRestricted).toBe(false);
    expect(fleet.environments.map(({ name }) => name)).toEqual([
      'dev',
      'production',
    ]);
    expect(cells(fleet)).toEqual({
      orders: { dev: 'healthy 1.5.0', production: 'healthy 1.5.0' },
      payments: { dev: 'degraded 1.5.0' },
    });
    expect(fleet.services[0]).toMatchObject({
      ref: 'component:default/orders',
      title: 'Orders',
      owner: 'group:default/team-a',
      system: 'system:default/shop',
    });
  });

  it('answers only the services of some owners, or of a system, where they are named', async () => {
    const { only } = fleetOf(
      [of('orders', 'dev'), of('payments', 'dev')],
      [
        {
          ...orders,
          relations: [
            ...orders.relations!,
            { type: RELATION_PART_OF, targetRef: 'system:default/shop' },
          ],
        },
        payments,
      ],
    );
    expect(
      await only({ owner: 'user:default/ana,group:default/team-b' }),
    ).toEqual(['component:default/payments']);
    expect(await only({ system: 'system:default/shop' })).toEqual([
      'component:default/orders',
    ]);
    expect(
      await only({
        owner: 'group:default/team-b',
        system: 'system:default/shop',
      }),
    ).toEqual([]);
    await expect(only({ system: 'a', since: 'b' })).rejects.toThrow(
      'since can not be combined with owner or system',
    );
  });

  it('shows an Application in the row of its owner, not of an entity that only refers to it', async () => {
    const thief = component('thief', {
      'argocd/app-name': 'orders-production',
    });
    const { read } = fleetOf([of('orders', 'production')], [orders, thief]);
    expect(Object.keys(cells(await read()))).toEqual(['orders']);
  });

  it('answers a cursor with the rows that changed since, and with those that went', async () => {
    const { read, inventory, clock } = fleetOf(
      [of('orders', 'dev'), of('payments', 'dev')],
      [orders, payments],
    );
    const { cursor } = await read();
    const same = await read(cursor);
    expect(same).toMatchObject({ isWhole: false, services: [], gone: [] });

    inventory.observed([of('orders', 'dev', { health: 'Degraded' })], 'stream');
    const changed = await read(same.cursor);
    expect(cells(changed)).toEqual({ orders: { dev: 'degraded 1.5.0' } });

    inventory.removed(['eu-central/argocd/orders-dev']);
    const lost = await read(changed.cursor);
    expect(lost).toMatchObject({
      services: [],
      gone: ['component:default/orders'],
    });
    expect((await read(cursor)).gone).toEqual(['component:default/orders']);

    inventory.observed([of('orders', 'dev')], 'stream');
    await clock.pass(MINUTE);
    const back = await read(lost.cursor);
    expect(Object.keys(cells(back))).toEqual(['orders']);
    expect(back.gone).toEqual([]);
  });

  it('answers everything to a cursor that it does not know', async () => {
    const { read } = fleetOf([of('orders', 'dev')], [orders]);
    await read();
    const fleet = await read('another-replica.rights.3');
    expect(fleet.isWhole).toBe(true);
    expect(Object.keys(cells(fleet))).toEqual(['orders']);
  });

  it('does not count a change that nobody can see', async () => {
    const { read, inventory } = fleetOf([of('orders', 'dev')], [orders]);
    const { cursor } = await read();
    inventory.observed(
      [of('orders', 'dev', { operationStartedAt: '2026-11-23T04:58:00Z' })],
      'stream',
    );
    expect((await read(cursor)).services).toEqual([]);
  });

  it('says of every cell and environment since when their instance is not read', async () => {
    const { read, setStale } = fleetOf([of('orders', 'dev')], [orders]);
    const { cursor } = await read();
    setStale('2026-11-23T06:00:00.000Z');
    const fleet = await read(cursor);
    expect(fleet.environments[0].unreadSince).toBe('2026-11-23T06:00:00.000Z');
    expect(fleet.services[0].cells.dev.staleSince).toBe(
      '2026-11-23T06:00:00.000Z',
    );
    setStale(null);
    const [{ cells: current }] = (await read(fleet.cursor)).services;
    expect(current.dev.staleSince).toBeUndefined();
  });

  it('notices new owners within a minute, and a service that is new to the catalog sooner', async () => {
    const entities = [component('orders')];
    const { read, inventory, clock } = fleetOf([of('orders', 'dev')], entities);
    const { cursor } = await read();
    entities[0].relations = [
      { type: 'ownedBy', targetRef: 'group:default/team-b' },
    ];
    await clock.pass(MINUTE);
    const renamed = await read(cursor);
    expect(renamed.services[0].owner).toBe('group:default/team-b');

    entities.push(component('payments'));
    await clock.pass(6_000);
    inventory.observed([of('payments', 'dev')], 'stream');
    expect(Object.keys(cells(await read(renamed.cursor)))).toEqual([
      'payments',
    ]);
  });

  it('gives an Application to nobody before the catalog was asked for what its label names', async () => {
    const thief = component('thief', { 'argocd/app-name': 'orders-dev' });
    const { read, inventory, clock } = fleetOf(
      [of('payments', 'dev')],
      [orders, payments, thief],
    );
    const { cursor } = await read();
    inventory.observed([of('orders', 'dev')], 'stream');
    const early = await read(cursor);
    expect(JSON.stringify(early.services)).not.toContain('thief');
    await clock.pass(6_000);
    expect(Object.keys(cells(await read(early.cursor)))).toEqual(['orders']);
  });

  it('does not count an event of one of several Applications that changes nothing', async () => {
    const inRegions = ['us', 'eu'].map(region =>
      of('orders', 'dev', { name: `orders-dev-${region}` }),
    );
    const { read, inventory } = fleetOf(inRegions, [orders]);
    const { cursor } = await read();
    inventory.notifyAgain(['eu-central/argocd/orders-dev-us']);
    expect((await read(cursor)).services).toEqual([]);
  });

  it('signals changes once a second, and only while somebody looks', async () => {
    const { read, inventory, clock, signals } = fleetOf(
      [of('orders', 'dev')],
      [orders],
    );
    const change = (health: string) =>
      inventory.observed([of('orders', 'dev', { health })], 'stream');
    change('Degraded');
    await clock.pass(2_000);
    expect(signals).toEqual([]);
    await read();
    change('Healthy');
    change('Degraded');
    change('Progressing');
    await clock.pass(2_000);
    expect(signals).toHaveLength(1);
    await clock.pass(2 * MINUTE);
    change('Healthy');
    await clock.pass(2_000);
    expect(signals).toHaveLength(1);
  });
});

/** Of orders to production, with a pull request */
const promotion = {
  promotion: {
    id: 'p1',
    service: 'component:default/orders',
    to: 'production',
    state: 'pullRequestOpen',
  },
  pullRequests: [{ number: 431 }],
} as unknown as PromotionRecord;
const ofOrders = [of('orders', 'dev'), of('orders', 'production')];

describe('What a later environment does not run', () => {
  const behind = [
    of('orders', 'dev', {
      labels: { [label]: 'orders', environment: 'dev', runs: '2.0.0' },
    }),
    of('orders', 'production'),
  ];

  it('is shown with the time since when it runs, once that is recorded', async () => {
    const { read, record, clock } = fleetOf(behind, [orders]);
    const first = await read();
    const [{ ahead, cells: running }] = first.services;
    expect(running.dev.running).not.toEqual(running.production.running);
    expect(ahead).toEqual({
      newest: running.dev.running[0],
      notIn: ['production'],
    });
    const since = '2026-11-20T06:00:00.000Z';
    record({
      application: 'eu-central/argocd/orders-dev',
      version: running.dev.running[0],
      since,
    });
    await clock.pass(MINUTE);
    // Nobody waits for what is recorded
    await read(first.cursor);
    await clock.pass(2_000);
    const [service] = (await read(first.cursor)).services;
    expect(service.ahead).toEqual({
      newest: running.dev.running[0],
      since,
      notIn: ['production'],
    });
  });
});

describe('A version that a later environment ran before', () => {
  it('is not called new to it', async () => {
    const { read, record, recordEnded, clock } = fleetOf(
      [
        of('orders', 'dev', {
          labels: { [label]: 'orders', environment: 'dev', runs: '2.0.0' },
        }),
        of('orders', 'production'),
      ],
      [orders],
    );
    const run = (environment: string, version: string) => ({
      application: `eu-central/argocd/orders-${environment}`,
      version,
      since: '2026-11-20T06:00:00.000Z',
    });
    record(run('dev', '2.0.0'));
    const { cursor, services } = await read();
    expect(services[0].ahead).toMatchObject({ newest: '2.0.0' });
    const environment = 'production';
    const ended = {
      ...run(environment, '2.0.0'),
      service: 'orders',
      environment,
    };
    // Of another service, or in another environment, to which the Application belonged then
    recordEnded(
      { ...ended, service: 'carts' },
      { ...ended, environment: 'staging' },
    );
    await clock.pass(MINUTE);
    await read();
    await clock.pass(2_000);
    expect((await read()).services[0].ahead).toMatchObject({ newest: '2.0.0' });
    recordEnded(ended);
    await clock.pass(MINUTE);
    await read(cursor);
    await clock.pass(2_000);
    const [changed] = (await read(cursor)).services;
    expect(changed.ahead).toBeUndefined();
  });
});

describe('A promotion that is under way', () => {
  it('is shown in the cell of its target, as a change, until it ends', async () => {
    const { read, promote, signals, clock } = fleetOf(ofOrders, [orders]);
    const { cursor } = await read();
    promote(promotion);
    await clock.pass(2_000);
    expect(signals).toHaveLength(1);
    const begun = await read(cursor);
    expect(begun.services[0].cells).toMatchObject({
      production: {
        promotion: { id: 'p1', state: 'pullRequestOpen', number: 431 },
      },
    });
    expect(begun.services[0].cells.dev.promotion).toBeUndefined();
    promote();
    const [ended] = (await read(begun.cursor)).services;
    expect(ended.cells.production.promotion).toBeUndefined();
  });

  it('of a service that owns no Application makes no row', async () => {
    const { read, promote } = fleetOf([of('payments', 'dev')], [payments]);
    promote(promotion);
    expect(Object.keys(cells(await read()))).toEqual(['payments']);
  });

  it('is hidden from those who may not see promotions', async () => {
    const { read, promote } = fleetOf(ofOrders, [orders], {
      'gitops.promotion.read': { result: AuthorizeResult.DENY },
    });
    promote(promotion);
    expect(JSON.stringify(await read(undefined, bob))).not.toContain('431');
    expect(JSON.stringify(await read())).toContain('431');
  });
});

describe('A caller with conditional rights', () => {
  it('sees the Applications of the permitted projects, and that something is hidden', async () => {
    const { read } = fleetOf(
      [
        of('orders', 'dev', { project: 'open' }),
        of('orders', 'production', { project: 'secret' }),
        of('payments', 'dev', { project: 'secret' }),
      ],
      [orders, payments],
      {
        'gitops.deployment.read': ifRule('IN_PROJECT', { projects: ['open'] }),
      },
    );
    const fleet = await read(undefined, bob);
    expect(cells(fleet)).toEqual({ orders: { dev: 'healthy 1.5.0' } });
    expect(fleet.isRestricted).toBe(true);
    expect(JSON.stringify(fleet)).not.toContain('payments');
    expect(Object.keys(cells(await read()))).toEqual(['orders', 'payments']);
  });

  it('never hears of a hidden service, neither when it changes nor when it goes', async () => {
    const { read, inventory } = fleetOf(
      [of('orders', 'dev'), of('payments', 'dev')],
      [orders, payments],
      { 'gitops.deployment.read': ifOwner('group:default/team-a') },
    );
    const { cursor } = await read(undefined, bob);
    inventory.observed(
      [of('payments', 'dev', { health: 'Degraded' })],
      'stream',
    );
    const changed = await read(cursor, bob);
    inventory.removed(['eu-central/argocd/payments-dev']);
    const lost = await read(changed.cursor, bob);
    for (const answer of [changed, lost])
      expect(JSON.stringify(answer)).not.toContain('payments');
  });

  it('gets everything anew with a cursor of other rights', async () => {
    const { read } = fleetOf(
      [of('orders', 'dev'), of('payments', 'dev')],
      [orders, payments],
      { 'gitops.deployment.read': ifOwner('group:default/team-a') },
    );
    const { cursor } = await read();
    await read(undefined, bob);
    const fleet = await read(cursor, bob);
    expect(fleet.isWhole).toBe(true);
    expect(Object.keys(cells(fleet))).toEqual(['orders']);
  });

  it('to whom the catalog shows some entities costs it one request for a hundred of them, once a minute', async () => {
    const { read, getEntitiesByRefs, clock } = fleetOf(
      [of('orders', 'dev'), of('payments', 'dev')],
      [orders, payments],
      { 'catalog.entity.read': ifOwner('group:default/team-a') },
    );
    await read();
    getEntitiesByRefs.mockClear();
    await read(undefined, bob);
    await clock.pass(20_000);
    await read(undefined, bob);
    expect(getEntitiesByRefs).toHaveBeenCalledTimes(1);
  });
});
