import { emptyInventory } from '../__testUtils__/emptyInventory';
import { FakeClock } from '../__testUtils__/FakeClock';
import { item } from '../__testUtils__/ScriptedArgoCd';
import { Intake } from './Intake';

const { signal } = new AbortController();
const itemsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => item(`app-${index}`));

function setUp() {
  const clock = new FakeClock();
  const inventory = emptyInventory({ clock });
  const intake = new Intake({ instance: 'eu', inventory, clock });
  return { inventory, intake };
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
  await intake.list(itemsOf(1_000), signal);
  isTaken = true;
  expect(inventory.count('instance', 'eu')).toBe(1_000);
  expect(new Set(turns).size).toBe(4);
});

it('believes the stream more than a list that was requested before', async () => {
  const { inventory, intake } = setUp();
  const degraded = item('app-999', { health: { status: 'Degraded' } });
  intake.listRequested();
  const taken = intake.list(itemsOf(1_000), signal);
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
  await intake.list(itemsOf(1_000), signal);
  const ended = new AbortController();
  intake.listRequested();
  const taken = intake.list(itemsOf(500), ended.signal);
  ended.abort();
  await expect(taken).rejects.toThrow('aborted');
  expect(inventory.count('missing', 'eu')).toBe(0);
});
