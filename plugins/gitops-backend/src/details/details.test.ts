import type { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import { applicationDetail, externalSecret } from '../argocd/detailSchemas';
import { listedApplication, recorded } from '../__testUtils__/recordings';
import { readDetails } from './details';

/** What the recorded ExternalSecret of orders provides, but for what is given. */
async function keysOf(spec: object) {
  const { manifest } = recorded<{ manifest: string }>(
    'resource-externalsecret-healthy',
  );
  const resource = JSON.parse(manifest);
  const { secretKeys } = await readDetails(
    {
      get: async () =>
        applicationDetail.parse(recorded('get-orders-production')),
      syncWindows: async () => ({ activeWindows: [], assignedWindows: [] }),
      externalSecret: async () =>
        externalSecret.parse({
          ...resource,
          spec: { ...resource.spec, ...spec },
        }),
    },
    listedApplication('orders-production'),
    {} as ApplicationDeployment,
    { signal: new AbortController().signal },
  );
  return secretKeys.map(({ key, remoteKey, state }) => [key, remoteKey, state]);
}

describe('readDetails', () => {
  it('names the keys that an ExternalSecret provides', async () =>
    expect(await keysOf({})).toEqual([
      ['DATABASE_URL', expect.stringContaining('/'), 'ready'],
      ['STRIPE_KEY', expect.stringContaining('/'), 'ready'],
    ]));

  it('says where an ExternalSecret takes all that the store has: only the Secret knows those keys', async () =>
    expect(
      await keysOf({
        data: null,
        dataFrom: [{ extract: { key: 'production/orders' } }, { find: {} }],
      }),
    ).toEqual([
      ['*', 'production/orders', 'ready'],
      ['*', '', 'ready'],
    ]));
});
