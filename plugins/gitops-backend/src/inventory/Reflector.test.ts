import { mockServices } from '@backstage/backend-test-utils';
import { ArgoCdError } from '../argocd/ArgoCdError';
import { emptyInventory } from '../__testUtils__/emptyInventory';
import { FakeClock } from '../__testUtils__/FakeClock';
import { recordedItems } from '../__testUtils__/recordings';
import { item, ScriptedArgoCd } from '../__testUtils__/ScriptedArgoCd';
import { Reflector } from './Reflector';

const MINUTE = 60_000;

let stop: () => Promise<void> = async () => {};
afterEach(() => stop());

async function reflecting(
  items: unknown[],
  prepare?: (server: ScriptedArgoCd) => void,
) {
  const server = new ScriptedArgoCd();
  server.items = items;
  prepare?.(server);
  const clock = new FakeClock();
  const inventory = emptyInventory({ clock });
  const ended = new AbortController();
  const reflector = new Reflector({
    instance: 'eu',
    client: server,
    inventory,
    clock,
    logger: mockServices.logger.mock(),
    relistEveryMs: 3 * MINUTE,
    random: () => 0.5,
  });
  const running = reflector.run(ended.signal);
  await clock.pass(0);
  stop = async () => {
    ended.abort();
    await running;
  };
  const all = () => [...inventory.all()];
  const names = () =>
    all()
      .map(({ application }) => application.name)
      .sort();
  const named = (name: string) =>
    inventory.find('name', name).map(({ application }) => application);
  /** Names of the Applications that are not current */
  const stale = () =>
    all()
      .filter(
        ({ missingSince }) =>
          (reflector.state.staleSince ?? missingSince) !== undefined,
      )
      .map(({ application }) => application.name)
      .sort();
  const count = () => inventory.count('instance', 'eu');
  const held = { inventory, names, named, stale, count };
  return { server, clock, reflector, ...held };
}

const down = new ArgoCdError({
  code: 'unreachable',
  params: { obstacle: 'nothingListens', errorCode: 'ECONNREFUSED' },
});
const broken = new ArgoCdError({ code: 'streamBroke', params: {} });
const silent = new ArgoCdError({
  code: 'streamSilent',
  params: { seconds: 45 },
});

describe('Reflector', () => {
  it('holds what the recorded list has', async () => {
    const { reflector, count } = await reflecting(recordedItems('list-masked'));
    expect(count()).toBe(70);
    expect(reflector.state).toMatchObject({
      status: 'connected',
      malformed: 0,
    });
    expect(reflector.state.staleSince).toBeUndefined();
  });

  it.each(['2.14.21', '3.0.23', '3.2.12'])(
    'asks Argo CD %s, which lists no sub-paths, for the whole spec',
    async version => {
      const { server, named } = await reflecting([], before => {
        before.list = async ({ mask, read }) => {
          before.lists.push(mask);
          return {
            resourceVersion: '1',
            items: recordedItems(
              mask === 'parts' ? 'list-masked-3.5-subpaths' : 'list-masked',
              version,
            ).map(read),
          };
        };
      });
      expect(server.lists).toEqual(['parts', 'whole']);
      const [first] = named('payments-dev');
      expect(first).toMatchObject({
        project: 'team-a',
        destinationNamespace: 'payments-dev',
        automated: true,
      });
    },
  );

  it('keeps the spec when Argo CD is rolled back to a version that lists no sub-paths, and asks for them again after an upgrade', async () => {
    const { server, clock, names, named } = await reflecting([item('a')]);
    server.tell();
    await clock.pass(0);
    server.knowsParts = false;
    server.items = [item('a', { health: { status: 'Degraded' } })];
    await clock.pass(4 * MINUTE);
    expect(server.lists.slice(-2)).toEqual(['parts', 'whole']);
    expect(named('a')).toMatchObject([
      { health: 'Degraded', sources: [{ path: 'a' }] },
    ]);

    server.tell({ type: 'ADDED', application: item('b') });
    server.items.push(item('b'));
    await clock.pass(MINUTE);
    expect(names()).toEqual(['a', 'b']);
    expect(named('b')[0].sources).toHaveLength(1);
    expect(server.streamMask).toBe('whole');

    server.knowsParts = true;
    server.endStream();
    await clock.pass(MINUTE);
    expect(server.lists.at(-1)).toBe('parts');
    expect(server.streamMask).toBe('parts');
  });

  it.each([
    ['an Argo CD that lists nothing yet', []],
    ['a replica that is older than the one that lists', [item('a')]],
  ])(
    'takes no Application without its spec from the stream of %s',
    async (_, items) => {
      const { server, clock, inventory, named } = await reflecting(items);
      server.knowsParts = false;
      server.items = [item('a', { health: { status: 'Degraded' } })];
      server.tell({ type: 'MODIFIED', application: server.items[0] });
      await clock.pass(0);
      for (const { application } of inventory.all())
        expect(application.sources).toHaveLength(1);
      await clock.pass(MINUTE);
      expect(named('a')).toMatchObject([
        { health: 'Degraded', sources: [{ path: 'a' }] },
      ]);
      expect(server.streamMask).toBe('whole');
    },
  );

  it('takes what the stream tells, and lists once more when the stream has shown that it is subscribed', async () => {
    const { server, clock, names, named } = await reflecting([item('a')]);
    expect(server.lists).toHaveLength(1);
    // Changed between the list and the subscription: no event tells of it
    server.items = [item('a', { health: { status: 'Degraded' } })];
    server.tell();
    await clock.pass(0);
    expect(server.lists).toHaveLength(2);
    expect(named('a')[0].health).toBe('Degraded');

    server.tell(
      { type: 'ADDED', application: item('b') },
      { type: 'DELETED', application: item('a') },
    );
    await clock.pass(0);
    expect(names()).toEqual(['b']);
  });

  it('is right again after one list when events were lost', async () => {
    const { server, clock, names, named, count } = await reflecting(
      Array.from({ length: 100 }, (_, index) => item(`app-${index}`)),
    );
    server.tell();
    await clock.pass(0);
    // Every seventh change never arrives: 14 % changed, one in a hundred deleted
    server.items = server.items
      .slice(1)
      .map((one, index) =>
        index % 7 === 0
          ? item(`app-${index + 1}`, { health: { status: 'Degraded' } })
          : one,
      );
    await clock.pass(4 * MINUTE);
    expect(names()).not.toContain('app-0');
    expect(named('app-1')[0].health).toBe('Degraded');
    expect(count()).toBe(99);
  });

  it('lists again soon where somebody knows better than what it holds, and makes no storm of it', async () => {
    const { server, clock, reflector, named } = await reflecting([item('a')]);
    server.tell();
    await clock.pass(MINUTE);
    const before = server.lists.length;
    server.items = [item('a', { health: { status: 'Degraded' } })];
    for (let second = 0; second < 60; second++) {
      reflector.listSoon();
      await clock.pass(1_000);
    }
    expect(named('a')).toMatchObject([{ health: 'Degraded' }]);
    expect(server.lists.length - before).toBe(2);
  });

  it('believes what was heard while a list was read more than the list', async () => {
    const { server, clock, names, named } = await reflecting([
      item('a'),
      item('b'),
    ]);
    server.tell();
    await clock.pass(0);
    server.duringList = async () => {
      server.duringList = undefined;
      server.tell(
        {
          type: 'MODIFIED',
          application: item('a', { health: { status: 'Degraded' } }),
        },
        { type: 'DELETED', application: item('b') },
        { type: 'ADDED', application: item('c') },
      );
      for (let turn = 0; turn < 5; turn++)
        await new Promise(resolve => setImmediate(resolve));
    };
    await clock.pass(3 * MINUTE);
    expect(named('a')[0].health).toBe('Degraded');
    expect(names()).toEqual(['a', 'c']);
  });

  it('keeps what it holds, marked stale with the reason, while the server is down', async () => {
    const { server, clock, reflector, names } = await reflecting([item('a')]);
    const before = clock.now();
    await clock.pass(MINUTE);
    server.listError = down;
    server.endStream();
    await clock.pass(5 * MINUTE);
    expect(names()).toEqual(['a']);
    expect(reflector.state).toMatchObject({
      status: 'stale',
      staleSince: before,
      problem: down.problem,
    });

    server.listError = undefined;
    server.items = [item('a'), item('b')];
    await clock.pass(MINUTE);
    expect(names()).toEqual(['a', 'b']);
    expect(reflector.state).toMatchObject({ status: 'connected' });
    expect(reflector.state.staleSince).toBeUndefined();
  });

  it('says that nothing is known of an instance that is down at start, until it comes', async () => {
    const { server, clock, reflector, names } = await reflecting(
      [item('a')],
      before => {
        before.listError = down;
      },
    );
    expect(reflector.state).toMatchObject({
      status: 'stale',
      problem: down.problem,
    });
    server.listError = undefined;
    await clock.pass(MINUTE);
    expect(names()).toEqual(['a']);
    expect(reflector.state.status).toBe('connected');
  });

  it('calls nothing stale when only the stream breaks and the next list succeeds', async () => {
    const { server, clock, reflector } = await reflecting([item('a')]);
    const states: string[] = [];
    server.endStream(broken);
    for (let step = 0; step < 20; step++) {
      await clock.pass(100);
      states.push(reflector.state.status);
    }
    expect(new Set(states)).toEqual(new Set(['connected']));
    expect(server.streams).toBe(2);
  });

  it('misses no change for longer than a second however long nothing changed before', async () => {
    const { server, clock, reflector, named } = await reflecting([item('a')]);
    for (let time = 0; time < 10; time++) {
      await clock.pass(45_000);
      server.endStream(silent);
      await clock.pass(1_000);
      expect(server.streams).toBe(time + 2);
    }
    server.items = [item('a', { health: { status: 'Degraded' } })];
    server.endStream(silent);
    await clock.pass(1_000);
    expect(named('a')[0].health).toBe('Degraded');
    expect(reflector.state.status).toBe('connected');
  });

  it('says within seconds that a server is gone whose stream broke, however often it broke before', async () => {
    const { server, clock, reflector } = await reflecting([item('a')]);
    for (let time = 0; time < 10; time++) {
      server.tell();
      await clock.pass(0);
      server.endStream(broken);
      await clock.pass(5_000);
      expect(server.streams).toBe(time + 2);
    }
    server.tell();
    await clock.pass(0);
    server.listError = down;
    server.endStream();
    await clock.pass(5_000);
    expect(reflector.state).toMatchObject({
      status: 'stale',
      problem: down.problem,
    });
  });

  it('tries ever more slowly, at most every 30 s, and no more often than asked', async () => {
    const { server, clock } = await reflecting([item('a')], before => {
      before.listError = down;
    });
    await clock.pass(10 * MINUTE);
    expect(server.lists.length).toBeGreaterThan(20);
    expect(server.lists.length).toBeLessThan(35);

    server.listError = new ArgoCdError(
      { code: 'tooManyRequests', params: {} },
      { retryAfterMs: 5 * MINUTE },
    );
    await clock.pass(MINUTE);
    const before = server.lists.length;
    await clock.pass(4 * MINUTE);
    expect(server.lists.length).toBe(before);
  });

  it('makes no storm of a token that is not accepted, and goes on when one is', async () => {
    const { server, clock, reflector } = await reflecting(
      [item('a')],
      before => {
        before.listError = new ArgoCdError({
          code: 'tokenRejected',
          params: { answer: '401' },
        });
      },
    );
    await clock.pass(10 * MINUTE);
    expect(server.lists.length).toBeLessThan(20);
    expect(reflector.state).toMatchObject({
      status: 'stale',
      problem: { code: 'tokenRejected', params: { answer: '401' } },
    });
    server.listError = undefined;
    await clock.pass(MINUTE);
    expect(reflector.state.status).toBe('connected');
  });

  it('lets nothing vanish on one incomplete list, says so, and believes it when it is confirmed', async () => {
    const apps = Array.from({ length: 10 }, (_, index) => item(`app-${index}`));
    const { server, clock, reflector, count } = await reflecting(apps);
    server.tell();
    await clock.pass(0);
    server.items = [];
    await clock.pass(3 * MINUTE);
    expect(count()).toBe(10);
    expect(reflector.state).toMatchObject({
      status: 'stale',
      problem: { code: 'listsFewer', params: { listed: 0, held: 10 } },
    });

    await clock.pass(MINUTE);
    expect(count()).toBe(0);
    expect(reflector.state.status).toBe('connected');
  });

  it('calls unconfirmed what a list misses, and nothing else, until lists have missed it for ten seconds', async () => {
    const apps = Array.from({ length: 10 }, (_, index) => item(`app-${index}`));
    const { server, clock, reflector, inventory, names, stale, count } =
      await reflecting(apps);
    server.items = [...apps.slice(0, 6), item('new')];
    await clock.pass(MINUTE);
    server.tell();
    const missingSince = clock.now();
    await clock.pass(0);
    expect(count()).toBe(11);
    expect(reflector.state).toMatchObject({ status: 'connected' });
    expect(reflector.state.staleSince).toBeUndefined();
    expect(reflector.state.problem).toBeUndefined();
    expect(stale()).toEqual(['app-6', 'app-7', 'app-8', 'app-9']);
    expect(inventory.get('eu/argocd/app-6')).toMatchObject({ missingSince });

    // One is back, one more is missing, one is mentioned by the stream
    server.items = [...apps.slice(1, 7), item('new')];
    server.tell({ type: 'MODIFIED', application: apps[9] });
    await clock.pass(0);
    expect(stale()).toEqual(['app-6', 'app-7', 'app-8']);
    await clock.pass(5_000);
    expect(stale()).toEqual(['app-0', 'app-7', 'app-8', 'app-9']);
    await clock.pass(5_000);
    expect(names()).toEqual(expect.arrayContaining(['app-0', 'app-9']));
    expect(names()).not.toContain('app-7');
    expect(names()).not.toContain('app-8');

    await clock.pass(5_000);
    expect(names()).toEqual(
      [...server.items]
        .map(one => (one as (typeof apps)[0]).metadata.name)
        .sort(),
    );
    expect(stale()).toEqual([]);
  });

  it('lists ever less often, and keeps what the stream goes on mentioning, where lists and the stream contradict each other', async () => {
    const streamed = Array.from({ length: 20 }, (_, index) =>
      item(`streamed-${index}`),
    );
    const listed = Array.from({ length: 30 }, (_, index) =>
      item(`listed-${index}`),
    );
    const { server, clock, names } = await reflecting([...streamed, ...listed]);
    server.tell();
    await clock.pass(0);
    server.items = listed;
    await clock.pass(3 * MINUTE - 1_000);
    const before = server.lists.length;
    for (let time = 0; time < 1_200; time++) {
      server.tell(
        ...streamed.map(application => ({
          type: 'MODIFIED' as const,
          application,
        })),
      );
      await clock.pass(500);
      expect(names()).toHaveLength(50);
    }
    expect(server.lists.length - before).toBeLessThan(13);

    // What the stream falls silent of is gone after all
    await clock.pass(8 * MINUTE);
    expect(names()).toHaveLength(30);
  });

  it('believes lists within seconds of what the stream told of before they lacked it', async () => {
    const { server, clock, names } = await reflecting([item('a'), item('b')]);
    server.tell();
    await clock.pass(2 * MINUTE);
    server.tell({ type: 'MODIFIED', application: item('b') });
    server.items = [item('a')];
    await clock.pass(MINUTE + 10_000);
    expect(names()).toEqual(['a']);
  });

  it('doubts all of an instance where a list lacks more than half of it', async () => {
    const apps = ['a', 'b', 'c', 'd', 'e'].map(name => item(name));
    const { server, clock, reflector, names, stale } = await reflecting(apps);
    server.items = apps.slice(0, 2);
    server.tell();
    await clock.pass(0);
    expect(reflector.state).toMatchObject({
      status: 'stale',
      staleSince: expect.any(Number),
      problem: { code: 'listsFewer', params: { listed: 2, held: 5 } },
    });
    expect(stale()).toEqual(['a', 'b', 'c', 'd', 'e']);
    server.items = apps.slice(0, 4);
    await clock.pass(5_000);
    expect(reflector.state.status).toBe('connected');
    expect(stale()).toEqual(['e']);
    await clock.pass(5_000);
    expect(stale()).toEqual([]);
    expect(names()).toEqual(['a', 'b', 'c', 'd']);
  });

  it.each([
    ['a few', ['a'], ['b', 'c', 'd']],
    ['most', ['a', 'b', 'c'], ['d']],
  ])(
    'settles at once, without another list, what it doubted of %s when the stream tells that they are gone',
    async (_, gone, left) => {
      const all = [...gone, ...left].map(name => item(name));
      const { server, clock, reflector, names, stale } = await reflecting(all);
      server.tell();
      await clock.pass(MINUTE);
      server.items = left.map(name => item(name));
      await clock.pass(2 * MINUTE);
      expect(stale()).toEqual(expect.arrayContaining(gone));
      const lists = server.lists.length;
      for (const name of gone)
        server.tell({ type: 'DELETED', application: item(name) });
      await clock.pass(20);
      expect(names()).toEqual(left);
      expect(stale()).toEqual([]);
      expect(reflector.state).toMatchObject({ status: 'connected' });
      expect(reflector.state.problem).toBeUndefined();
      await clock.pass(MINUTE);
      expect(server.lists).toHaveLength(lists);
      await clock.pass(3 * MINUTE);
      expect(server.lists).toHaveLength(lists + 1);
    },
  );

  it('asks another list while anything is still in doubt', async () => {
    const { server, clock, names, stale } = await reflecting(
      ['a', 'b', 'c', 'd'].map(name => item(name)),
    );
    server.tell();
    await clock.pass(MINUTE);
    server.items = [item('c'), item('d')];
    await clock.pass(2 * MINUTE);
    server.tell({ type: 'DELETED', application: item('a') });
    await clock.pass(20);
    expect(stale()).toEqual(['b']);
    await clock.pass(10_000);
    expect(names()).toEqual(['c', 'd']);
  });

  it('does not take lists of one moment for two', async () => {
    const { server, clock, names } = await reflecting([item('a'), item('b')]);
    server.items = [item('a')];
    for (let time = 0; time < 3; time++) {
      server.endStream();
      await clock.pass(1_000);
    }
    expect(server.lists.length).toBeGreaterThan(2);
    expect(names()).toEqual(['a', 'b']);
  });

  it('believes no empty list of a server that starts, goes down and starts again', async () => {
    const { server, clock, reflector, names } = await reflecting([item('a')]);
    for (let start = 0; start < 3; start++) {
      server.listError = undefined;
      server.items = [];
      server.endStream();
      await clock.pass(4_000);
      expect(names()).toEqual(['a']);
      server.listError = down;
      await clock.pass(6_000);
      server.endStream();
      await clock.pass(MINUTE);
      expect(reflector.state.problem).toEqual(down.problem);
    }
    server.listError = undefined;
    await clock.pass(MINUTE);
    expect(names()).toEqual([]);
  });

  it('does not call an instance empty on its first list', async () => {
    const { server, clock, reflector, names } = await reflecting([]);
    expect(reflector.state).toMatchObject({
      status: 'connecting',
      staleSince: expect.any(Number),
      problem: { code: 'listsNothing' },
    });
    server.tell();
    server.items = [item('a')];
    await clock.pass(5_000);
    expect(names()).toEqual(['a']);
    expect(reflector.state.status).toBe('connected');
  });

  it('calls an instance empty once further lists confirm it, and not in doubt again', async () => {
    const { server, clock, reflector } = await reflecting([]);
    await clock.pass(5_000);
    expect(reflector.state.status).toBe('connecting');
    await clock.pass(5_000);
    expect(reflector.state.status).toBe('connected');
    expect(reflector.state.staleSince).toBeUndefined();
    const before = server.lists.length;
    await clock.pass(30 * MINUTE);
    expect(reflector.state.status).toBe('connected');
    expect(server.lists.length - before).toBeLessThan(12);
  });

  it('takes an empty list of a server that starts up back as soon as it lists all again', async () => {
    const apps = Array.from({ length: 10 }, (_, index) => item(`app-${index}`));
    const { server, clock, reflector, count } = await reflecting(apps);
    server.items = [];
    server.endStream();
    await clock.pass(2_000);
    expect(reflector.state.status).toBe('stale');
    server.items = apps;
    await clock.pass(6_000);
    expect(count()).toBe(10);
    expect(reflector.state.status).toBe('connected');
  });

  it('shows the rest of a list in which one item makes no sense, and counts it', async () => {
    const { reflector, names } = await reflecting([
      item('a'),
      { metadata: { name: 7 } },
      item('b'),
    ]);
    expect(names()).toEqual(['a', 'b']);
    expect(reflector.state.malformed).toBe(1);
  });

  it('goes on with a stream in which one item makes no sense, and counts it', async () => {
    const { server, clock, reflector, names } = await reflecting([item('a')]);
    server.tell();
    await clock.pass(0);
    const lists = server.lists.length;
    server.tell(
      { type: 'MODIFIED', application: { metadata: { name: 7 } } },
      { type: 'ADDED', application: { ...item('b'), status: 'Healthy' } },
      { type: 'ADDED', application: item('c') },
    );
    await clock.pass(1_000);
    expect(names()).toEqual(['a', 'c']);
    expect(reflector.state).toMatchObject({
      status: 'connected',
      malformed: 2,
    });
    expect(server.streams).toBe(1);
    expect(server.lists).toHaveLength(lists);
  });

  it('takes the last of several changes of one Application that arrive together', async () => {
    const { server, clock, named } = await reflecting([item('a'), item('b')]);
    server.tell();
    await clock.pass(0);
    const degraded = item('a', { health: { status: 'Degraded' } });
    server.tell(
      { type: 'MODIFIED', application: item('a') },
      { type: 'DELETED', application: item('a') },
      { type: 'ADDED', application: degraded },
      { type: 'MODIFIED', application: item('b') },
      { type: 'DELETED', application: item('b') },
    );
    await clock.pass(0);
    expect(named('a')).toMatchObject([{ health: 'Degraded' }]);
    expect(named('b')).toEqual([]);
  });

  it('keeps a revision that only the stream shows, as long as nothing else changes', async () => {
    const withoutRevision = item('a', { sync: { status: 'Synced' } });
    const { server, clock, named } = await reflecting([withoutRevision]);
    server.tell({ type: 'MODIFIED', application: item('a') });
    await clock.pass(4 * MINUTE);
    expect(named('a')[0].revision).toBe('a');
    server.items = [item('a', { sync: { status: 'OutOfSync' } })];
    await clock.pass(4 * MINUTE);
    expect(named('a')[0].revision).toBeUndefined();
  });
});
