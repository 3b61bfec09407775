import { Sandbox, startSandbox } from '../Sandbox';
import { askAgain } from '../testing/client';
import { comparable, Recorded, recorded } from '../testing/recorded';
import { at, Json, JsonObject, listAt } from './Json';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ forge: false, instances: [{ name: 'all' }] });
});
afterAll(() => sandbox.close());

const cases = [
  'payments-production',
  'orders-production',
  'catalog-staging',
  'search-test',
  'legacy-production',
  'alpha-production',
];

async function both(
  name: string,
): Promise<{ answer: Json; expected: Json; recording: Recorded }> {
  const recording = recorded(name);
  const answer = await askAgain(sandbox.argocd[0], recording);
  expect(answer.status).toBe(recording.response.status);
  return {
    answer: answer.json(),
    expected: recording.response.body,
    recording,
  };
}

/** History is as long as the seed's story; its entries have the recorded shape. */
function withoutHistory(application: Json): Json {
  const { status, ...rest } = comparable(application) as JsonObject;
  const { history, ...others } = status as JsonObject;
  return { ...rest, status: others };
}

describe.each(cases)('%s', name => {
  it('is answered as recorded', async () => {
    const { answer, expected } = await both(`get-${name}`);
    const [ours, theirs] = [
      withoutHistory(answer),
      withoutHistory(expected),
    ].map(fold);
    // The seed's first deployment made these; in the recording the namespaces' creation was still
    // in the result
    expect(ours).toEqual(theirs);
  });

  it('has the recorded history entries', async () => {
    const { answer, expected } = await both(`get-${name}`);
    const [ours] = listAt(answer, 'status', 'history').slice(-1);
    const [theirs] = listAt(expected, 'status', 'history').slice(-1);
    const keys = (entry: Json | undefined) =>
      Object.keys((entry ?? {}) as object).sort();
    expect(keys(ours)).toEqual(keys(theirs));
  });

  it('has the recorded resource tree', async () => {
    const { answer, expected } = await both(`tree-${name}`);
    expect(nodesOf(answer)).toEqual(nodesOf(expected));
  });

  it('is listed as recorded', async () => {
    const list = recorded('list-masked-with-faults');
    const answer = await askAgain(sandbox.argocd[0], list);
    const item = (body: Json) =>
      comparable(
        listAt(body, 'items').find(
          entry => at(entry, 'metadata', 'name') === name,
        ) ?? null,
      );
    expect(fold(item(answer.json()))).toEqual(fold(item(list.response.body)));
  });
});

/** The results of a later sync create no namespace and configure what is there. */
function fold(value: Json): Json {
  const text = JSON.stringify(value)
    .replace(
      /\{"group":"","hookPhase":"Running","kind":"Namespace"[^}]*\},?/g,
      '',
    )
    .replace(
      /(service|deployment\.apps)\/(\w+) (created|configured|unchanged)/g,
      '$1/$2 APPLIED',
    );
  return JSON.parse(text);
}

/**
 * Nodes by kind, name, health, images and parent; old ReplicaSets are as many as the seed had
 * versions.
 */
function nodesOf(body: Json): Json[] {
  const nodes = listAt(comparable(body), 'nodes').map(node => {
    const { info, networkingInfo, createdAt, ...rest } = node as JsonObject;
    const reasons = listAt(info).filter(
      entry => at(entry, 'name') === 'Status Reason',
    );
    return JSON.stringify({ ...rest, reasons }).replace(
      /(-[0-9a-z]{8,10})(?=")/g,
      '-HASH',
    );
  });
  return [...new Set(nodes)].sort();
}

it('lists the events that say why an ExternalSecret fails', async () => {
  const recording = recorded('events-of-externalsecret');
  const record = sandbox.argocd[0].controller.record('payments-production');
  const live = record?.cluster.live.get(
    'external-secrets.io/ExternalSecret/payments-production/payments-secrets',
  );
  const query = { ...recording.request.query, resourceUID: live?.uid ?? '' };
  const answer = await askAgain(sandbox.argocd[0], {
    ...recording,
    request: { ...recording.request, query },
  });
  const [event] = listAt(answer.json(), 'items');
  const [expected] = listAt(recording.response.body, 'items');
  const words = (entry: Json) => [
    at(entry, 'message'),
    at(entry, 'reason'),
    at(entry, 'type'),
    at(entry, 'involvedObject', 'kind'),
  ];
  expect(words(event)).toEqual(words(expected));
  expect(Object.keys(event as object).sort()).toEqual(
    Object.keys(expected as object).sort(),
  );
});

it('lists the events of the failed migration', async () => {
  const recording = recorded('events-of-failed-job');
  const record = sandbox.argocd[0].controller.record('orders-production');
  const live = record?.cluster.live.get(
    'batch/Job/orders-production/orders-migrate',
  );
  const query = { ...recording.request.query, resourceUID: live?.uid ?? '' };
  const answer = await askAgain(sandbox.argocd[0], {
    ...recording,
    request: { ...recording.request, query },
  });
  const reasons = (body: Json) =>
    listAt(body, 'items').map(event => at(event, 'reason'));
  expect(reasons(answer.json())).toEqual(reasons(recording.response.body));
});

it('shows the wanted state of what was never applied', async () => {
  const { answer, expected } = await both(
    'managed-resources-payments-production',
  );
  const states = (body: Json) =>
    listAt(body, 'items').map(item => [
      at(item, 'kind'),
      at(item, 'targetState'),
      at(item, 'liveState') === 'null',
      at(item, 'modified'),
    ]);
  expect(states(answer)).toEqual(states(expected));
});

it('answers the rolling ApplicationSet with the step that waits', async () => {
  const { answer, expected } = await both('applicationset-rolling');
  const alpha = (body: Json) => {
    const { status } = comparable(body) as JsonObject;
    const entry = listAt(status, 'applicationStatus').find(
      one => at(one, 'application') === 'alpha-production',
    );
    return [entry, at(status, 'health'), listAt(status, 'conditions')];
  };
  expect(alpha(answer)).toEqual(alpha(expected));
});

it.each([
  'resource-externalsecret-degraded',
  'resource-externalsecret-healthy',
])('answers %s', async name => {
  const { answer, expected } = await both(name);
  const manifest = (body: Json) => {
    const parsed = JSON.parse(String(at(body, 'manifest'))) as JsonObject;
    const { syncedResourceVersion, ...status } = parsed.status as JsonObject;
    return comparable({ ...parsed, status });
  };
  expect(manifest(answer)).toEqual(manifest(expected));
});

it('redacts the values of a Secret', async () => {
  const { answer, expected } = await both('resource-secret-redacted');
  const data = (body: Json) =>
    at(JSON.parse(String(at(body, 'manifest'))), 'data');
  expect(data(answer)).toEqual(data(expected));
});
