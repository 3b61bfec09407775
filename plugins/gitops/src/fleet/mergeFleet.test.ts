import {
  cell,
  fleet,
  fleetService,
  lonely,
  orders,
  payments,
  quotes,
} from '../__testUtils__/fleetPage';
import { mergeFleet } from './mergeFleet';

const changed = fleetService('orders', { dev: cell({ state: 'failed' }) });

describe('mergeFleet', () => {
  it('takes the first answer as it is', () => {
    const first = fleet();
    expect(mergeFleet(undefined, first)).toBe(first);
  });

  it('puts changed and new services in, takes gone ones out, and leaves the others the same objects', () => {
    const added = fleetService('added', {});
    const merged = mergeFleet(
      fleet(),
      fleet({
        cursor: 'c2',
        isWhole: false,
        services: [changed, added],
        gone: [quotes.ref],
      }),
    );
    expect(merged.services).toEqual([payments, changed, lonely, added]);
    expect(merged.services[0]).toBe(payments);
    expect(merged.cursor).toBe('c2');
    expect(merged.isWhole).toBe(true);
  });

  it('keeps the objects of unchanged services also where everything is answered again', () => {
    const again = structuredClone(fleet({ services: [payments, orders] }));
    const merged = mergeFleet(fleet(), again);
    expect(merged.services.map(one => one.ref)).toEqual([
      payments.ref,
      orders.ref,
    ]);
    expect(merged.services[0]).toBe(payments);
  });
});
