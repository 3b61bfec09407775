import type { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import { recordedClient } from '../__testUtils__/recordedClient';
import { listedApplication } from '../__testUtils__/recordings';
import { DetailsReader } from './DetailsReader';

const application = listedApplication('payments-production');
const deployment = { staleSince: null } as ApplicationDeployment;

/** Of the recorded Argo CD, with what it is asked. */
function readerOf() {
  const asked: string[] = [];
  const client = recordedClient({
    get: 'get-payments-production',
    syncWindows: 'windows-payments-production',
    externalSecret: 'resource-externalsecret-degraded',
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
    },
  });
  return { reader, asked };
}

it('reads the keys of ExternalSecrets alone, once, and without the sync windows', async () => {
  const { reader, asked } = readerOf();
  const [keys, again] = await Promise.all([
    reader.secretKeys(application, deployment),
    reader.secretKeys(application, deployment),
  ]);
  expect(keys.secretKeys.map(({ key }) => key)).toContain('STRIPE_KEY');
  expect(again).toBe(keys);
  expect(asked).toEqual(['get', 'externalSecret']);
});

it('takes them from the details where those are there', async () => {
  const { reader, asked } = readerOf();
  const details = await reader.read(application, deployment);
  const { secretKeys } = await reader.secretKeys(application, deployment);
  expect(secretKeys).toBe(details.secretKeys);
  expect(asked.sort()).toEqual(['externalSecret', 'get', 'syncWindows']);
});
