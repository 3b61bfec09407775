import type { IncomingMessage, ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { recorded } from '../__testUtils__/recordings';
import { ScriptedServer } from '../__testUtils__/ScriptedServer';
import { ArgoCdClient } from './ArgoCdClient';
import { Credentials, givenToken, userSession } from './Credentials';
import { Transport } from './Transport';

const TOKEN = 'marker-token-1234';
const orders = { namespace: 'argocd', name: 'orders', project: 'team-b' };
const { signal } = new AbortController();

let server: ScriptedServer;
let transport: Transport;
let answer: (req: IncomingMessage, res: ServerResponse) => void;

beforeEach(async () => {
  server = await ScriptedServer.start((req, res) => answer(req, res));
  transport = new Transport({ url: server.url });
});
afterEach(async () => {
  await transport.close();
  await server.stop();
});

function clientWith(
  options: {
    credentials?: Credentials;
    listMs?: number;
    streamIdleMs?: number;
  } = {},
) {
  const { credentials = givenToken(TOKEN), streamIdleMs = 5_000 } = options;
  const limits = { requestMs: 300, listMs: 400, ...options, streamIdleMs };
  return new ArgoCdClient({ transport, credentials, limits });
}

const json = (res: ServerResponse, body: unknown, status = 200) =>
  res.writeHead(status).end(JSON.stringify(body));

/** Keeps items as they are. */
const asItIs = (item: unknown) => item;

const paths = () => server.requests.map(({ url }) => url!.split('?')[0]);
const query = (index = 0) =>
  Object.fromEntries(
    new URL(server.requests[index].url!, server.url).searchParams,
  );

describe('the list', () => {
  it('is masked, with the parts of the spec or all of it', async () => {
    answer = (_, res) => json(res, recorded('list-masked'));
    const { resourceVersion, items } = await clientWith().list({
      mask: 'parts',
      read: asItIs,
      signal,
    });
    expect(resourceVersion).toBe('5214');
    expect(items).toHaveLength(70);
    await clientWith().list({ mask: 'whole', read: asItIs, signal });
    const [parts, whole] = [query(0), query(1)].map(({ fields }) =>
      fields.split(','),
    );
    expect(parts).toContain('items.spec.destination');
    expect(parts).not.toContain('items.spec');
    expect(whole).toContain('items.spec');
    expect(whole.some(field => field.startsWith('items.spec.'))).toBe(false);
    expect(parts).toContain('items.status.sync.revision');
  });

  it('that is empty has null for items', async () => {
    answer = (_, res) => json(res, recorded('list-empty'));
    const { items } = await clientWith().list({
      mask: 'parts',
      read: asItIs,
      signal,
    });
    expect(items).toEqual([]);
  });

  it.each([
    [{}, 'metadata'],
    [{ metadata: { resourceVersion: 5 } }, 'metadata.resourceVersion'],
    [{ metadata: { resourceVersion: '5' }, items: {} }, 'items'],
    [null, 'the answer itself'],
    ['marker', 'the answer itself'],
  ])('that is %j is nonsense', async (body, place) => {
    answer = (_, res) => json(res, body);
    await expect(
      clientWith().list({ mask: 'parts', read: asItIs, signal }),
    ).rejects.toMatchObject({
      kind: 'nonsense',
      message: `Argo CD answered applications with something unexpected (at ${place})`,
    });
  });

  it('has its own time limit', async () => {
    answer = () => {};
    await expect(
      clientWith().list({ mask: 'parts', read: asItIs, signal }),
    ).rejects.toThrow('within 0.4 s');
    await expect(clientWith().get(orders, signal)).rejects.toThrow(
      'within 0.3 s',
    );
  });
});

describe('rendered manifests', () => {
  it('are asked for at the commit of each source, also where the spec lists a single one', async () => {
    answer = (_, res) => json(res, { manifests: ['{"kind":"Service"}'] });
    const at = (...revisions: string[]) =>
      clientWith({ listMs: 30_000 }).rendered(orders, revisions, signal);
    expect(await at('abc')).toEqual(['{"kind":"Service"}']);
    await at('1.2.0', 'abc');
    await at();
    expect(paths()[0]).toBe('/api/v1/applications/orders/manifests');
    expect(server.requests.map(({ url }) => url!.split('?')[1])).toEqual([
      'project=team-b&appNamespace=argocd&revision=abc&revisions=abc&sourcePositions=1',
      'project=team-b&appNamespace=argocd&revisions=1.2.0&revisions=abc&sourcePositions=1&sourcePositions=2',
      'project=team-b&appNamespace=argocd',
    ]);
  });

  it('are not read where they are larger than 8 MB', async () => {
    answer = (_, res) =>
      json(res, { manifests: Array(9_000).fill('x'.repeat(1_024)) });
    await expect(
      clientWith({ listMs: 30_000 }).rendered(orders, [], signal),
    ).rejects.toMatchObject({ problem: { code: 'tooLarge' } });
  });
});

describe('the stream', () => {
  const read = async (client = clientWith()) => {
    const types = [];
    const options = { mask: 'parts', resourceVersion: '7', signal } as const;
    for await (const batch of client.stream(options))
      types.push(...batch.map(({ type }) => type));
    return types;
  };
  const begun = (res: ServerResponse) =>
    res.writeHead(200, { 'content-type': 'text/event-stream' });

  it('is read from where the list ended, masked alike', async () => {
    answer = (_, res) =>
      begun(res).end(
        'data: {"result":{"type":"DELETED","application":{}}}\n\n\n',
      );
    await expect(read()).resolves.toEqual(['DELETED']);
    expect(paths()).toEqual(['/api/v1/stream/applications']);
    const { resourceVersion, fields } = query();
    expect(resourceVersion).toBe('7');
    expect(fields.split(',')).toEqual(
      expect.arrayContaining([
        'result.type',
        'error',
        'result.application.metadata.namespace',
        'result.application.spec.source',
      ]),
    );
  });

  it.each<[string, () => void]>([
    [
      'before its first byte',
      () => {
        answer = () => {};
      },
    ],
    [
      'after it',
      () => {
        answer = (_, res) => begun(res).write(':\n');
      },
    ],
  ])('that is silent %s is given up', async (_, arrange) => {
    arrange();
    await expect(read(clientWith({ streamIdleMs: 100 }))).rejects.toMatchObject(
      { kind: 'timeout' },
    );
  });

  it('that ends with an error repeating the token is quoted without it', async () => {
    answer = (req, res) =>
      begun(res).end(
        `data: ${JSON.stringify({
          error: { message: `bad ${req.headers.authorization}` },
        })}\n\n`,
      );
    await expect(read()).rejects.toThrow(
      'Argo CD ended the stream of changes: bad ***',
    );
  });

  it('that is cut amid a line breaks', async () => {
    answer = (_, res) => begun(res).write('data: {"res', () => res.destroy());
    await expect(read()).rejects.toMatchObject({ kind: 'unreachable' });
  });
});

describe('an Application', () => {
  it('is always asked for with its project, so that a missing one is 404', async () => {
    answer = (_, res) => json(res, recorded('error-missing-with-project'), 404);
    const client = clientWith();
    const requests = [
      client.get(orders, signal),
      client.resourceTree(orders, signal),
      client.managedResources(orders, signal),
      client.events(orders, { namespace: 'a', name: 'b', uid: 'c' }, signal),
      client.syncWindows(orders, signal),
    ];
    for (const request of await Promise.allSettled(requests))
      expect(request).toMatchObject({
        reason: {
          kind: 'notFound',
          message:
            'Argo CD does not know the address or the Application (404: applications.argoproj.io "nope" not found)',
        },
      });
    server.requests.forEach((_, index) =>
      expect(query(index)).toMatchObject({
        project: 'team-b',
        appNamespace: 'argocd',
      }),
    );
  });

  it('keeps to its own path, whatever its name', async () => {
    answer = (_, res) => json(res, {}, 404);
    const name = 'a/b?c#<d> ü';
    await clientWith()
      .get({ ...orders, name }, signal)
      .catch(() => {});
    expect(paths()).toEqual([
      `/api/v1/applications/${encodeURIComponent(name)}`,
    ]);
  });

  it('is read as recorded', async () => {
    const answers: Record<string, unknown> = {
      '': recorded('get-orders-production'),
      '/resource-tree': recorded('tree-orders-production'),
      '/managed-resources': recorded('managed-resources-payments-production'),
      '/events': recorded('events-of-failed-job'),
      '/syncwindows': recorded('windows-active-deny'),
      '/resource': recorded('resource-externalsecret-degraded'),
    };
    answer = (req, res) =>
      json(res, answers[req.url!.split('?')[0].split('/orders')[1]]);
    const client = clientWith();
    const place = { namespace: 'a', name: 'b' };
    const detail = await client.get(orders, signal);
    expect(detail.metadata.name).toBe('orders-production');
    expect(detail.status?.operationState?.phase).toBe('Failed');
    const tree = await client.resourceTree(orders, signal);
    expect(tree.nodes.length).toBeGreaterThan(3);
    const managed = await client.managedResources(orders, signal);
    expect(managed.items.some(item => item.targetState)).toBe(true);
    const events = await client.events(orders, { ...place, uid: 'c' }, signal);
    expect(events.items.length).toBeGreaterThan(0);
    const windows = await client.syncWindows(orders, signal);
    expect(windows.activeWindows[0].kind).toBe('deny');
    const secret = await client.externalSecret(
      orders,
      { ...place, group: 'g', version: 'v1', kind: 'ExternalSecret' },
      signal,
    );
    expect(secret.spec.data.map(({ secretKey }) => secretKey)).not.toEqual([]);
  });

  it('has the manifests of Git and of the cluster, from a server that answers only what it is asked for', async () => {
    const { items } = recorded<{ items: Record<string, unknown>[] }>(
      'managed-resources-payments-production',
    );
    answer = (_, res) => {
      const fields = query().fields.split(',');
      const masked = items.map(item =>
        Object.fromEntries(
          Object.entries(item).filter(([name]) =>
            fields.includes(`items.${name}`),
          ),
        ),
      );
      json(res, { items: masked });
    };
    const managed = await clientWith().managedResources(orders, signal);
    const secret = managed.items.find(({ kind }) => kind === 'ExternalSecret');
    expect(secret?.targetState).toContain('external-secrets.io/v1');
    expect(secret?.liveState).toContain('external-secrets.io/v1');
  });

  it('with a manifest that is not JSON is nonsense, and is not quoted', async () => {
    answer = (_, res) => json(res, { manifest: 'marker {' });
    const error = await clientWith()
      .externalSecret(
        orders,
        { namespace: 'a', name: 'b', group: '', version: 'v1', kind: 'c' },
        signal,
      )
      .catch(reason => reason);
    expect(error).toMatchObject({
      kind: 'nonsense',
      message: "Argo CD answered a manifest that isn't JSON",
    });
    expect(inspect(error)).not.toMatch(/marker/);
  });
});

describe('the ApplicationSets', () => {
  it('are listed with their conditions, and are none where the account may see none', async () => {
    answer = (_, res) => json(res, recorded('applicationsets-all-kinds'));
    const [broken] = await clientWith().applicationSets(signal);
    expect(broken.metadata).toEqual({ name: 'broken', namespace: 'argocd' });
    expect(broken.status?.conditions[0]).toMatchObject({
      type: 'ErrorOccurred',
      status: 'True',
    });
    answer = (_, res) => json(res, { metadata: {}, items: null });
    expect(await clientWith().applicationSets(signal)).toEqual([]);
  });
});

describe('a sync', () => {
  it.each([
    ['goes to the commit', false, { revision: 'f'.repeat(40) }],
    ['names no commit where the Application syncs by itself', true, {}],
  ])('%s', async (_, automated, revision) => {
    const bodies: unknown[] = [];
    answer = async (req, res) => {
      const chunks = await req.toArray();
      bodies.push(JSON.parse(Buffer.concat(chunks).toString()));
      json(res, {});
    };
    await clientWith().sync({ ...orders, automated }, 'f'.repeat(40), signal);
    expect(bodies).toEqual([
      { appNamespace: 'argocd', project: 'team-b', ...revision },
    ]);
  });
});

describe('a refusal that was recorded', () => {
  const secret = {
    group: 'external-secrets.io',
    version: 'v1',
    kind: 'ExternalSecret',
    namespace: 'orders',
    name: 'orders-secrets',
  };
  const sync = () =>
    clientWith()
      .sync({ ...orders, automated: false }, 'f'.repeat(40), signal)
      .catch(error => error);
  const refused = (name: string, status: number) => {
    answer = (_, res) => json(res, recorded(name), status);
  };

  it('because another operation is running has a problem of its own', async () => {
    refused('error-sync-while-running', 400);
    expect(await sync()).toMatchObject({
      kind: 'operationRunning',
      concernsInstance: false,
      message:
        'Argo CD is already running another operation of the Application (400: another operation is already in progress)',
    });
  });

  it('because of a sync window has a problem of its own', async () => {
    refused('error-sync-denied-by-window', 403);
    expect(await sync()).toMatchObject({
      kind: 'blockedByWindow',
      concernsInstance: false,
      message:
        'Argo CD forbids the sync now (403: cannot sync: blocked by sync window)',
    });
  });

  it.each([
    ['error-rollback-autosync', 400],
    ['error-sync-manual-window', 400],
    ['error-content-type', 415],
  ])('as %s has is not a failure of the server', async (name, status) => {
    refused(name, status);
    expect(await sync()).toMatchObject({
      kind: 'refused',
      concernsInstance: false,
    });
  });

  it('because of a missing right names the right and how to grant it', async () => {
    refused('error-sync-denied', 403);
    expect(await sync()).toMatchObject({
      kind: 'forbidden',
      concernsInstance: true,
      message: expect.stringMatching(
        /^The portal's account in Argo CD does not have the right "applications, sync, team-b\/\*" \(403: permission denied: /,
      ),
      advice:
        'Grant the account the policy "p, <account>, applications, sync, team-b/*, allow" in argocd-rbac-cm.',
    });
  });

  it('names the right of each kind of request', async () => {
    refused('error-denied', 403);
    const client = clientWith();
    const requests = [
      client.get(orders, signal),
      client.externalSecret(orders, secret, signal),
      client.refreshSecret(orders, secret, signal),
      client.applicationSet({ namespace: 'argocd', name: 'all' }, signal),
      client.applicationSets(signal),
      client.project('team-b', signal),
    ];
    const rights = await Promise.all(
      requests.map(request =>
        request.catch(
          ({ advice }) => /<account>, (.*), allow/.exec(advice)![1],
        ),
      ),
    );
    expect(rights).toEqual([
      'applications, get, team-b/*',
      'applications, get, team-b/*',
      'applications, action/external-secrets.io/ExternalSecret/refresh, team-b/*',
      'applicationsets, get, */*',
      'applicationsets, get, */*',
      'projects, get, team-b',
    ]);
  });

  it('of the cluster, which Argo CD reads as a service account of the AppProject, names that account', async () => {
    const user = 'system:serviceaccount:team-b:deployer';
    answer = (_, res) =>
      json(
        res,
        {
          code: 7,
          message: `externalsecrets.external-secrets.io "orders-secrets" is forbidden: User "${user}" cannot get resource "externalsecrets" in API group "external-secrets.io" in the namespace "orders"`,
        },
        403,
      );
    await expect(
      clientWith().externalSecret(orders, secret, signal),
    ).rejects.toMatchObject({
      kind: 'forbidden',
      message: expect.stringMatching(
        /^The cluster does not allow system:serviceaccount:team-b:deployer to get externalsecrets, and Argo CD acts as this user in the AppProject \(403: /,
      ),
      advice: expect.stringContaining(`Grant ${user} the right to get`),
    });
  });
});

describe('a token that is no longer accepted', () => {
  let sessions: number;
  let accepted: string;

  /** Knows one session at a time. */
  beforeEach(() => {
    sessions = 0;
    accepted = 'none';
    answer = (req, res) => {
      if (req.url === '/api/v1/session') {
        sessions += 1;
        accepted = `session-${sessions}`;
        json(res, { token: accepted });
      } else if (req.headers.authorization === `Bearer ${accepted}`)
        json(res, recorded('windows-active-deny'));
      else json(res, recorded('error-bad-token'), 401);
    };
  });

  const session = (now: () => number) =>
    userSession({
      transport,
      username: 'reader',
      password: 'marker-password',
      timeoutMs: 300,
      now,
    });

  it('is given up where there is no other', async () => {
    await expect(
      clientWith().syncWindows(orders, signal),
    ).rejects.toMatchObject({
      kind: 'unauthorized',
      message:
        'Argo CD does not accept the token (401: no session information)',
    });
    expect(paths()).toHaveLength(1);
  });

  it('is replaced by one new session for all requests, which succeed', async () => {
    let now = 0;
    const client = clientWith({ credentials: session(() => now) });
    await client.syncWindows(orders, signal);
    accepted = 'none';
    now += 24 * 60 * 60 * 1000;
    await Promise.all(
      Array.from({ length: 8 }, () => client.syncWindows(orders, signal)),
    );
    expect(sessions).toBe(2);
  });

  it('is not replaced over and over where no session helps', async () => {
    let now = 0;
    const client = clientWith({ credentials: session(() => now) });
    await client.syncWindows(orders, signal);
    now += 24 * 60 * 60 * 1000;
    const accept = answer;
    answer = (req, res) =>
      req.url === '/api/v1/session'
        ? accept(req, res)
        : json(res, recorded('error-bad-token'), 401);
    for (let i = 0; i < 5; i += 1)
      await expect(client.syncWindows(orders, signal)).rejects.toMatchObject({
        kind: 'unauthorized',
      });
    expect(sessions).toBe(2);
  });
});
