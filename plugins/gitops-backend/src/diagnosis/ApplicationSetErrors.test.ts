import { mockServices } from '@backstage/backend-test-utils';
import { diagnosis } from '../__testUtils__/builtEntry';
import { emptyInventory } from '../__testUtils__/emptyInventory';
import { FakeClock } from '../__testUtils__/FakeClock';
import { reader, recorded } from '../__testUtils__/recordings';
import { item } from '../__testUtils__/ScriptedArgoCd';
import { ArgoCdError } from '../argocd/ArgoCdError';
import { applicationSetList } from '../argocd/applicationSetSchemas';
import { ApplicationSetErrors } from './ApplicationSetErrors';

const MINUTE = 60_000;
const { items } = applicationSetList.parse(
  recorded('applicationsets-all-kinds'),
);
const mended = items.filter(({ metadata }) => metadata.name !== 'broken');
/** Of two Applications: one of the set that is broken, one of a set that is well */
const generated = { orders: 'broken', payments: 'services' };

function setUp(sets: Record<string, string> = generated) {
  const clock = new FakeClock();
  const inventory = emptyInventory({ clock });
  const ended = new AbortController();
  const state = { items, error: undefined as ArgoCdError | undefined };
  const requests: number[] = [];
  const errors = new ApplicationSetErrors({
    instance: 'eu-central',
    inventory,
    clock,
    logger: mockServices.logger.mock(),
    random: () => 0.5,
    client: {
      async applicationSets() {
        requests.push(clock.now());
        if (state.error) throw state.error;
        return state.items;
      },
    },
  });
  for (const name of ['orders', 'payments', 'search']) {
    inventory.observed([reader.read(item(name))], 'list');
    const [entry] = inventory.find('name', name);
    inventory.diagnosed(entry, diagnosis({ applicationSet: sets[name] }));
  }
  errors.run(ended.signal);
  return {
    clock,
    inventory,
    errors,
    requests,
    state,
    end: () => ended.abort(),
    errorOf: (name: string) =>
      inventory.find('name', name)[0].diagnosis?.applicationSetError,
  };
}

describe('The ApplicationSets of an instance', () => {
  it('are listed once for all Applications, and tell those of a broken one', async () => {
    const { clock, errorOf, requests, end } = setUp();
    await clock.pass(MINUTE);
    expect(requests).toHaveLength(1);
    expect(errorOf('orders')).toEqual({
      detail: expect.stringMatching(/^failed to execute go template/),
      since: '2026-11-23T05:29:38Z',
    });
    expect(errorOf('payments')).toBeUndefined();
    expect(errorOf('search')).toBeUndefined();
    end();
  });

  it('are held as they were listed last, with the time and why a later list failed', async () => {
    const { clock, errors, state, end } = setUp();
    expect(errors.listed).toEqual({ sets: [] });
    await clock.pass(MINUTE);
    const { sets, readAt } = errors.listed;
    expect(sets).toHaveLength(items.length);
    expect(sets.find(({ name }) => name === 'broken')?.error?.detail).toMatch(
      /^failed to execute go template/,
    );
    expect(readAt).toBeLessThanOrEqual(clock.now());
    state.error = new ArgoCdError({
      code: 'accessDenied',
      params: { answer: '403' },
    });
    await clock.pass(3 * MINUTE);
    expect(errors.listed).toEqual({
      sets,
      readAt,
      problem: { code: 'accessDenied', params: { answer: '403' } },
    });
    end();
  });

  it('are listed every few minutes, and an error that is over is told no more', async () => {
    const { clock, errorOf, inventory, requests, state, end } = setUp();
    await clock.pass(MINUTE);
    let changes = 0;
    inventory.onChange(() => {
      changes += 1;
    });
    await clock.pass(9 * MINUTE);
    expect(requests).toHaveLength(4);
    expect(changes).toBe(0);
    state.items = mended;
    await clock.pass(3 * MINUTE);
    expect(errorOf('orders')).toBeUndefined();
    expect(changes).toBe(1);
    end();
  });

  it('are not listed where no Application is generated', async () => {
    const { clock, requests, end } = setUp({});
    await clock.pass(60 * MINUTE);
    expect(requests).toEqual([]);
    end();
  });

  it.each([
    ['are not visible to the account', undefined],
    [
      'are refused',
      new ArgoCdError({ code: 'accessDenied', params: { answer: '403' } }),
    ],
  ])(
    'that %s cost one request an hour and are not claimed to fail',
    async (_, error) => {
      const { clock, errorOf, requests, state, end } = setUp();
      await clock.pass(MINUTE);
      state.items = [];
      state.error = error;
      await clock.pass(3 * MINUTE);
      expect(errorOf('orders')).toBeUndefined();
      await clock.pass(3 * 60 * MINUTE);
      expect(requests).toHaveLength(5);
      end();
    },
  );

  it('that can not be listed for a while keep the error that is known', async () => {
    const { clock, errorOf, state, end } = setUp();
    await clock.pass(MINUTE);
    state.error = new ArgoCdError({
      code: 'serverError',
      params: { answer: '500' },
    });
    await clock.pass(10 * MINUTE);
    expect(errorOf('orders')).toBeDefined();
    end();
  });

  it('tell what is known of them to diagnoses that are read later', async () => {
    const { clock, errors, errorOf, end } = setUp();
    await clock.pass(MINUTE);
    const later = errors.addedTo(diagnosis({ applicationSet: 'broken' }), {
      namespace: 'argocd',
    });
    expect(later.applicationSetError).toEqual(errorOf('orders'));
    const other = errors.addedTo(diagnosis({ applicationSet: 'broken' }), {
      namespace: 'team-a',
    });
    expect(other.applicationSetError).toBeUndefined();
    end();
  });
});
