import type { ServiceDeployments } from 'backstage-plugin-gitops-common';
import { ServiceLocator } from '../environments/ServiceLocator';
import { emptyInventory } from '../__testUtils__/emptyInventory';
import { FakeClock } from '../__testUtils__/FakeClock';
import { reader } from '../__testUtils__/recordings';
import { item } from '../__testUtils__/ScriptedArgoCd';
import { component } from '../__testUtils__/startGitops';
import type { Clock } from '../inventory/Clock';
import { LiveServices } from './LiveServices';

const serviceLabel = 'app.kubernetes.io/name';
const locator = new ServiceLocator({
  serviceLabel,
  instances: ['eu-central'],
  catalogNamespaces: ['default'],
});
const query = (name: string, annotations = {}) =>
  locator.query(component(name, annotations));

function setUp(options: { maxServices?: number; clock?: Clock } = {}) {
  const clock = new FakeClock();
  const inventory = emptyInventory({ clock });
  const signalled: string[] = [];
  const within: (number | undefined)[] = [];
  /** What every answer says of the instance */
  const instance: { staleSince: string | null } = { staleSince: null };
  const begun: string[] = [];
  let reads = 0;
  const live = new LiveServices({
    serviceLabel,
    clock,
    ...options,
    random: () => 0.5,
    signal(service, withinMs) {
      signalled.push(service);
      within.push(withinMs);
    },
    onWatch: of => begun.push(of.service),
    pages: { spreadMs: 8_333 },
    read: of => {
      reads += 1;
      const found = of
        .find(inventory)
        .map(({ name, health }) => `${name} ${health}`);
      return {
        service: of.service,
        selector: found.join(),
        instances: [{ ...instance }],
      } as ServiceDeployments;
    },
  });
  const ended = new AbortController();
  live.start(ended.signal);
  inventory.onChange(changes => live.take(changes));
  const change = (name: string, health: string, labels = {}) =>
    inventory.observed(
      [reader.read(item(name, { health: { status: health } }, labels))],
      'stream',
    );
  const tools = { live, clock, inventory, change, reads: () => reads };
  return { ...tools, signalled, within, begun, instance };
}

describe('LiveServices', () => {
  it('reads an answer once, and again after a change of one of its Applications', () => {
    const { live, change, reads } = setUp();
    change('orders', 'Healthy');
    expect(live.answer(query('orders')).deployments.selector).toBe(
      'orders Healthy',
    );
    change('payments', 'Degraded');
    live.answer(query('orders'));
    expect(reads()).toBe(1);
    change('orders', 'Degraded');
    expect(live.answer(query('orders')).deployments.selector).toBe(
      'orders Degraded',
    );
    expect(reads()).toBe(2);
  });

  it('signals changes that come together once, and then no more than once a second', async () => {
    const { live, clock, signalled, change } = setUp();
    live.answer(query('orders'));
    for (const health of ['Progressing', 'Degraded', 'Healthy'])
      change('orders', health);
    await clock.pass(50);
    expect(signalled).toEqual(['component:default/orders']);
    for (let step = 0; step < 100; step++) {
      change('orders', step % 2 ? 'Healthy' : 'Degraded');
      await clock.pass(50);
    }
    expect(signalled.length).toBeGreaterThanOrEqual(5);
    expect(signalled.length).toBeLessThanOrEqual(6);
  });

  it('signals a change to those who look already, though a newcomer has read it before it was signalled', async () => {
    const { live, clock, signalled, change } = setUp();
    change('orders', 'Healthy');
    live.answer(query('orders'));
    change('orders', 'Degraded');
    live.answer(query('orders'));
    await clock.pass(100);
    expect(signalled).toHaveLength(1);
  });

  it('signals to a newcomer a change back, which is none for those who look already', async () => {
    const { live, clock, signalled, change } = setUp();
    change('orders', 'Healthy');
    live.answer(query('orders'));
    change('orders', 'Degraded');
    live.answer(query('orders'));
    change('orders', 'Healthy');
    await clock.pass(100);
    expect(signalled).toHaveLength(1);
  });

  it('signals nothing where a change is undone before anybody has read it', async () => {
    const { live, clock, signalled, change } = setUp();
    change('orders', 'Healthy');
    live.answer(query('orders'));
    change('orders', 'Degraded');
    change('orders', 'Healthy');
    await clock.pass(100);
    expect(signalled).toEqual([]);
  });

  it.each([
    ['its name', 'other', { 'argocd/app-name': 'orders' }],
    ['a selector', 'other', { 'argocd/app-selector': 'environment=dev' }],
    ['its label', 'orders', {}],
  ])(
    'signals changes of Applications found by %s, also of their first and their last',
    async (_by, name, annotations) => {
      const { live, clock, signalled, change } = setUp();
      live.answer(query(name, annotations));
      change('orders', 'Healthy');
      await clock.pass(2_000);
      change('orders', 'Healthy', {
        [serviceLabel]: 'moved',
        environment: 'test',
      });
      await clock.pass(2_000);
      expect(signalled.length).toBe('argocd/app-name' in annotations ? 1 : 2);
    },
  );

  it('finds other Applications once the annotations of the entity have changed', () => {
    const { live, change } = setUp();
    change('orders', 'Healthy');
    expect(live.answer(query('other')).deployments.selector).toBe('');
    expect(
      live.answer(query('other', { 'argocd/app-name': 'orders' })).deployments
        .selector,
    ).toBe('orders Healthy');
  });

  it('forgets the services that were read longest ago', async () => {
    const { live, clock, signalled, change } = setUp({ maxServices: 2 });
    for (const name of ['a', 'b', 'c']) live.answer(query(name));
    for (const name of ['a', 'b', 'c']) change(name, 'Degraded');
    await clock.pass(100);
    expect(signalled).toEqual(['component:default/b', 'component:default/c']);
  });

  it('signals that an instance has another state to all services that may be on it, within about a second', async () => {
    const { live, clock, change, signalled } = setUp();
    for (const name of ['orders', 'payments']) {
      change(name, 'Healthy');
      live.answer(query(name));
    }
    live.takeInstance('elsewhere');
    await clock.pass(2_000);
    expect(signalled).toEqual([]);
    change('orders', 'Degraded');
    change('payments', 'Degraded');
    live.takeInstance('eu-central');
    await clock.pass(1_100);
    expect(signalled).toHaveLength(2);
  });

  it('has open pages spread their requests where an instance has another state, and not where a service itself has changed', async () => {
    const { live, clock, change, within, instance } = setUp();
    change('orders', 'Healthy');
    live.answer(query('orders'));
    instance.staleSince = '2026-11-23T06:00:00Z';
    live.takeInstance('eu-central');
    await clock.pass(1_100);
    expect(within).toEqual([8_333]);
    instance.staleSince = null;
    live.takeInstance('eu-central');
    change('orders', 'Degraded');
    await clock.pass(1_100);
    expect(within).toEqual([8_333, undefined]);
  });

  it('makes hundreds of answers anew without holding up others', async () => {
    const waiting: (() => void)[] = [];
    const { live, inventory, change, signalled } = setUp({
      clock: {
        now: () => 0,
        sleep: () =>
          new Promise(resolve => {
            waiting.push(resolve);
          }),
      },
    });
    const names = Array.from({ length: 100 }, (_, index) => `app-${index}`);
    for (const name of names) {
      change(name, 'Healthy');
      live.answer(query(name));
    }
    // Each answer takes longer than a slice
    const find = inventory.find.bind(inventory);
    inventory.find = (...of) => {
      const end = performance.now() + 11;
      while (performance.now() < end);
      return find(...of);
    };
    for (const name of names) change(name, 'Degraded');
    // All are due at once
    waiting.forEach(wake => wake());
    let most = 0;
    for (let before = 0; before < 100; before = signalled.length) {
      await new Promise(resolve => setImmediate(resolve));
      most = Math.max(most, signalled.length - before);
    }
    expect(most).toBeLessThanOrEqual(2);
  });

  it('counts a service as watched as long as it is read every minute', async () => {
    const { live, clock, inventory, change } = setUp();
    change('orders', 'Healthy');
    const [{ application }] = inventory.find('name', 'orders');
    expect(live.isWatched(application)).toBe(false);
    for (let minute = 0; minute < 5; minute++) {
      live.answer(query('orders'));
      await clock.pass(61_000);
      expect(live.isWatched(application)).toBe(true);
    }
    await clock.pass(60_000);
    expect(live.isWatched(application)).toBe(false);
  });

  it('takes nobody to be looking where gates and plans ask, and answers them from what is held', () => {
    const { live, inventory, change, begun, reads } = setUp();
    change('orders', 'Healthy');
    const [{ application }] = inventory.find('name', 'orders');
    live.current(query('orders'));
    expect(live.isWatched(application)).toBe(false);
    expect(begun).toEqual([]);
    const shown = live.answer(query('orders'));
    expect(live.current(query('orders'))).toBe(shown);
    expect(reads()).toBe(2);
  });

  it('tells that somebody begins to look at a service, and not that they go on', async () => {
    const { live, clock, begun } = setUp();
    for (let time = 0; time < 10; time++) {
      live.answer(query('orders'));
      await clock.pass(30_000);
    }
    expect(begun).toEqual(['component:default/orders']);
    await clock.pass(120_000);
    live.answer(query('orders'));
    expect(begun).toHaveLength(2);
  });
});
