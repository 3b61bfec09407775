import { mockServices } from '@backstage/backend-test-utils';
import { emptyInventory } from '../__testUtils__/emptyInventory';
import { FakeClock } from '../__testUtils__/FakeClock';
import { reader } from '../__testUtils__/recordings';
import { item } from '../__testUtils__/ScriptedArgoCd';
import type { Diagnosis } from './Diagnosis';
import type { Change, IndexName } from './Inventory';

const key = (name: string) => `eu-central/argocd/${name}`;
const read = (...of: Parameters<typeof item>) => reader.read(item(...of));
const degraded = { health: { status: 'Degraded' } };
const diagnosisAt = (readAt: number, change: Partial<Diagnosis> = {}) => {
  const diagnosis: Diagnosis = {
    readAt,
    revisions: ['a'],
    conditions: [],
    resources: [],
    lastDeployed: [],
    ...change,
  };
  return diagnosis;
};

function inventoryOf(...names: string[]) {
  const clock = new FakeClock();
  const logger = mockServices.logger.mock();
  const inventory = emptyInventory({ clock, logger });
  inventory.observed(
    names.map(name => read(name)),
    'list',
  );
  const batches: (readonly Change[])[] = [];
  inventory.onChange(changes => batches.push(changes));
  const find = (index: IndexName, value: string) =>
    inventory.find(index, value).map(({ application }) => application.name);
  return { inventory, clock, logger, batches, find };
}

it('knows the service that the configured label names, also after the label has changed', () => {
  const serviceLabel = 'shop.example.com/service';
  const inventory = emptyInventory({ serviceLabel });
  const labelled = (service: string) =>
    inventory.observed([read('a', {}, { [serviceLabel]: service })], 'stream');
  labelled('orders');
  expect(inventory.find('service', 'orders')[0].service).toBe('orders');
  labelled('payments');
  expect(inventory.find('service', 'orders')).toEqual([]);
  expect(inventory.find('service', 'payments')[0].service).toBe('payments');
});

it('finds Applications of one name in two instances and two namespaces', () => {
  const { inventory } = inventoryOf('a');
  const [a] = inventory.find('name', 'a');
  inventory.observed(
    [
      { ...a.application, namespace: 'team' },
      { ...a.application, instance: 'eu-west' },
    ],
    'list',
  );
  expect(inventory.count('name', 'a')).toBe(3);
  expect(inventory.count('instance', 'eu-central')).toBe(2);
  expect(inventory.count('instance', 'eu-west')).toBe(1);
  inventory.removed(['eu-west/argocd/a']);
  expect(inventory.count('instance', 'eu-west')).toBe(0);
  expect([...inventory.values('instance')]).toEqual(['eu-central']);
});

it('notifies of what has changed, and of nothing else', () => {
  const { inventory, batches } = inventoryOf('a');
  inventory.observed([read('a')], 'stream');
  inventory.observed([read('a')], 'list');
  inventory.removed([key('unknown')]);
  inventory.missing([key('unknown')]);
  expect(batches).toEqual([]);
  inventory.observed([read('a', degraded)], 'stream');
  expect(batches).toMatchObject([
    [
      {
        previous: { application: { health: 'Healthy' } },
        current: { application: { health: 'Degraded' } },
      },
    ],
  ]);
});

it('finds an Application by its new labels only, once they have changed', () => {
  const { inventory, find } = inventoryOf('a');
  expect(find('service', 'a')).toEqual(['a']);
  expect(find('environment', 'dev')).toEqual(['a']);
  inventory.observed(
    [read('a', {}, { 'app.kubernetes.io/name': 'other', environment: '' })],
    'stream',
  );
  expect(find('service', 'a')).toEqual([]);
  expect(find('service', 'other')).toEqual(['a']);
  expect([...inventory.values('environment')]).toEqual(['']);
  expect(inventory.count('environment', '')).toBe(1);
});

it('keeps an Application that lists miss, unconfirmed since the first such list, until it is observed again', async () => {
  const { inventory, clock, find, batches } = inventoryOf('a', 'b');
  const missingSince = clock.now();
  inventory.missing([key('a')]);
  await clock.pass(5_000);
  inventory.missing([key('a')]);
  expect(batches).toHaveLength(1);
  expect(inventory.get(key('a'))).toMatchObject({ missingSince });
  expect(find('missing', 'eu-central')).toEqual(['a']);
  inventory.observed([read('a')], 'stream');
  expect(inventory.get(key('a'))?.missingSince).toBeUndefined();
  expect(inventory.count('missing', 'eu-central')).toBe(0);
  expect(batches).toHaveLength(2);
});

it('takes a diagnosis only while the Application is the one that was diagnosed', () => {
  const { inventory } = inventoryOf('a');
  const before = inventory.get(key('a'))!;
  inventory.missing([key('a')]);
  expect(inventory.diagnosed(before, diagnosisAt(1))).toBe(true);
  expect(inventory.get(key('a'))).toMatchObject({
    diagnosis: { readAt: 1 },
    missingSince: expect.any(Number),
  });
  inventory.observed([read('a', degraded)], 'stream');
  expect(inventory.get(key('a'))?.diagnosis).toBeUndefined();
  expect(inventory.diagnosed(before, diagnosisAt(2))).toBe(false);
  inventory.removed([key('a')]);
  expect(inventory.diagnosed(before, diagnosisAt(3))).toBe(false);
  expect(inventory.get(key('a'))).toBeUndefined();
});

it('does not notify of a diagnosis that says the same as the one before', () => {
  const { inventory, batches } = inventoryOf('a');
  const entry = inventory.get(key('a'))!;
  inventory.diagnosed(entry, diagnosisAt(1, { lastDeployed: ['a'] }));
  inventory.diagnosed(entry, diagnosisAt(2, { lastDeployed: ['a'] }));
  expect(batches).toHaveLength(1);
  expect(inventory.get(key('a'))?.diagnosis?.readAt).toBe(2);
  inventory.diagnosed(entry, diagnosisAt(3, { lastDeployed: ['b'] }));
  expect(batches).toHaveLength(2);
});

it.each([
  ['well', { sync: { status: 'Synced', revision: 'b' } }, ['b']],
  ['OutOfSync', { sync: { status: 'OutOfSync', revision: 'b' } }, undefined],
  [
    'running other images',
    {
      sync: { status: 'Synced', revision: 'b' },
      summary: { images: ['registry/a:2'] },
    },
    undefined,
  ],
])(
  'after a new commit of an Application that is %s, its diagnosis is of the revisions %3$j',
  (_, status, revisions) => {
    const { inventory } = inventoryOf('a');
    inventory.diagnosed(inventory.get(key('a'))!, diagnosisAt(1));
    inventory.observed([read('a', status)], 'list');
    expect(inventory.get(key('a'))?.diagnosis?.revisions).toEqual(revisions);
  },
);

it('drops the diagnosis of a Degraded Application with a new commit', () => {
  const { inventory } = inventoryOf();
  inventory.observed([read('a', degraded)], 'list');
  inventory.diagnosed(inventory.get(key('a'))!, diagnosisAt(1));
  const sync = { status: 'Synced', revision: 'b' };
  inventory.observed([read('a', { ...degraded, sync })], 'list');
  expect(inventory.get(key('a'))?.diagnosis).toBeUndefined();
});

it('drops the diagnosis of a well Application with a new commit where Argo CD warns of what is in the commit', () => {
  const { inventory } = inventoryOf('a');
  const message = 'Resource /Endpoints a is excluded in the settings';
  inventory.diagnosed(
    inventory.get(key('a'))!,
    diagnosisAt(1, {
      conditions: [{ type: 'ExcludedResourceWarning', message }],
    }),
  );
  const sync = { status: 'Synced', revision: 'b' };
  inventory.observed([read('a', { sync })], 'list');
  expect(inventory.get(key('a'))?.diagnosis).toBeUndefined();
});

it('drops the diagnosis of a well Application with a new commit where Argo CD ignores differences of images', () => {
  const { inventory } = inventoryOf('a');
  inventory.diagnosed(
    inventory.get(key('a'))!,
    diagnosisAt(1, { areImagesIgnored: true }),
  );
  const sync = { status: 'Synced', revision: 'b' };
  inventory.observed([read('a', { sync })], 'list');
  expect(inventory.get(key('a'))?.diagnosis).toBeUndefined();
});

it('notes when it first saw the present sync, health and operation, where it saw another one before', async () => {
  const { inventory, clock } = inventoryOf('a');
  const changedAt = () => inventory.get(key('a'))?.changedAt;
  expect(changedAt()).toBeUndefined();
  await clock.pass(1_000);
  const seenAt = clock.now();
  inventory.observed([read('a', degraded)], 'stream');
  await clock.pass(1_000);
  inventory.observed([read('a', degraded, { team: 'b' })], 'stream');
  inventory.missing([key('a')]);
  expect(changedAt()).toBe(seenAt);
});

it('keeps a revision that only the stream shows, as long as nothing else changes', () => {
  const { inventory } = inventoryOf('a');
  const revision = () => inventory.get(key('a'))?.application.revision;
  inventory.observed([read('a', { sync: { status: 'Synced' } })], 'list');
  expect(revision()).toBe('a');
  inventory.observed([read('a', { sync: { status: 'OutOfSync' } })], 'list');
  expect(revision()).toBeUndefined();
});

it('notifies the other listeners where one of them throws', () => {
  const { inventory, logger } = inventoryOf('a');
  let notified = 0;
  inventory.onChange(() => {
    throw new Error('broken');
  });
  const unsubscribe = inventory.onChange(() => {
    notified += 1;
  });
  inventory.removed([key('a')]);
  expect(notified).toBe(1);
  expect(logger.error).toHaveBeenCalledWith(
    expect.stringContaining('Error: broken'),
  );
  unsubscribe();
  inventory.observed([read('a')], 'list');
  expect(notified).toBe(1);
});
