import { bob, fleetOf, label, of } from '../__testUtils__/fleetOf';
import { ifOwner } from '../__testUtils__/ownersPolicy';
import { component } from '../__testUtils__/startGitops';
import { turnsDuring } from '../__testUtils__/turnsDuring';

jest.setTimeout(300_000);

it('answers ten thousand services, and lets others have their turns meanwhile', async () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `svc-${index}`);
  const { read, text, inventory } = fleetOf(
    names.map(name => of(name, 'production')),
    names.map(name => component(name)),
    { 'gitops.deployment.read': ifOwner('group:default/team-a') },
  );
  expect(await turnsDuring(() => read())).toBeGreaterThan(50);
  // The rows are there; what this caller sees of them is made into text
  expect(await turnsDuring(() => text({}, bob))).toBeGreaterThan(50);
  const whole = await read(undefined, bob);
  expect(whole.services).toHaveLength(10_000);
  inventory.observed(
    [of('svc-4711', 'production', { health: 'Degraded' })],
    'stream',
  );
  const changed = await read(whole.cursor, bob);
  expect(changed).toMatchObject({ isWhole: false, gone: [] });
  expect(changed.services.map(({ ref }) => ref)).toEqual([
    'component:default/svc-4711',
  ]);
});

it('applies conditions to the Applications of ten thousand services, and lets others have their turns meanwhile', async () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `svc-${index}`);
  const { read, calls } = fleetOf(
    names.map(name => of(name, 'production')),
    names.map((name, index) =>
      component(name, {}, `group:default/team-${index % 2 ? 'a' : 'b'}`),
    ),
    { 'gitops.deployment.read': ifOwner('group:default/team-a') },
  );
  // All that is made once for everybody is there
  await read();
  let visible: unknown[] = [];
  const first = await turnsDuring(async () => {
    visible = await calls.visible(bob);
  });
  expect(visible).toHaveLength(5_000);
  expect(first).toBeGreaterThan(50);
  let seen: boolean[] = [];
  const second = await turnsDuring(async () => {
    seen = [...(await calls.visibility(bob)).values()];
  });
  expect(seen.filter(Boolean)).toHaveLength(5_000);
  expect(seen).toHaveLength(10_000);
  expect(second).toBeGreaterThan(50);
});

it('answers a service in twelve environments, with what the last one does not run', async () => {
  const names = Array.from({ length: 12 }, (_, index) =>
    `stage-${index}`.replace(/-(\d)$/, '-0$1'),
  );
  const { read } = fleetOf(
    names.map((environment, index) =>
      of('orders', environment, {
        labels: {
          [label]: 'orders',
          environment,
          runs: index < 11 ? '2.0.0' : '1.0.0',
        },
      }),
    ),
    [component('orders')],
  );
  const { environments, services } = await read();
  expect(environments.map(({ name }) => name)).toEqual(names);
  expect(Object.keys(services[0].cells)).toEqual(names);
  expect(services[0].ahead).toEqual({
    newest: '2.0.0',
    notIn: names.slice(11),
  });
});
