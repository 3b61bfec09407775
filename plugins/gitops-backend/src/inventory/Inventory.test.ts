import { reader } from '../__testUtils__/recordings';
import { item } from '../__testUtils__/ScriptedArgoCd';
import { Change, Inventory } from './Inventory';

function inventoryOf(...items: unknown[]) {
  const inventory = new Inventory({ serviceLabel: 'app.kubernetes.io/name' });
  const told: (readonly Change[])[] = [];
  inventory.replace(
    'eu-central',
    items.map(one => reader.read(one)),
  );
  inventory.onChange(changes => told.push(changes));
  return { inventory, told };
}

describe('Inventory', () => {
  it('keeps Applications of one name apart by instance and namespace', () => {
    const { inventory } = inventoryOf(item('a'), {
      ...item('a'),
      metadata: { ...item('a').metadata, namespace: 'team' },
    });
    inventory.replace('eu-west', [
      { ...reader.read(item('a')), instance: 'eu-west' },
    ]);
    expect(
      inventory
        .named('a')
        .map(({ instance, namespace }) => `${instance}/${namespace}`),
    ).toEqual(['eu-central/argocd', 'eu-central/team', 'eu-west/argocd']);
    inventory.replace('eu-west', []);
    expect(inventory.count('eu-central')).toBe(2);
    expect(inventory.count('eu-west')).toBe(0);
  });

  it('tells only of real changes', () => {
    const { inventory, told } = inventoryOf(item('a'));
    inventory.apply([
      { type: 'MODIFIED', application: reader.read(item('a')) },
    ]);
    inventory.replace('eu-central', [reader.read(item('a'))]);
    expect(told).toEqual([]);
    inventory.apply([
      {
        type: 'MODIFIED',
        application: reader.read(item('a', { health: { status: 'Degraded' } })),
      },
    ]);
    expect(told).toMatchObject([
      [{ previous: { health: 'Healthy' }, current: { health: 'Degraded' } }],
    ]);
  });

  it('finds an Application under its new service when its label changes, and no longer under the old one', () => {
    const { inventory } = inventoryOf(item('a'));
    inventory.apply([
      {
        type: 'MODIFIED',
        application: reader.read(
          item('a', {}, { 'app.kubernetes.io/name': 'other' }),
        ),
      },
    ]);
    expect(inventory.ofService('a')).toEqual([]);
    expect(inventory.ofService('other')).toHaveLength(1);
  });
});
