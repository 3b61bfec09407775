import type { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import { settled } from '../__testUtils__/FakeClock';
import { recordedClient } from '../__testUtils__/recordedClient';
import { listedApplication } from '../__testUtils__/recordings';
import { DetailsReader, MAX_AGE_MS } from './DetailsReader';

const application = listedApplication('payments-production');
const deployment = { staleSince: null } as ApplicationDeployment;

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
    },
  });
  return { reader, asked };
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

it('holds keys that a table shows, and reads them anew for those who need them of now', async () => {
  const { reader, asked } = readerOf();
  const read = (maxAgeMs: number) =>
    reader.secretKeys(application, deployment, undefined, maxAgeMs);
  const held = await read(Infinity);
  expect(await read(Infinity)).toBe(held);
  expect(await read(0)).not.toBe(held);
  expect(asked).toEqual(['get', 'externalSecret', 'get', 'externalSecret']);
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
