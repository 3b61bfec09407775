import { emptyInventory } from '../__testUtils__/emptyInventory';
import { FakeClock } from '../__testUtils__/FakeClock';
import { item } from '../__testUtils__/ScriptedArgoCd';
import { ApplicationReader } from '../argocd/applicationSchema';
import { Intake } from './Intake';
import type { Inventory } from './Inventory';

const { signal } = new AbortController();
const itemsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => item(`app-${index}`));
const listOf = (intake: Intake, items: unknown[], resourceVersion = '') => ({
  items: items.map(one => intake.read(one)),
  resourceVersion,
});

function setUp() {
  const clock = new FakeClock();
  const inventory = emptyInventory({ clock });
  const intake = new Intake({ instance: 'eu', inventory, clock });
  return { clock, inventory, intake };
}

it('takes a long list in slices, between which others have their turn', async () => {
  const { inventory, intake } = setUp();
  let turn = 0;
  let isTaken = false;
  const count = () => {
    turn += 1;
    if (!isTaken) setImmediate(count);
  };
  setImmediate(count);
  const turns: number[] = [];
  inventory.onChange(changes => {
    expect(changes.length).toBeLessThanOrEqual(250);
    turns.push(turn);
  });
  await intake.list(listOf(intake, itemsOf(1_000)), signal);
  isTaken = true;
  expect(inventory.count('instance', 'eu')).toBe(1_000);
  expect(new Set(turns).size).toBe(4);
});

it('believes the stream more than a list that was requested before', async () => {
  const { inventory, intake } = setUp();
  const degraded = item('app-999', { health: { status: 'Degraded' } });
  intake.listRequested();
  const taken = intake.list(listOf(intake, itemsOf(1_000)), signal);
  intake.events([
    { type: 'DELETED', application: item('app-0') },
    { type: 'MODIFIED', application: degraded },
    { type: 'ADDED', application: item('new') },
  ]);
  await taken;
  expect(inventory.find('name', 'app-0')).toEqual([]);
  expect(inventory.find('name', 'app-999')).toMatchObject([
    { application: { health: 'Degraded' } },
  ]);
  expect(inventory.count('instance', 'eu')).toBe(1_000);
  expect(inventory.count('missing', 'eu')).toBe(0);
});

it('stops amid a list that is no longer wanted, and misses nothing then', async () => {
  const { inventory, intake } = setUp();
  await intake.list(listOf(intake, itemsOf(1_000)), signal);
  const ended = new AbortController();
  intake.listRequested();
  const taken = intake.list(listOf(intake, itemsOf(500)), ended.signal);
  ended.abort();
  await expect(taken).rejects.toThrow('aborted');
  expect(inventory.count('missing', 'eu')).toBe(0);
});

describe('Replicas of argocd-server of which one lags', () => {
  const of = (resourceVersion: string, name: string, health: string) => {
    const one = item(name, { health: { status: health } });
    return { ...one, metadata: { ...one.metadata, resourceVersion } };
  };
  const healthOf = (inventory: Inventory, name: string) =>
    inventory.find('name', name).map(({ application }) => application.health);

  it('do not undo with an older list what the stream has said', async () => {
    const { inventory, intake } = setUp();
    await intake.list(
      listOf(intake, [item('a'), item('b'), item('c')], '100'),
      signal,
    );
    intake.events([
      { type: 'MODIFIED', application: of('110', 'a', 'Degraded') },
      { type: 'DELETED', application: of('111', 'b', 'Healthy') },
      { type: 'ADDED', application: of('112', 'd', 'Healthy') },
    ]);
    intake.listRequested();
    const missing = item('c', { health: { status: 'Missing' } });
    await intake.list(
      listOf(intake, [item('a'), item('b'), missing], '109'),
      signal,
    );
    expect(healthOf(inventory, 'a')).toEqual(['Degraded']);
    expect(healthOf(inventory, 'b')).toEqual([]);
    expect(inventory.count('name', 'd')).toBe(1);
    expect(inventory.count('missing', 'eu')).toBe(0);
    // For Applications that the stream has not mentioned, the list is the newest source
    expect(healthOf(inventory, 'c')).toEqual(['Missing']);
  });

  it('do not bring back an Application that was deleted and made anew since', async () => {
    const { inventory, intake } = setUp();
    await intake.list(listOf(intake, [item('a')], '100'), signal);
    intake.events([
      { type: 'DELETED', application: of('110', 'a', 'Healthy') },
      { type: 'ADDED', application: of('120', 'a', 'Missing') },
    ]);
    intake.listRequested();
    await intake.list(listOf(intake, [item('a')], '115'), signal);
    expect(healthOf(inventory, 'a')).toEqual(['Missing']);
    intake.listRequested();
    await intake.list(listOf(intake, [item('a')], '120'), signal);
    expect(healthOf(inventory, 'a')).toEqual(['Healthy']);
  });

  it('do not undo with an older list what a newer one has said', async () => {
    const { inventory, intake } = setUp();
    const degraded = item('a', { health: { status: 'Degraded' } });
    await intake.list(listOf(intake, [degraded], '100'), signal);
    intake.listRequested();
    await intake.list(listOf(intake, [item('a'), item('b')], '90'), signal);
    expect(healthOf(inventory, 'a')).toEqual(['Degraded']);
    expect(inventory.find('name', 'b')).toEqual([]);
    expect(intake.isBehind).toBe(true);
    intake.listRequested();
    await intake.list(listOf(intake, [item('a')], '101'), signal);
    expect(healthOf(inventory, 'a')).toEqual(['Healthy']);
    expect(intake.isBehind).toBe(false);
  });

  it('do not undo with an event that comes once more what a later one has said', () => {
    const { inventory, intake } = setUp();
    intake.events([
      { type: 'ADDED', application: of('110', 'a', 'Healthy') },
      { type: 'MODIFIED', application: of('111', 'a', 'Degraded') },
      { type: 'ADDED', application: of('110', 'a', 'Healthy') },
    ]);
    expect(healthOf(inventory, 'a')).toEqual(['Degraded']);
  });

  it('are told from a cluster that was restored from a backup, whose lists stay older', async () => {
    const { clock, inventory, intake } = setUp();
    await intake.list(listOf(intake, [item('a'), item('b')], '9000'), signal);
    intake.events([
      { type: 'MODIFIED', application: of('9001', 'a', 'Degraded') },
    ]);
    for (const version of ['500', '501', '502']) {
      intake.listRequested();
      await intake.list(listOf(intake, [item('a')], version), signal);
      expect(healthOf(inventory, 'a')).toEqual(['Degraded']);
      await clock.pass(25_000);
    }
    intake.listRequested();
    await intake.list(listOf(intake, [item('a')], '503'), signal);
    expect(healthOf(inventory, 'a')).toEqual(['Healthy']);
    intake.events([
      { type: 'MODIFIED', application: of('504', 'a', 'Missing') },
    ]);
    expect(healthOf(inventory, 'a')).toEqual(['Missing']);
  });

  it('are not told from one another where their versions can not be compared', async () => {
    const { inventory, intake } = setUp();
    await intake.list(listOf(intake, [item('a')], '100'), signal);
    intake.listRequested();
    const degraded = item('a', { health: { status: 'Degraded' } });
    await intake.list(listOf(intake, [degraded], ''), signal);
    expect(healthOf(inventory, 'a')).toEqual(['Degraded']);
  });
});

it('keeps what only the stream shows: that Argo CD is told to skip an Application', async () => {
  const { inventory, intake } = setUp();
  const skips = () =>
    inventory.find('name', 'a').map(({ application }) => application.isSkipped);
  const annotated = (value: string) => ({
    ...item('a'),
    metadata: {
      ...item('a').metadata,
      annotations: { 'argocd.argoproj.io/skip-reconcile': value },
    },
  });
  await intake.list(listOf(intake, [item('a')]), signal);
  const [{ application }] = inventory.find('name', 'a');
  intake.events([{ type: 'MODIFIED', application: item('a') }]);
  expect(inventory.find('name', 'a')[0].application).toBe(application);
  intake.events([{ type: 'MODIFIED', application: annotated('true') }]);
  intake.listRequested();
  await intake.list(listOf(intake, [item('a')]), signal);
  expect(skips()).toEqual([true]);
  intake.events([{ type: 'MODIFIED', application: annotated('false') }]);
  expect(skips()).toEqual([undefined]);
});

it('keeps nothing of a listed item that is held already', async () => {
  const { inventory, intake } = setUp();
  await intake.list(listOf(intake, [item('a')]), signal);
  const [held] = inventory.find('name', 'a');
  expect(intake.read(item('a'))).toBe(held.application);
  const degraded = item('a', { health: { status: 'Degraded' } });
  expect(intake.read(degraded)).toMatchObject({ health: 'Degraded' });
});

describe('An item that is as the list before had it', () => {
  const healthOf = (inventory: Inventory) =>
    inventory.find('name', 'a')[0].application.health;
  const degraded = () => item('a', { health: { status: 'Degraded' } });

  it('is not parsed again', async () => {
    const parsed = jest.spyOn(ApplicationReader.prototype, 'read');
    const { intake } = setUp();
    await intake.list(listOf(intake, itemsOf(3)), signal);
    expect(parsed).toHaveBeenCalledTimes(3);
    await intake.list(listOf(intake, itemsOf(4)), signal);
    expect(parsed).toHaveBeenCalledTimes(4);
    parsed.mockRestore();
  });

  it('counts where the stream has said something else since', async () => {
    const { inventory, intake } = setUp();
    await intake.list(listOf(intake, [item('a')]), signal);
    intake.events([{ type: 'MODIFIED', application: degraded() }]);
    expect(healthOf(inventory)).toBe('Degraded');
    intake.listRequested();
    await intake.list(listOf(intake, [item('a')]), signal);
    expect(healthOf(inventory)).toBe('Healthy');
  });

  it('counts where it was gone since', async () => {
    const { inventory, intake } = setUp();
    await intake.list(listOf(intake, [item('a')]), signal);
    intake.events([{ type: 'DELETED', application: item('a') }]);
    intake.listRequested();
    await intake.list(listOf(intake, [item('a')]), signal);
    expect(healthOf(inventory)).toBe('Healthy');
  });

  it('is held as it was where it differs only in what is not read', async () => {
    const { inventory, intake } = setUp();
    await intake.list(listOf(intake, [item('a')]), signal);
    const [{ application }] = inventory.find('name', 'a');
    const newer = item('a', { observedAt: '2026-11-29T11:40:00Z' });
    await intake.list(listOf(intake, [newer]), signal);
    expect(inventory.find('name', 'a')[0].application).toBe(application);
  });
});
