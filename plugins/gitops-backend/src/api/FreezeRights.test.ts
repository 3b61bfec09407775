import { mockCredentials } from '@backstage/backend-test-utils';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { gitopsFreezeEndPermission } from 'backstage-plugin-gitops-common';
import { storedFreeze } from '../promotions/freezes/__testUtils__/storedFreeze';
import type { StoredFreeze } from '../promotions/freezes/StoredFreeze';
import { FreezeCalls } from './FreezeCalls';
import { FreezeRights } from './FreezeRights';
import { ShownFreezes } from './ShownFreezes';

const [orders, ledger, gone] = ['orders', 'ledger', 'gone'].map(
  name => `component:default/${name}`,
);
const [ana, bo] = ['ana', 'bo'].map(name =>
  mockCredentials.user(`user:default/${name}`),
);

/**
 * A catalog with orders and ledger, and two environments. Everybody sees what is in `seen` and may
 * end what is in `mayEnd`, by conditions.
 */
function setUp(
  given: {
    seen?: string[];
    mayEnd?: string[];
    endsAll?: boolean;
    freezes?: StoredFreeze[];
  } = {},
) {
  const { seen = [orders, ledger], mayEnd = [], endsAll = false } = given;
  const reads = { now: 0, most: 0, all: 0 };
  const access = {
    anything: async () => {},
    entity: async (ref: string) =>
      [orders, ledger].includes(ref) ? { metadata: {} } : undefined,
    async service(ref: string) {
      reads.now++;
      reads.all++;
      reads.most = Math.max(reads.most, reads.now);
      await new Promise(resolve => setImmediate(resolve));
      reads.now--;
      if (!seen.includes(ref)) throw new NotFoundError(`No entity ${ref}`);
      return { service: ref, sees: () => true, refusal: () => undefined };
    },
    async rights({ service }: { service: string }) {
      const may = () => mayEnd.includes(service);
      return {
        may,
        demand({ name }: { name: string }) {
          if (!may()) throw new NotAllowedError(name);
        },
      };
    },
  };
  const policy = {
    reading: async () => ({
      deployments: { result: AuthorizeResult.ALLOW },
    }),
    acting: async () =>
      new Map([
        [
          gitopsFreezeEndPermission.name,
          {
            result: endsAll
              ? AuthorizeResult.ALLOW
              : AuthorizeResult.CONDITIONAL,
          },
        ],
      ]),
  };
  const options = {
    access,
    policy,
    allowed: access,
    environments: {
      all: () => ['staging', 'production'].map(name => ({ name })),
    },
  } as never;
  const rights = new FreezeRights(options);
  const shown = new ShownFreezes({ ...(options as object), rights } as never);
  const calls = new FreezeCalls({
    access,
    rights,
    shown,
    settingsOf: () => undefined,
    environments: { all: () => [] },
    store: {
      over: async (limit: number) => (given.freezes ?? []).slice(0, limit),
    },
    now: () => 0,
  } as never);
  return { rights, shown, calls, reads };
}

const hold = (given: Partial<StoredFreeze> = {}) =>
  storedFreeze({ services: [orders], ...given });
const mayEnd = async (
  { rights, shown }: ReturnType<typeof setUp>,
  freeze: StoredFreeze,
  credentials = bo,
) => {
  const ends = await rights.end(freeze, credentials).then(
    () => true,
    error => error.name as string,
  );
  const [found] = await shown.of([freeze], credentials);
  return [ends, found?.mayEnd];
};

describe('A freeze whose service or environment is gone', () => {
  it.each([
    hold({ services: [gone] }),
    hold({ environments: ['abolished'] }),
    hold({ services: ['*'] }),
  ])('is ended by who made it, without any right: %#', async freeze => {
    expect(await mayEnd(setUp({ seen: [] }), freeze, ana)).toEqual([
      true,
      true,
    ]);
  });

  it('is ended by who has the right for all that still exists of it', async () => {
    const freeze = hold({
      services: [orders, gone],
      environments: ['production', 'abolished'],
    });
    expect(await mayEnd(setUp({ mayEnd: [orders] }), freeze)).toEqual([
      true,
      true,
    ]);
    expect(await mayEnd(setUp({ mayEnd: [ledger] }), freeze)).toEqual([
      'NotAllowedError',
      false,
    ]);
  });

  it.each([hold({ services: [gone] }), hold({ environments: ['abolished'] })])(
    'is ended by others only with the right without conditions where nothing of it is left: %#',
    async freeze => {
      const some = setUp({ mayEnd: [orders, ledger] });
      const [ends, shown] = await mayEnd(some, freeze);
      expect(ends).toBe('NotAllowedError');
      expect(shown).not.toBe(true);
      expect(await mayEnd(setUp({ endsAll: true }), freeze)).toEqual([
        true,
        true,
      ]);
    },
  );

  it('does not let anybody skip a service that exists and that they may not see', async () => {
    const freeze = hold({ services: [orders, ledger] });
    const one = setUp({ seen: [orders], mayEnd: [orders] });
    expect(await mayEnd(one, freeze)).toEqual(['NotFoundError', false]);
    const [found] = await one.shown.of([freeze], bo);
    expect(found.freeze.services).toEqual([orders]);
  });
});

describe('The list of freezes that are over', () => {
  it('has the newest 50, and reads of services no more than it needs, 16 at once', async () => {
    const freezes = Array.from({ length: 500 }, (_, index) =>
      hold({
        id: `${index}`,
        services: Array.from(
          { length: 10 },
          (__, of) => `${orders}-${index}-${of}`,
        ),
        endedAt: '2026-11-23T07:00:00.000Z',
      }),
    );
    const seen = freezes.flatMap(({ services }) => services);
    const { calls, reads } = setUp({ freezes, seen });
    const { items } = await calls.list({ ended: true }, bo);
    expect(items.map(({ id }) => id)).toEqual(
      freezes.slice(0, 50).map(({ id }) => id),
    );
    expect([reads.most, reads.all]).toEqual([16, 500]);
  });
});
