import { mockServices } from '@backstage/backend-test-utils';
import { ArgoCdError } from '../argocd/ArgoCdError';
import { Inventory } from '../inventory/Inventory';
import { FakeClock } from '../__testUtils__/FakeClock';
import { recordedClient } from '../__testUtils__/recordedClient';
import { reader } from '../__testUtils__/recordings';
import { item } from '../__testUtils__/ScriptedArgoCd';
import { Diagnostician } from './Diagnostician';

const failed = {
  operationState: { phase: 'Failed', finishedAt: '2026-11-23T05:31:41Z' },
};
const recording = recordedClient({
  get: 'get-orders-production',
  tree: 'tree-orders-production',
});

function setUp(options: { watched?: string[] } = {}) {
  const inventory = new Inventory({ serviceLabel: 'app.kubernetes.io/name' });
  const clock = new FakeClock();
  const ended = new AbortController();
  const asked: string[] = [];
  const requests = { total: 0 };
  const held: (() => void)[] = [];
  const state = {
    error: undefined as ArgoCdError | undefined,
    treeError: undefined as ArgoCdError | undefined,
    hold: false,
  };
  const diagnostician = new Diagnostician({
    instance: 'eu-central',
    inventory,
    clock,
    logger: mockServices.logger.mock(),
    isWatched: ({ name }) => options.watched?.includes(name) ?? false,
    onDiagnosed: () => {},
    random: () => 0.5,
    client: {
      ...recording,
      async get(application, signal) {
        asked.push(application.name);
        requests.total += 1;
        if (state.hold) {
          await new Promise<void>(resolve => {
            held.push(resolve);
          });
        }
        if (state.error) throw state.error;
        return recording.get(application, signal);
      },
      async resourceTree(application, signal) {
        requests.total += 1;
        if (state.treeError) throw state.treeError;
        return recording.resourceTree(application, signal);
      },
    },
  });
  diagnostician.start(ended.signal);
  const change = (name: string, status: object = failed) =>
    inventory.apply([
      { type: 'MODIFIED', application: reader.read(item(name, { ...status })) },
    ]);
  const list = (count: number, status: object = failed) =>
    inventory.replace(
      'eu-central',
      Array.from({ length: count }, (_, index) =>
        reader.read({ ...item(`app-${index}`), status }),
      ),
    );
  /** Applications asked for while time passes */
  const askedIn = async (ms: number) => {
    const before = asked.length;
    await clock.pass(ms);
    return asked.length - before;
  };
  const prefer = (name: string) =>
    diagnostician.prefer(inventory.named(name)[0]);
  const diagnosisOf = (name: string) =>
    diagnostician.of(inventory.named(name)[0]);
  const tools = { change, list, askedIn, prefer, diagnosisOf };
  return { clock, inventory, asked, requests, held, state, ...tools };
}

const MINUTE = 60_000;

describe('Diagnostician', () => {
  it('asks once per change of what is not well, and never for what is', async () => {
    const { clock, asked, change, diagnosisOf } = setUp();
    change('well', { operationState: { phase: 'Succeeded' } });
    change('orders');
    await clock.pass(60_000);
    expect(asked).toEqual(['orders']);
    expect(
      diagnosisOf('orders')?.operation?.resources.map(({ kind }) => kind),
    ).toEqual(['ExternalSecret', 'Job']);
    change('orders', { ...failed, health: { status: 'Degraded' } });
    expect(diagnosisOf('orders')).toBeUndefined();
    await clock.pass(60_000);
    expect(asked).toEqual(['orders', 'orders']);
  });

  it('asks a few at a time, those that someone looks at first', async () => {
    const { clock, asked, held, state, change } = setUp({ watched: ['seen'] });
    state.hold = true;
    for (let index = 0; index < 10; index++) change(`app-${index}`);
    change('seen');
    await clock.pass(0);
    expect(asked).toHaveLength(4);
    held.shift()!();
    await clock.pass(0);
    expect(asked[4]).toBe('seen');
  });

  it('puts before others what someone begins to look at, asking for it no more than once', async () => {
    const { clock, asked, held, state, change, prefer } = setUp();
    state.hold = true;
    for (let index = 0; index < 10; index++) change(`app-${index}`);
    await clock.pass(0);
    prefer('app-0');
    prefer('app-9');
    prefer('app-9');
    for (let step = 0; step < 10; step++) {
      held.shift()?.();
      await clock.pass(0);
    }
    expect(asked[4]).toBe('app-9');
    expect([...asked].sort()).toEqual(
      Array.from({ length: 10 }, (_, index) => `app-${index}`),
    );
  });

  it('is not hurried by those who look at what could not be asked for', async () => {
    const { clock, asked, state, change, prefer } = setUp();
    state.error = new ArgoCdError('serverError', 'Argo CD answered 500');
    change('orders');
    for (let look = 0; look < 50; look++) {
      await clock.pass(100);
      prefer('orders');
    }
    expect(asked).toHaveLength(1);
  });

  it('does not take what was read while the Application changed for a diagnosis of either', async () => {
    const { clock, asked, held, state, change, diagnosisOf } = setUp();
    state.hold = true;
    change('orders');
    await clock.pass(0);
    change('orders', { ...failed, health: { status: 'Degraded' } });
    state.hold = false;
    held.shift()!();
    await clock.pass(0);
    expect(diagnosisOf('orders')).toBeUndefined();
    await clock.pass(2_000);
    expect(asked).toHaveLength(2);
    expect(diagnosisOf('orders')).toBeDefined();
  });

  it('tries again some seconds after it could not ask', async () => {
    const { clock, asked, state, change, diagnosisOf } = setUp();
    state.error = new ArgoCdError('serverError', 'Argo CD answered 500');
    change('orders');
    await clock.pass(10_000);
    expect(asked).toHaveLength(1);
    state.error = undefined;
    await clock.pass(10_000);
    expect(diagnosisOf('orders')).toBeDefined();
  });

  it('says what it could read, and reads again what may be readable later, less and less often', async () => {
    const { clock, asked, state, change, prefer, diagnosisOf } = setUp();
    state.treeError = new ArgoCdError('serverError', 'Argo CD answered 500');
    change('orders');
    await clock.pass(10_000);
    expect(diagnosisOf('orders')?.operation).toBeDefined();
    expect(diagnosisOf('orders')?.pods).toBeUndefined();
    prefer('orders');
    await clock.pass(60 * 60_000);
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.length).toBeLessThan(15);
    state.treeError = undefined;
    await clock.pass(10 * 60_000);
    expect(diagnosisOf('orders')?.pods).toHaveLength(1);
    const total = asked.length;
    await clock.pass(60 * 60_000);
    expect(asked).toHaveLength(total);
  });

  it('does not ask again for what the account may not read', async () => {
    const { clock, asked, state, change, diagnosisOf } = setUp();
    state.treeError = new ArgoCdError('forbidden', 'Argo CD answered 403');
    change('orders');
    await clock.pass(600_000);
    expect(diagnosisOf('orders')).toBeDefined();
    expect(asked).toHaveLength(1);
  });

  it('asks for an Application that changes all the time no more than once a second', async () => {
    const { clock, asked, change } = setUp();
    for (let step = 0; step < 100; step++) {
      change('orders', {
        ...failed,
        health: { status: step % 2 ? 'Degraded' : 'Progressing' },
      });
      await clock.pass(100);
    }
    expect(asked.length).toBeLessThanOrEqual(11);
  });

  it('asks nothing of Applications that no controller has looked at', async () => {
    const { clock, requests, list, prefer } = setUp();
    list(10_000, {});
    prefer('app-0');
    await clock.pass(MINUTE);
    expect(requests.total).toBe(0);
  });

  it('diagnoses what is not well before any number of well Applications whose version the list does not tell', async () => {
    const { clock, asked, inventory, diagnosisOf } = setUp();
    const unclear = {
      operationState: { phase: 'Succeeded' },
      summary: { images: ['registry/a:1', 'registry/b:2'] },
    };
    const wells = Array.from({ length: 6_000 }, (_, index) =>
      item(`well-${index}`, unclear),
    );
    inventory.replace(
      'eu-central',
      [...wells, item('orders', failed)].map(one => reader.read(one)),
    );
    await clock.pass(0);
    expect(diagnosisOf('orders')).toBeDefined();
    expect(asked.indexOf('orders')).toBeLessThan(5);
    await clock.pass(MINUTE);
    expect(new Set(asked).size).toBe(6_001);
    expect(asked).toHaveLength(6_001);
  });

  it('puts what fails while it waits among the well before them', async () => {
    const { clock, asked, held, state, change } = setUp();
    state.hold = true;
    const images = ['registry/a:1', 'registry/b:2'];
    for (let index = 0; index < 10; index++)
      change(`app-${index}`, { summary: { images } });
    change('app-9', { ...failed, summary: { images } });
    held.shift()!();
    await clock.pass(0);
    expect(asked[4]).toBe('app-9');
    state.hold = false;
    held.forEach(resolve => resolve());
    await clock.pass(MINUTE);
    expect(asked.filter(name => name === 'app-9')).toHaveLength(1);
  });

  it('diagnoses no more often for having seen many changes', async () => {
    const { clock, state, change, askedIn } = setUp();
    state.treeError = new ArgoCdError('serverError', 'Argo CD answered 500');
    for (let time = 0; time < 200; time++) {
      change('orders', { ...failed, health: { status: `${time}` } });
      await clock.pass(1_000);
    }
    await clock.pass(MINUTE);
    expect(await askedIn(60 * MINUTE)).toBeLessThanOrEqual(6);
  });

  it.each(['unauthorized', 'forbidden', 'unreachable', 'serverError'] as const)(
    'makes no storm of an instance that fails (%s), and goes on at once when it answers',
    async problem => {
      const { clock, inventory, state, list, askedIn, diagnosisOf } = setUp();
      state.error = new ArgoCdError(problem, 'Argo CD failed');
      list(1_000);
      expect(await askedIn(MINUTE)).toBeLessThan(15);
      expect(await askedIn(10 * MINUTE)).toBeLessThan(40);
      state.error = undefined;
      await clock.pass(MINUTE);
      const isDiagnosed = ({ name }: { name: string }) => diagnosisOf(name);
      expect([...inventory.all()].filter(isDiagnosed)).toHaveLength(1_000);
    },
  );

  it('asks no sooner than the server wants it to', async () => {
    const { asked, state, list, askedIn } = setUp();
    state.error = new ArgoCdError('rateLimited', 'fewer', {
      retryAfterMs: MINUTE,
    });
    list(1_000);
    expect(asked).toHaveLength(4);
    expect(await askedIn(MINUTE - 1)).toBe(0);
    expect(await askedIn(10 * MINUTE)).toBe(10);
  });

  it('asks slowly while the parts of all Applications are away, those first that someone looks at', async () => {
    const { clock, requests, state, list, askedIn, prefer, diagnosisOf } =
      setUp();
    state.treeError = new ArgoCdError('serverError', 'Argo CD answered 500');
    list(1_000);
    expect(await askedIn(MINUTE)).toBeLessThan(25);
    prefer('app-900');
    await clock.pass(5_000);
    expect(diagnosisOf('app-900')?.operation).toBeDefined();
    const before = requests.total;
    await clock.pass(60 * MINUTE);
    expect(requests.total - before).toBeLessThan(60 * 12 * 2 + 5);
  });

  it('is not slowed down by one Application whose parts are away', async () => {
    const { state, asked, list, askedIn } = setUp();
    list(1);
    state.treeError = new ArgoCdError('serverError', 'Argo CD answered 500');
    await askedIn(0);
    state.treeError = undefined;
    list(500);
    await askedIn(5_000);
    expect(new Set(asked).size).toBe(500);
  });
});
