import type { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import { settled } from '../__testUtils__/FakeClock';
import { recordedClient } from '../__testUtils__/recordedClient';
import { listedApplication } from '../__testUtils__/recordings';
import { DetailsReader, MAX_AGE_MS, MAX_AGE_OF_KEYS_MS } from './DetailsReader';

const application = listedApplication('payments-production');
const deployment = { staleSince: null } as ApplicationDeployment;
const { signal } = new AbortController();

/** Of the recorded Argo CD, with what it is asked. */
function readerOf(more: { deepLinks?: string } = {}) {
  const asked: string[] = [];
  const client = recordedClient({
    get: 'get-payments-production',
    syncWindows: 'windows-payments-production',
    externalSecret: 'resource-externalsecret-degraded',
    managedResources: 'managed-resources-payments-production',
    ...more,
  });
  const told =
    <Of extends unknown[], T>(what: string, ask: (...of: Of) => T) =>
    (...of: Of): T => {
      asked.push(what);
      return ask(...of);
    };
  const reader = new DetailsReader({
    client: {
      get: told('get', client.get),
      syncWindows: told('syncWindows', client.syncWindows),
      externalSecret: told('externalSecret', client.externalSecret),
      deepLinks: told('deepLinks', client.deepLinks),
      comparedResources: told('comparedResources', client.comparedResources),
      managedResources: told('managedResources', () =>
        client.managedResources(application, signal),
      ),
    },
  });
  const hold = async (of: Application) =>
    reader.hold(of, await client.managedResources(of, signal));
  return { reader, asked, hold };
}

it('reads the keys of ExternalSecrets alone, once, and without the sync windows', async () => {
  const { reader, asked } = readerOf();
  const [keys, again] = await Promise.all([
    reader.secretKeys(application, deployment, undefined, MAX_AGE_MS),
    reader.secretKeys(application, deployment, undefined, MAX_AGE_MS),
  ]);
  expect(keys.secretKeys.map(({ key }) => key)).toContain('STRIPE_KEY');
  expect(again).toBe(keys);
  expect(asked).toEqual(['get', 'externalSecret']);
});

it('takes them from the details where those are there', async () => {
  const { reader, asked } = readerOf();
  const details = await reader.read(application, deployment);
  const { secretKeys } = await reader.secretKeys(
    application,
    deployment,
    undefined,
    MAX_AGE_MS,
  );
  expect(secretKeys).toBe(details.secretKeys);
  expect(asked.sort()).toEqual([
    'deepLinks',
    'externalSecret',
    'get',
    'syncWindows',
  ]);
});

it('reads details of a changed Application in four requests at most, and deep links once', async () => {
  const { reader, asked } = readerOf({ deepLinks: 'links-payments-dev' });
  await reader.read(application, deployment);
  asked.length = 0;
  await reader.read({ ...application, revision: 'a'.repeat(40) }, deployment);
  expect(asked.sort()).toEqual(['externalSecret', 'get', 'syncWindows']);
});

describe('keys for a table', () => {
  const keysOf = (
    reader: DetailsReader,
    of: Application = application,
    maxAgeMs = Infinity,
  ) => reader.secretKeys(of, deployment, undefined, maxAgeMs);

  it('are read in one request, and are those that its details have', async () => {
    const { reader, asked } = readerOf();
    const { secretKeys, externalSecrets } = await keysOf(reader);
    await keysOf(reader);
    expect(asked).toEqual(['managedResources']);
    expect(await reader.read(application, deployment)).toMatchObject({
      secretKeys,
      externalSecrets,
    });
    expect(externalSecrets).toMatchObject([{ state: 'notReady' }]);
  });

  it('need no request where a diagnosis has just read the manifests of the same Application', async () => {
    const { reader, asked, hold } = readerOf();
    await hold(application);
    const { secretKeys } = await keysOf(reader);
    expect(secretKeys.map(({ key }) => key)).toContain('STRIPE_KEY');
    expect(asked).toEqual([]);
    await keysOf(reader, { ...application, revision: 'a'.repeat(40) });
    expect(asked).toEqual(['managedResources']);
  });

  it('are read from the cluster for those who need them of now', async () => {
    const { reader, asked, hold } = readerOf();
    await hold(application);
    await keysOf(reader, application, MAX_AGE_OF_KEYS_MS - 1);
    expect(asked).toEqual(['get', 'externalSecret']);
    await keysOf(reader, application, 0);
    expect(asked).toEqual(['get', 'externalSecret', 'get', 'externalSecret']);
  });

  it.each([
    ['can not be compared', { sync: 'Unknown' as const }],
    ['is left alone by Argo CD', { isSkipped: true as const }],
  ])(
    'are read from the cluster where the Application %s: what Argo CD has of it is old',
    async (_, more) => {
      const { reader, asked, hold } = readerOf();
      await hold({ ...application, ...more });
      await keysOf(reader, { ...application, ...more });
      expect(asked).toEqual(['get', 'externalSecret']);
    },
  );

  it('name an ExternalSecret that is not in the cluster, and are read from there where one can not be understood', async () => {
    const { reader, asked } = readerOf();
    const item = { kind: 'ExternalSecret', name: 'payments-secrets' };
    reader.hold(application, { items: [{ ...item, liveState: 'null' }] });
    expect(await keysOf(reader)).toMatchObject({
      secretKeys: [],
      externalSecrets: [{ name: 'payments-secrets', state: 'missing' }],
    });
    reader.hold(application, {
      items: [{ ...item, liveState: '{"spec": {"data": 1}}' }],
    });
    const { secretKeys } = await keysOf(reader);
    expect(secretKeys).not.toEqual([]);
    expect(asked).toEqual(['get', 'externalSecret']);
  });
});

it('reads the difference once for any number of viewers, in one request', async () => {
  const { reader, asked } = readerOf();
  const [difference, again] = await Promise.all([
    reader.difference(application, undefined),
    reader.difference(application, undefined),
  ]);
  expect(again).toBe(difference);
  expect(
    difference.resources.map(({ kind, change }) => [kind, change]),
  ).toEqual([
    ['Service', 'missing'],
    ['Deployment', 'missing'],
  ]);
  expect(asked).toEqual(['comparedResources']);
});

it('reads the ExternalSecrets of one instance a few at a time', async () => {
  const client = recordedClient({
    get: 'get-payments-production',
    syncWindows: 'windows-payments-production',
    externalSecret: 'resource-externalsecret-degraded',
  });
  const held: (() => void)[] = [];
  const reader = new DetailsReader({
    client: {
      ...client,
      async get(...of) {
        const detail = await client.get(...of);
        const [secret] = detail.status!.resources.filter(
          ({ kind }) => kind === 'ExternalSecret',
        );
        const resources = Array.from({ length: 50 }, (_, index) => ({
          ...secret,
          name: `secret-${index}`,
        }));
        return { ...detail, status: { ...detail.status!, resources } };
      },
      async externalSecret(...of) {
        await new Promise<void>(resolve => {
          held.push(resolve);
        });
        return client.externalSecret(...of);
      },
    },
  });
  const reading = Promise.all([
    reader.read(application, deployment),
    reader.secretKeys(
      listedApplication('orders-production'),
      deployment,
      undefined,
      MAX_AGE_MS,
    ),
  ]);
  await settled();
  expect(held).toHaveLength(8);
  for (let read = 0; read < 100; read++) {
    held.shift()!();
    await settled();
    expect(held.length).toBeLessThanOrEqual(8);
  }
  const [{ secretKeys }] = await reading;
  expect(new Set(secretKeys.map(one => one.externalSecret)).size).toBe(50);
});
