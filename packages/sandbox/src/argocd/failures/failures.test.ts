import { VirtualClock } from '../../Clock';
import { Sandbox, startSandbox } from '../../Sandbox';
import { ask, EventStream, openStream } from '../../testing/client';
import { Application } from '../Application';
import { ArgoCD } from '../ArgoCD';
import { at, Json, listAt } from '../Json';
import { failures } from './failures';

let sandbox: Sandbox;
let instance: ArgoCD;
let clock: VirtualClock;
beforeAll(async () => {
  clock = new VirtualClock(Date.parse('2026-11-23T05:00:00Z'));
  sandbox = await startSandbox({
    forge: false,
    seed: false,
    clock,
    keepAliveMs: 20,
    instances: [{ name: 'all' }],
    applications: 200,
  });
  [instance] = sandbox.argocd;
});
afterEach(() => instance.setFailure(null));
afterAll(() => sandbox.close());

const list = () => ask(instance, '/api/v1/applications');
const follow = () =>
  openStream(instance, {
    query: { resourceVersion: instance.store.resourceVersion },
  });
const versionIn = (application: Json) =>
  Number(at(application, 'metadata', 'resourceVersion'));
const touched =
  (text: string) =>
  (application: Application): Application => ({
    ...application,
    metadata: { ...application.metadata, annotations: { text } },
  });

it('refuses connections during an outage, and comes back at the same address', async () => {
  await instance.setFailure('outage');
  await expect(list()).rejects.toMatchObject({
    cause: { code: 'ECONNREFUSED' },
  });
  await instance.setFailure(null);
  expect((await list()).status).toBe(200);
});

it('resets connections where that is asked for, and ends open streams', async () => {
  const stream = await follow();
  await instance.setFailure('outage', { reset: true });
  expect(await stream.ended).toBe('broken off');
  await expect(list()).rejects.toMatchObject({
    cause: { code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/) },
  });
});

it.each([
  ['unauthorized', 401],
  ['forbidden', 403],
  ['not-found', 404],
  ['too-many-requests', 429],
  ['internal-error', 500],
])('answers %s', async (name, status) => {
  await instance.setFailure(name);
  const answer = await list();
  expect(answer.status).toBe(status);
});

it('lists and answers Applications without its cache, but no trees', async () => {
  await instance.setFailure('lost-cache');
  expect((await list()).status).toBe(200);
  const path = '/api/v1/applications/svc-0001-dev';
  expect((await ask(instance, path)).status).toBe(200);
  expect((await ask(instance, `${path}/syncwindows`)).status).toBe(200);
  const tree = 'error getting cached app resource tree: cache: key is missing';
  for (const [below, query, message] of [
    ['resource-tree', {}, tree],
    ['resource', { kind: 'Pod' }, `error getting app resources: ${tree}`],
    ['events', { resourceUID: 'a' }, `error getting app resources: ${tree}`],
    [
      'managed-resources',
      {},
      'error getting cached app managed resources: cache: key is missing',
    ],
  ] as const) {
    const answer = await ask(instance, `${path}/${below}`, {
      query: query as Record<string, string>,
    });
    expect(answer.status).toBe(500);
    expect(answer.json()).toEqual({ error: message, code: 2, message });
  }
});

it('says when to come back', async () => {
  await instance.setFailure('too-many-requests', { retryAfterSeconds: 7 });
  expect((await list()).headers.get('retry-after')).toBe('7');
});

it('answers HTML with 200', async () => {
  await instance.setFailure('html');
  const answer = await list();
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    'text/html; charset=utf-8',
  ]);
});

it('answers half a JSON', async () => {
  await instance.setFailure('half-json');
  const answer = await list();
  expect(answer.status).toBe(200);
  expect(() => answer.json()).toThrow(SyntaxError);
});

it('hangs until the failure ends', async () => {
  await instance.setFailure('hang');
  const hanging = list().then(
    () => 'answered',
    () => 'broken off',
  );
  const first = await Promise.race([
    hanging,
    new Promise(resolve => setTimeout(() => resolve('nothing'), 50)),
  ]);
  expect(first).toBe('nothing');
  await instance.setFailure(null);
  expect(await hanging).toBe('broken off');
});

it('takes its time', async () => {
  await instance.setFailure('slow', { delayMs: 60 });
  const before = Date.now();
  expect((await list()).status).toBe(200);
  expect(Date.now() - before).toBeGreaterThanOrEqual(55);
});

it('answers an empty list while starting up', async () => {
  await instance.setFailure('empty-list');
  expect((await list()).json()).toMatchObject({ items: null });
});

it('knows fewer Applications after a restart, without a word about the others', async () => {
  const stream = await follow();
  await instance.setFailure('fewer-applications', { share: 0.5 });
  await stream.ended;
  const left = listAt((await list()).json(), 'items').length;
  expect(left).toBeGreaterThan(60);
  expect(left).toBeLessThan(140);
  expect(stream.text()).not.toContain('DELETED');
});

it('loses a share of the events silently', async () => {
  const stream = await follow();
  await instance.setFailure('lost-events', { share: 0.14 });
  const names = instance.store
    .all()
    .map(application => application.metadata.name);
  const rounds = ['1', '2', '3', '4', '5'];
  rounds.forEach(round =>
    names.forEach(name => instance.change(name, touched(round))),
  );
  await instance.setFailure(null);
  instance.change(names[0], touched('last'));
  const events = await stream.events(861);
  stream.close();
  expect(events).toHaveLength(861);
});

it('repeats, some time after a share of the events, the event before of the same Application', async () => {
  await instance.setFailure('repeated-events', { share: 0.5, afterMs: 700 });
  const stream = await follow();
  for (const text of ['1', '2', '3', '4', '5'])
    instance.change('svc-0001-dev', touched(text));
  clock.advance(699);
  instance.change('svc-0002-dev', touched('other'));
  const before = await stream.events(6);
  clock.advance(1);
  const events = await stream.events(8);
  stream.close();
  expect(before).toHaveLength(6);
  const texts = events.map(({ name, application }) => [
    name,
    at(application, 'metadata', 'annotations', 'text'),
  ]);
  expect(texts.slice(6)).toEqual([
    ['svc-0001-dev', '2'],
    ['svc-0001-dev', '4'],
  ]);
  expect(
    events
      .slice(6)
      .every(
        ({ application }) =>
          versionIn(application) < versionIn(events[4].application),
      ),
  ).toBe(true);
});

describe('with replicas of which one lags by 5 s', () => {
  const path = '/api/v1/applications/svc-0001-dev';
  /** What each of two replicas answers now: which one answers depends on the time. */
  async function bothAnswer<T>(read: () => Promise<T>): Promise<Set<string>> {
    const answers = new Set<string>();
    for (let times = 0; times < 12; times++) {
      answers.add(JSON.stringify(await read()));
      clock.advance(1);
    }
    return answers;
  }
  const listed = async () => {
    const item = listAt((await list()).json(), 'items').find(
      one => at(one, 'metadata', 'name') === 'svc-0001-dev',
    );
    return at(item, 'metadata', 'annotations', 'text');
  };
  beforeEach(async () => {
    instance.change('svc-0001-dev', touched('old'));
    await instance.setFailure('lagging-replicas', { lagMs: 5000 });
    instance.change('svc-0001-dev', touched('new'));
  });

  it('lists the past or the present, with its resourceVersion, until the lag is over', async () => {
    expect(await bothAnswer(listed)).toEqual(new Set(['"old"', '"new"']));
    const versions = await bothAnswer(async () =>
      at((await list()).json(), 'metadata', 'resourceVersion'),
    );
    expect(versions.size).toBe(2);
    clock.advance(5000);
    expect(await bothAnswer(listed)).toEqual(new Set(['"new"']));
  });

  it('answers for the Application itself from the Kubernetes API', async () => {
    const read = async () =>
      at((await ask(instance, path)).json(), 'metadata', 'annotations', 'text');
    expect(await bothAnswer(read)).toEqual(new Set(['"new"']));
  });

  it('has no tree of an Application that a replica does not know yet', async () => {
    const application = instance.store.get('svc-0001-dev')!;
    const metadata = { ...application.metadata, name: 'young' };
    instance.add({ ...application, metadata });
    const statusOf = (below: string, query = {}) =>
      bothAnswer(async () => {
        const young = `/api/v1/applications/young${below}`;
        return (await ask(instance, young, { query })).status;
      });
    const project = { project: application.spec.project };
    expect(await statusOf('')).toEqual(new Set(['200']));
    for (const below of ['/resource-tree', '/managed-resources']) {
      expect(await statusOf(below, project)).toEqual(new Set(['200', '404']));
      expect(await statusOf(below)).toEqual(new Set(['200', '403']));
    }
    clock.advance(5000);
    expect(await statusOf('/resource-tree')).toEqual(new Set(['200']));
    instance.remove('young');
  });

  /** Streams to both replicas: which one a stream is of depends on when it was opened. */
  async function openMany(): Promise<EventStream[]> {
    const opened = [];
    for (let times = 0; times < 12; times++) {
      opened.push(await follow());
      clock.advance(1);
    }
    return opened;
  }
  /** What was sent before has arrived once two more keep-alives have. */
  async function arrived({ text }: EventStream): Promise<void> {
    const beats = () => text().match(/^:$/gm)?.length ?? 0;
    const before = beats();
    while (beats() < before + 2)
      await new Promise(resolve => setImmediate(resolve));
  }

  it('streams late from the replica that lags, and not at all what is older than asked for', async () => {
    instance.store.nextVersion();
    const opened = await openMany();
    const heard = () => opened.filter(one => one.text().includes('newer'));
    instance.change('svc-0001-dev', touched('newer'));
    await Promise.all(opened.map(arrived));
    expect(heard().length).toBeGreaterThan(0);
    expect(heard().length).toBeLessThan(opened.length);
    clock.advance(5000);
    await Promise.all(opened.map(one => one.events(1)));
    expect(heard()).toHaveLength(opened.length);
    expect(opened.some(one => one.text().includes('"new"'))).toBe(false);
    opened.forEach(one => one.close());
  });

  it('streams at once what is still to come when the lag ends', async () => {
    const opened = await openMany();
    instance.change('svc-0001-dev', touched('newer'));
    await instance.setFailure(null);
    instance.change('svc-0001-dev', touched('newest'));
    await Promise.all(opened.map(one => one.events(2)));
    opened.forEach(one => one.close());
    expect(await bothAnswer(listed)).toEqual(new Set(['"newest"']));
  });
});

it('cuts streams in the middle of a line', async () => {
  const stream = await follow();
  await instance.setFailure('cut-streams', { midLine: true, everyMs: 0 });
  expect(await stream.ended).toBe('broken off');
  expect(stream.text()).not.toMatch(/\n$/);
});

it('cuts streams between events', async () => {
  const stream = await follow();
  instance.change('svc-0001-dev', touched('before the cut'));
  await instance.setFailure('cut-streams', { midLine: false, everyMs: 0 });
  expect(await stream.ended).toBe('ended');
  expect(stream.text()).toMatch(/\n\n\n(:\n)*$/);
});

it('falls silent: no event and no keep-alive', async () => {
  const stream = await follow();
  await instance.setFailure('silent-stream');
  // What was written before has arrived
  await list();
  await new Promise(resolve => setTimeout(resolve, 10));
  const before = stream.text();
  instance.change('svc-0001-dev', touched('unheard'));
  await new Promise(resolve => setTimeout(resolve, 60));
  expect(stream.text()).toBe(before);
  stream.close();
});

it('says what an option may be', async () => {
  await expect(
    instance.setFailure('lost-events', { share: 2 }),
  ).rejects.toThrow('The option share must be a number from 0 to 1');
  await expect(instance.setFailure('nonsense')).rejects.toThrow(
    'There is no failure named nonsense',
  );
});

it('has a test for every failure', () => {
  expect(failures.map(failure => failure.name)).toEqual([
    'outage',
    'unauthorized',
    'forbidden',
    'not-found',
    'too-many-requests',
    'internal-error',
    'lost-cache',
    'html',
    'half-json',
    'hang',
    'slow',
    'empty-list',
    'fewer-applications',
    'lost-events',
    'repeated-events',
    'cut-streams',
    'silent-stream',
    'lagging-replicas',
  ]);
});
