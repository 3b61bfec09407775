import type { ServiceDeployments } from 'backstage-plugin-gitops-common';
import { ServiceLocator } from '../environments/ServiceLocator';
import { Inventory } from '../inventory/Inventory';
import { FakeClock } from '../__testUtils__/FakeClock';
import { reader } from '../__testUtils__/recordings';
import { item } from '../__testUtils__/ScriptedArgoCd';
import { component } from '../__testUtils__/startGitops';
import { LiveServices } from './LiveServices';

const serviceLabel = 'app.kubernetes.io/name';
const locator = new ServiceLocator({ serviceLabel, instances: ['eu-central'] });
const query = (name: string, annotations = {}) =>
  locator.query(component(name, annotations));

function setUp(options: { maxServices?: number } = {}) {
  const inventory = new Inventory({ serviceLabel });
  const clock = new FakeClock();
  const told: string[] = [];
  let reads = 0;
  const live = new LiveServices({
    ...options,
    serviceLabel,
    clock,
    tell: service => told.push(service),
    read: of => {
      reads += 1;
      const found = of
        .find(inventory)
        .map(({ name, health }) => `${name} ${health}`);
      return {
        service: of.service,
        selector: found.join(),
      } as ServiceDeployments;
    },
  });
  const ended = new AbortController();
  live.start(ended.signal);
  inventory.onChange(changes => live.take(changes));
  const change = (name: string, health: string, labels = {}) =>
    inventory.apply([
      {
        type: 'MODIFIED',
        application: reader.read(
          item(name, { health: { status: health } }, labels),
        ),
      },
    ]);
  return { live, clock, told, change, ended, reads: () => reads };
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

  it('tells changes that come together once, and then no more than once a second', async () => {
    const { live, clock, told, change } = setUp();
    live.answer(query('orders'));
    for (const health of ['Progressing', 'Degraded', 'Healthy'])
      change('orders', health);
    await clock.pass(50);
    expect(told).toEqual(['component:default/orders']);
    for (let step = 0; step < 100; step++) {
      change('orders', step % 2 ? 'Healthy' : 'Degraded');
      await clock.pass(50);
    }
    expect(told.length).toBeGreaterThanOrEqual(5);
    expect(told.length).toBeLessThanOrEqual(6);
  });

  it('tells those who look already of a change that a newcomer has read before it was told', async () => {
    const { live, clock, told, change } = setUp();
    change('orders', 'Healthy');
    live.answer(query('orders'));
    change('orders', 'Degraded');
    live.answer(query('orders'));
    await clock.pass(100);
    expect(told).toHaveLength(1);
  });

  it('tells a newcomer of a change that is undone for those who look already', async () => {
    const { live, clock, told, change } = setUp();
    change('orders', 'Healthy');
    live.answer(query('orders'));
    change('orders', 'Degraded');
    live.answer(query('orders'));
    change('orders', 'Healthy');
    await clock.pass(100);
    expect(told).toHaveLength(1);
  });

  it('says nothing of a change that is undone before anyone heard of it', async () => {
    const { live, clock, told, change } = setUp();
    change('orders', 'Healthy');
    live.answer(query('orders'));
    change('orders', 'Degraded');
    change('orders', 'Healthy');
    await clock.pass(100);
    expect(told).toEqual([]);
  });

  it.each([
    ['its name', 'other', { 'argocd/app-name': 'orders' }],
    ['a selector', 'other', { 'argocd/app-selector': 'environment=dev' }],
    ['its label', 'orders', {}],
  ])(
    'tells of Applications found by %s, also of their first and their last',
    async (_by, name, annotations) => {
      const { live, clock, told, change } = setUp();
      live.answer(query(name, annotations));
      change('orders', 'Healthy');
      await clock.pass(2_000);
      change('orders', 'Healthy', {
        [serviceLabel]: 'moved',
        environment: 'test',
      });
      await clock.pass(2_000);
      expect(told.length).toBe('argocd/app-name' in annotations ? 1 : 2);
    },
  );

  it('takes new annotations of an entity', () => {
    const { live, change } = setUp();
    change('orders', 'Healthy');
    expect(live.answer(query('other')).deployments.selector).toBe('');
    expect(
      live.answer(query('other', { 'argocd/app-name': 'orders' })).deployments
        .selector,
    ).toBe('orders Healthy');
  });

  it('forgets the services that were not asked for longest', async () => {
    const { live, clock, told, change } = setUp({ maxServices: 2 });
    for (const name of ['a', 'b', 'c']) live.answer(query(name));
    for (const name of ['a', 'b', 'c']) change(name, 'Degraded');
    await clock.pass(100);
    expect(told).toEqual(['component:default/b', 'component:default/c']);
  });
});
