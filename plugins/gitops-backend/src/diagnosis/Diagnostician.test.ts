import { mockServices } from '@backstage/backend-test-utils';
import type { InstanceProblem } from 'backstage-plugin-gitops-common';
import { emptyInventory } from '../__testUtils__/emptyInventory';
import { FakeClock, settled } from '../__testUtils__/FakeClock';
import { recordedClient } from '../__testUtils__/recordedClient';
import { reader } from '../__testUtils__/recordings';
import { item } from '../__testUtils__/ScriptedArgoCd';
import { Application, applicationKey } from '../argocd/Application';
import type { ApplicationAddress } from '../argocd/addresses';
import { ArgoCdError } from '../argocd/ArgoCdError';
import type { ResourceTree } from '../argocd/detailSchemas';
import { Diagnostician } from './Diagnostician';

const MINUTE = 60_000;
const failed = {
  operationState: { phase: 'Failed', finishedAt: '2026-11-23T05:31:41Z' },
};
const degraded = { health: { status: 'Degraded' } };
/** Of a service with a sidecar: the list shows both images */
const withSidecar = (revision: string) => ({
  sync: { status: 'Synced', revision },
  summary: { images: ['acme/orders:1.6.0', 'istio/proxyv2:1.24.0'] },
});
const recording = recordedClient({
  get: 'get-orders-production',
  tree: 'tree-orders-production',
});
const { signal } = new AbortController();
const anyone = { namespace: 'argocd', name: 'any', project: 'any' };
const recordedDetail = recording.get(anyone, signal);
const recordedTree = recording.resourceTree(anyone, signal);

const notPermitted: InstanceProblem = {
  code: 'accessDenied',
  params: { answer: '403' },
};

const keyOf = (name: string) =>
  applicationKey({ instance: 'eu-central', namespace: 'argocd', name });

/** A Pod of each of these healths. */
function treeOf(...healths: string[]): ResourceTree {
  return {
    nodes: healths.map((status, index) => ({
      group: '',
      kind: 'Pod',
      namespace: 'orders',
      name: `orders-${index}`,
      parentRefs: [],
      images: ['acme/orders:1.6.0'],
      health: { status },
      info: [],
    })),
  } as unknown as ResourceTree;
}

function setUp(options: { watched?: string[] } = {}) {
  const clock = new FakeClock();
  const inventory = emptyInventory({ clock });
  const ended = new AbortController();
  const asked: string[] = [];
  const requests = { total: 0 };
  const held: (() => void)[] = [];
  const watched = new Set(options.watched);
  const state = {
    error: undefined as ArgoCdError | undefined,
    treeError: undefined as ArgoCdError | undefined,
    tree: undefined as ResourceTree | undefined,
    hold: false,
    isListing: false,
    /** What another replica of argocd-server still answers */
    lagging: undefined as Application | undefined,
    doubts: 0,
  };
  const entryOf = (name: string) => inventory.find('name', name)[0];
  /** The recorded answer, as the Application is at present */
  const get = async (address: ApplicationAddress) => {
    const recorded = await recordedDetail;
    const now =
      state.lagging ?? inventory.get(keyOf(address.name))!.application;
    return {
      ...recorded,
      status: {
        ...recorded.status!,
        sync: { ...recorded.status!.sync!, status: now.sync },
        health: { ...recorded.status!.health!, status: now.health },
        operationState: now.operationPhase
          ? {
              ...recorded.status!.operationState!,
              phase: now.operationPhase,
              startedAt: now.operationStartedAt,
              finishedAt: now.operationFinishedAt,
            }
          : undefined,
      },
    };
  };
  const count = <T>(answer: () => Promise<T>) => {
    requests.total += 1;
    return answer();
  };
  const diagnostician = new Diagnostician({
    instance: 'eu-central',
    inventory,
    clock,
    logger: mockServices.logger.mock(),
    isWatched: ({ name }) => watched.has(name),
    isListing: () => state.isListing,
    onDoubt: () => {
      state.doubts += 1;
    },
    random: () => 0.5,
    client: {
      get: application =>
        count(async () => {
          asked.push(application.name);
          if (state.hold)
            await new Promise<void>(resolve => {
              held.push(resolve);
            });
          if (state.error) throw state.error;
          return get(application);
        }),
      logs: () => count(async () => []),
      resourceTree: () =>
        count(async () => {
          if (state.treeError) throw state.treeError;
          return state.tree ?? recordedTree;
        }),
      managedResources: () =>
        count(() => Promise.reject(new ArgoCdError(notPermitted))),
      events: (...of) => count(() => recording.events(...of)),
      applicationSet: (...of) => count(() => recording.applicationSet(...of)),
      syncWindows: (...of) => count(() => recording.syncWindows(...of)),
      project: (...of) => count(() => recording.project(...of)),
    },
  });
  diagnostician.start(ended.signal);
  const change = (name: string, status: object = failed) =>
    inventory.observed([reader.read(item(name, { ...status }))], 'stream');
  const list = (count_: number, status: object = failed) =>
    inventory.observed(
      Array.from({ length: count_ }, (_, index) =>
        reader.read({ ...item(`app-${index}`), status }),
      ),
      'list',
    );
  /** Applications asked for while time passes */
  const askedIn = async (ms: number) => {
    const before = asked.length;
    await clock.pass(ms);
    return asked.length - before;
  };
  /** Somebody opens the page of its service */
  const watch = (name: string) => {
    watched.add(name);
    diagnostician.watch(entryOf(name));
  };
  const unwatch = (name: string) => watched.delete(name);
  const diagnosisOf = (name: string) => entryOf(name).diagnosis;
  const podsOf = (name: string) =>
    diagnosisOf(name)?.pods?.map(({ health }) => health);
  const tools = { change, list, askedIn, watch, unwatch, diagnosisOf, podsOf };
  return {
    clock,
    inventory,
    diagnostician,
    asked,
    requests,
    held,
    state,
    entryOf,
    ...tools,
  };
}

describe('what is well', () => {
  it('is diagnosed once, and not again until it changes', async () => {
    const { clock, asked, change, diagnosisOf } = setUp();
    change('orders', { operationState: { phase: 'Succeeded' } });
    await clock.pass(60 * MINUTE);
    expect(asked).toEqual(['orders']);
    expect(diagnosisOf('orders')).toBeDefined();
    change('orders', { summary: { images: ['acme/orders:1.7.0'] } });
    await clock.pass(60 * MINUTE);
    expect(asked).toEqual(['orders', 'orders']);
  });

  it('costs no request when a commit to a shared repository changes nothing but the revision of 1,000 Applications with sidecars', async () => {
    const { clock, requests, list, diagnosisOf } = setUp();
    list(1_000, { ...withSidecar('a'), health: { status: 'Healthy' } });
    await clock.pass(MINUTE);
    expect(diagnosisOf('app-999')).toBeDefined();
    const before = requests.total;
    list(1_000, { ...withSidecar('b'), health: { status: 'Healthy' } });
    await clock.pass(10 * MINUTE);
    expect(requests.total).toBe(before);
    expect(diagnosisOf('app-999')).toMatchObject({ revisions: ['b'] });
  });

  it.each([
    ['a Pod was not ready', undefined],
    [
      'its health does not follow a Pod',
      { kind: 'Server', name: 's', uid: 's' },
    ],
  ])(
    'is read again as what is moving is, also after another commit, where %s',
    async (_, owner) => {
      const { clock, state, held, change, watch, podsOf } = setUp();
      state.tree = treeOf('Progressing');
      if (owner) state.tree.nodes[0].parentRefs = [{ ...owner, group: '' }];
      change('orders', withSidecar('a'));
      await clock.pass(10 * MINUTE);
      expect(podsOf('orders')).toEqual(['Progressing']);
      state.hold = true;
      await clock.pass(MINUTE);
      change('orders', withSidecar('b'));
      state.hold = false;
      held.forEach(answer => answer());
      state.tree.nodes[0].health = { status: 'Healthy', message: null };
      await clock.pass(2 * MINUTE);
      expect(podsOf('orders')).toEqual(['Healthy']);
      watch('orders');
      state.tree.nodes[0].health = { status: 'Degraded', message: null };
      await clock.pass(5_000);
      expect(podsOf('orders')).toEqual([owner ? 'Degraded' : 'Healthy']);
    },
  );

  it('is not read again when somebody looks at it', async () => {
    const { clock, asked, change, watch } = setUp();
    change('orders', {});
    await clock.pass(MINUTE);
    watch('orders');
    await clock.pass(10 * MINUTE);
    expect(asked).toEqual(['orders']);
  });

  it('is not read before a controller has compared it', async () => {
    const { clock, requests, list, watch } = setUp();
    list(10_000, {});
    watch('app-0');
    await clock.pass(MINUTE);
    expect(requests.total).toBe(0);
  });
});

describe('what is moving', () => {
  it('is read again while the list stays the same: of a rollout, the Pods of ten minutes later are known', async () => {
    const { clock, state, change, watch, podsOf } = setUp();
    state.tree = treeOf('Healthy', 'Healthy', 'Healthy', 'Progressing');
    change('orders', { health: { status: 'Progressing' } });
    await clock.pass(2_000);
    expect(podsOf('orders')).toContain('Progressing');
    watch('orders');
    await clock.pass(2_000);
    state.tree = treeOf('Healthy', 'Healthy', 'Healthy', 'Healthy');
    await clock.pass(10 * MINUTE);
    expect(podsOf('orders')).toEqual(Array(4).fill('Healthy'));
  });

  it('is read again while the list stays the same: of an outage, the Pods that crash later are known within a minute, though nobody looks', async () => {
    const { clock, state, change, podsOf } = setUp();
    state.tree = treeOf('Healthy', 'Degraded');
    change('orders', degraded);
    await clock.pass(60 * MINUTE);
    expect(podsOf('orders')).toEqual(['Healthy', 'Degraded']);
    state.tree = treeOf('Degraded', 'Degraded');
    await clock.pass(MINUTE);
    expect(podsOf('orders')).toEqual(['Degraded', 'Degraded']);
  });

  it.each([
    ['Progressing', { health: { status: 'Progressing' } }],
    ['Degraded', degraded],
    ['Missing', { health: { status: 'Missing' } }],
    ['Suspended', { health: { status: 'Suspended' } }],
    ['OutOfSync', { sync: { status: 'OutOfSync' } }],
    ['Unknown', { sync: { status: 'Unknown' } }],
    ['Running', { operationState: { phase: 'Running' } }],
    ['Failed', failed],
  ])(
    'is read every five seconds while somebody looks, and every 45 seconds or so while nobody does: %s',
    async (_, status) => {
      const { change, watch, unwatch, askedIn } = setUp();
      change('orders', status);
      await askedIn(1_000);
      expect(await askedIn(10 * 45_000)).toBe(10);
      watch('orders');
      await askedIn(0);
      expect(await askedIn(MINUTE)).toBe(12);
      unwatch('orders');
      await askedIn(5_000);
      expect(await askedIn(10 * 45_000)).toBe(10);
    },
  );

  it('is no change where it says the same as before', async () => {
    const { clock, inventory, change, diagnosisOf } = setUp();
    change('orders', degraded);
    await clock.pass(0);
    const readAt = diagnosisOf('orders')!.readAt;
    let changes = 0;
    inventory.onChange(() => {
      changes += 1;
    });
    await clock.pass(10 * MINUTE);
    expect(diagnosisOf('orders')!.readAt).toBeGreaterThan(readAt);
    expect(changes).toBe(0);
  });

  it('is read no more once it is gone, or well', async () => {
    const { clock, inventory, asked, change } = setUp();
    change('orders', degraded);
    change('payments', degraded);
    await clock.pass(0);
    inventory.removed([keyOf('orders')]);
    change('payments', {});
    await clock.pass(60 * MINUTE);
    expect(asked).toEqual(['orders', 'payments', 'payments']);
  });

  it('does not keep waiting what is new: that comes before hundreds that are read again', async () => {
    const { clock, asked, state, held, list, change } = setUp();
    list(300, degraded);
    await clock.pass(1_000);
    state.hold = true;
    await clock.pass(MINUTE);
    asked.length = 0;
    change('new', degraded);
    held.shift()!();
    await settled();
    expect(asked).toEqual(['new']);
  });
});

describe('an answer of another moment', () => {
  it('is not kept: another replica may not know yet what the stream has shown', async () => {
    const { clock, asked, state, change, entryOf, diagnosisOf } = setUp();
    change('orders', {
      operationState: { phase: 'Running', startedAt: '2026-11-23T05:29:44Z' },
    });
    await clock.pass(0);
    state.lagging = entryOf('orders').application;
    change('orders', failed);
    await clock.pass(1_000);
    const before = asked.length;
    expect(diagnosisOf('orders')).toBeUndefined();
    state.lagging = undefined;
    await clock.pass(2_000);
    expect(asked.length).toBe(before + 1);
    expect(diagnosisOf('orders')).toBeDefined();
  });

  it('is asked for again ever less often, and doubts what is listed', async () => {
    const { state, change, entryOf, askedIn } = setUp();
    change('orders', { operationState: { phase: 'Running' } });
    state.lagging = entryOf('orders').application;
    change('orders', failed);
    expect(await askedIn(1_000)).toBeLessThanOrEqual(2);
    expect(state.doubts).toBe(0);
    await askedIn(10_000);
    expect(state.doubts).toBeGreaterThan(0);
    expect(await askedIn(10 * MINUTE)).toBeLessThan(20);
  });

  it('is neither the diagnosis of the Application before, nor of the one after it changed meanwhile', async () => {
    const { clock, asked, held, state, change, diagnosisOf } = setUp();
    state.hold = true;
    change('orders');
    await clock.pass(0);
    change('orders', { ...failed, ...degraded });
    state.hold = false;
    held.shift()!();
    await clock.pass(0);
    expect(diagnosisOf('orders')).toBeUndefined();
    await clock.pass(2_000);
    expect(asked).toHaveLength(2);
    expect(diagnosisOf('orders')).toBeDefined();
  });
});

describe('the order', () => {
  it('begins once the first list has been read whole', async () => {
    const { clock, asked, list, change, diagnostician, state } = setUp();
    state.isListing = true;
    list(3, { ...withSidecar('a'), health: { status: 'Healthy' } });
    await clock.pass(MINUTE);
    expect(asked).toEqual([]);
    change('orders', degraded);
    state.isListing = false;
    diagnostician.resume();
    await settled();
    expect(asked[0]).toBe('orders');
    expect(asked).toHaveLength(4);
  });

  it('is a few at a time, what somebody looks at first, then what is not well', async () => {
    const { clock, asked, held, state, change, list } = setUp({
      watched: ['seen'],
    });
    state.hold = true;
    list(10, { health: { status: 'Healthy' }, sync: { status: 'Synced' } });
    await clock.pass(0);
    change('orders');
    change('seen', {});
    expect(asked).toHaveLength(4);
    held.shift()!();
    await clock.pass(0);
    held.shift()!();
    await clock.pass(0);
    expect(asked.slice(4)).toEqual(['seen', 'orders']);
  });

  it('changes when somebody begins to look, and each is still asked for once', async () => {
    const { clock, asked, held, state, change, watch } = setUp();
    state.hold = true;
    for (let index = 0; index < 10; index++)
      change(`app-${index}`, { health: { status: 'Healthy' } });
    await clock.pass(0);
    watch('app-9');
    watch('app-9');
    for (let step = 0; step < 10; step++) {
      held.shift()?.();
      await clock.pass(0);
    }
    expect(asked[4]).toBe('app-9');
    expect([...asked].sort()).toEqual(
      Array.from({ length: 10 }, (_, index) => `app-${index}`),
    );
  });

  it('has what is not well before any number of well Applications of the same list', async () => {
    const { clock, asked, inventory } = setUp();
    const wells = Array.from({ length: 1_000 }, (_, index) =>
      item(`well-${index}`, withSidecar('a')),
    );
    inventory.observed(
      [...wells, item('orders', failed)].map(one => reader.read(one)),
      'list',
    );
    await settled();
    expect(asked[0]).toBe('orders');
    await clock.pass(20_000);
    expect(new Set(asked).size).toBe(1_001);
    expect(asked).toHaveLength(1_001);
  });

  it('is no more often than once a second for an Application that changes all the time', async () => {
    const { clock, asked, change } = setUp();
    for (let step = 0; step < 100; step++) {
      const status = step % 2 ? 'Degraded' : 'Progressing';
      change('orders', { ...failed, health: { status } });
      await clock.pass(100);
    }
    expect(asked.length).toBeLessThanOrEqual(11);
  });
});

describe('what can not be read', () => {
  it('is not taken for the present after two minutes, while it may be moving', async () => {
    const { clock, state, change, diagnosisOf } = setUp();
    change('orders', degraded);
    change('payments', degraded);
    change('well', {});
    await clock.pass(1_000);
    state.error = new ArgoCdError({
      code: 'serverError',
      params: { answer: '500' },
    });
    await clock.pass(MINUTE);
    expect(diagnosisOf('orders')).toBeDefined();
    await clock.pass(2 * MINUTE);
    expect(diagnosisOf('orders')).toBeUndefined();
    expect(diagnosisOf('payments')).toBeUndefined();
    expect(diagnosisOf('well')).toBeDefined();
    state.error = undefined;
    await clock.pass(2 * MINUTE);
    expect(diagnosisOf('orders')).toBeDefined();
    expect(diagnosisOf('payments')).toBeDefined();
  });

  it('is tried again some seconds later, and not sooner for being looked at', async () => {
    const { clock, asked, state, change, watch, diagnosisOf } = setUp();
    state.error = new ArgoCdError({
      code: 'serverError',
      params: { answer: '500' },
    });
    change('orders');
    for (let look = 0; look < 100; look++) {
      await clock.pass(100);
      watch('orders');
    }
    expect(asked).toHaveLength(1);
    state.error = undefined;
    await clock.pass(10_000);
    expect(diagnosisOf('orders')).toBeDefined();
  });

  it('is left out where it is a part, and read again ever less often', async () => {
    const { clock, asked, state, change, watch, diagnosisOf } = setUp();
    state.treeError = new ArgoCdError({
      code: 'serverError',
      params: { answer: '500' },
    });
    change('orders');
    await clock.pass(10_000);
    expect(diagnosisOf('orders')?.operation).toBeDefined();
    expect(diagnosisOf('orders')?.pods).toBeUndefined();
    watch('orders');
    await clock.pass(60 * MINUTE);
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.length).toBeLessThan(15);
    state.treeError = undefined;
    await clock.pass(10 * MINUTE);
    expect(diagnosisOf('orders')?.pods).toBeDefined();
  });

  it('is read again where one replica of argocd-server does not know the Application yet, and holds up nothing else', async () => {
    const { clock, state, change, diagnosisOf } = setUp();
    state.treeError = new ArgoCdError({
      code: 'notFound',
      params: { answer: '404' },
    });
    change('orders', {});
    await clock.pass(10);
    expect(diagnosisOf('orders')).toMatchObject({ pods: undefined });
    change('payments', {});
    await clock.pass(10);
    expect(diagnosisOf('payments')).toBeDefined();
    state.treeError = undefined;
    await clock.pass(20_000);
    expect(diagnosisOf('orders')?.pods).toBeDefined();
    expect(diagnosisOf('payments')?.pods).toBeDefined();
  });

  it('is not asked for again where the account may not read it, unless it is moving', async () => {
    const { clock, asked, state, change, diagnosisOf } = setUp();
    state.treeError = new ArgoCdError(notPermitted);
    change('orders', {});
    await clock.pass(10 * MINUTE);
    expect(diagnosisOf('orders')).toBeDefined();
    expect(asked).toHaveLength(1);
  });

  it.each<InstanceProblem>([
    { code: 'tokenRejected', params: { answer: '401' } },
    { code: 'accessDenied', params: { answer: '403' } },
    { code: 'unreachable', params: {} },
    { code: 'serverError', params: { answer: '500' } },
  ])(
    'makes no storm of an instance that fails ($code), and goes on at once when it answers',
    async problem => {
      const { clock, inventory, state, list, askedIn } = setUp();
      state.error = new ArgoCdError(problem);
      list(1_000);
      expect(await askedIn(MINUTE)).toBeLessThan(15);
      expect(await askedIn(10 * MINUTE)).toBeLessThan(40);
      state.error = undefined;
      await clock.pass(MINUTE);
      const diagnosed = [...inventory.all()].filter(one => one.diagnosis);
      expect(diagnosed).toHaveLength(1_000);
    },
  );

  it('is asked for no sooner than the server wants', async () => {
    const { asked, state, list, askedIn } = setUp();
    state.error = new ArgoCdError(
      { code: 'tooManyRequests', params: {} },
      { retryAfterMs: MINUTE },
    );
    list(1_000);
    expect(await askedIn(0)).toBe(4);
    expect(await askedIn(MINUTE - 1)).toBe(0);
    expect(await askedIn(10 * MINUTE)).toBe(10);
    expect(asked).toHaveLength(14);
  });

  it('is read slowly while the parts of all Applications are away, what somebody looks at first', async () => {
    const { clock, requests, state, list, askedIn, watch, diagnosisOf } =
      setUp();
    state.treeError = new ArgoCdError({
      code: 'serverError',
      params: { answer: '500' },
    });
    list(1_000);
    expect(await askedIn(MINUTE)).toBeLessThan(25);
    watch('app-900');
    await clock.pass(5_000);
    expect(diagnosisOf('app-900')?.operation).toBeDefined();
    const before = requests.total;
    await clock.pass(60 * MINUTE);
    expect(requests.total - before).toBeLessThan(60 * 12 * 5);
  });

  it('does not slow the others down where it is one Application', async () => {
    const { state, asked, list, askedIn } = setUp();
    list(1);
    state.treeError = new ArgoCdError({
      code: 'serverError',
      params: { answer: '500' },
    });
    await askedIn(0);
    state.treeError = undefined;
    list(500);
    await askedIn(5_000);
    expect(new Set(asked).size).toBe(500);
  });
});
