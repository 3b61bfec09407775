import { VirtualClock } from '../../Clock';
import { Sandbox, startSandbox } from '../../Sandbox';
import { openStream } from '../../testing/client';
import { recorded } from '../../testing/recorded';
import { Application } from '../Application';
import { at } from '../Json';

let sandbox: Sandbox;
beforeAll(async () => {
  const clock = new VirtualClock(Date.parse('2026-11-23T05:00:00Z'));
  sandbox = await startSandbox({
    forge: false,
    clock,
    keepAliveMs: 20,
    instances: [{ name: 'all' }, { name: 'old', version: '3.0' }],
  });
});
afterAll(() => sandbox.close());

const listFields = recorded('list-masked-with-faults').request.query.fields;
const fields = `result.type,${listFields.replace(
  /items\./g,
  'result.application.',
)}`;

const suspended = (application: Application): Application => ({
  ...application,
  status: { ...application.status, health: { status: 'Suspended' } },
});
const annotated =
  (text: string) =>
  (application: Application): Application => ({
    ...application,
    metadata: { ...application.metadata, annotations: { text } },
  });

it('replays every Application without resourceVersion', async () => {
  const stream = await openStream(sandbox.argocd[0], { query: { fields } });
  const events = await stream.events(sandbox.argocd[0].store.size);
  stream.close();
  expect(new Set(events.map(event => event.type))).toEqual(new Set(['ADDED']));
  expect(events.map(event => event.name)).toEqual(
    sandbox.argocd[0].store.all().map(one => one.metadata.name),
  );
});

it('replays nothing from a resourceVersion, and writes events as recorded', async () => {
  const instance = sandbox.argocd[0];
  const opening = openStream(instance, {
    query: { fields, resourceVersion: instance.store.resourceVersion },
  });
  // Headers leave with the first write
  const stream = await opening;
  instance.change('pricing-dev', suspended);
  const [event] = await stream.events(1);
  instance.change('pricing-test', suspended);
  await stream.events(2);
  stream.close();
  expect(stream.contentType).toBe('text/event-stream');
  expect([event.type, event.name]).toEqual(['MODIFIED', 'pricing-dev']);
  expect(stream.text()).toMatch(
    /^(:\n)*data: \{"result":\{"application":\{.*\},"type":"MODIFIED"\}\} \n\n\n(:\n)*data: /,
  );
});

it('has the recorded keys under a mask, on every version', async () => {
  const keys = (application: Parameters<typeof at>[0]) => [
    Object.keys(at(application, 'metadata') as object),
    Object.keys(at(application, 'status') as object),
    Object.keys(at(application, 'status', 'sync') as object),
  ];
  for (const instance of sandbox.argocd) {
    const stream = await openStream(instance, {
      query: { fields, name: 'search-dev' },
    });
    const [event] = await stream.events(1);
    stream.close();
    expect(keys(event.application)).toEqual([
      ['creationTimestamp', 'labels', 'name', 'namespace'],
      ['health', 'operationState', 'summary', 'sync'],
      ['revision', 'status'],
    ]);
  }
});

it('writes a line an event to other clients, without keep-alive', async () => {
  const instance = sandbox.argocd[0];
  const opening = openStream(instance, {
    query: { resourceVersion: instance.store.resourceVersion },
    accept: 'text/event-stream, */*',
  });
  while (instance.openStreams === 0)
    await new Promise(resolve => setImmediate(resolve));
  instance.change('ledger-dev', suspended);
  const stream = await opening;
  await stream.events(1);
  stream.close();
  expect(stream.contentType).toBe('application/json');
  expect(stream.text()).toMatch(
    /^\{"result":\{"type":"MODIFIED","application":.*\}\}\n$/,
  );
});

it('suppresses payloads that are the same after masking', async () => {
  const instance = sandbox.argocd[0];
  const masked =
    'result.type,result.application.metadata.name,result.application.status.health.status';
  const stream = await openStream(instance, {
    query: { fields: masked, resourceVersion: instance.store.resourceVersion },
  });
  instance.change('orders-dev', suspended);
  instance.change('orders-dev', annotated('one'));
  instance.change('orders-dev', annotated('two'));
  instance.change('orders-test', suspended);
  const events = await stream.events(2);
  stream.close();
  expect(events.map(event => event.name)).toEqual([
    'orders-dev',
    'orders-test',
  ]);
});

it('tells of additions and removals', async () => {
  const instance = sandbox.argocd[0];
  const stream = await openStream(instance, {
    query: { fields, resourceVersion: instance.store.resourceVersion },
  });
  instance.setSize(1);
  instance.setSize(0);
  const events = await stream.events(2);
  stream.close();
  expect(events.map(event => [event.type, event.name])).toEqual([
    ['ADDED', 'svc-0001-dev'],
    ['DELETED', 'svc-0001-dev'],
  ]);
});
