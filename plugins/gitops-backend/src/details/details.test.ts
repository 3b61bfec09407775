import type { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import { applicationDetail, externalSecret } from '../argocd/detailSchemas';
import { recordedClient } from '../__testUtils__/recordedClient';
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
      deepLinks: async () => ({ items: [] }),
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

/** @param deepLinks - the recording; none is as if Argo CD had refused */
function detailsOf(deepLinks: string | undefined) {
  return readDetails(
    recordedClient({
      get: 'get-payments-dev',
      syncWindows: 'windows-payments-production',
      externalSecret: 'resource-externalsecret-healthy',
      deepLinks,
    }),
    {
      ...listedApplication('payments-dev'),
      externalUrls: ['https://pay.example.com/'],
    },
    {} as ApplicationDeployment,
    { signal: new AbortController().signal },
  );
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

  it('names the parts that can not be read, each with its problem', async () => {
    const { unavailable } = await readDetails(
      recordedClient({ get: 'get-orders-production' }),
      listedApplication('orders-production'),
      {} as ApplicationDeployment,
      { signal: new AbortController().signal },
    );
    const problem = { code: 'notFound', params: { answer: '404' } };
    const reason = 'Argo CD does not know the address or the Application (404)';
    expect(unavailable).toEqual([
      { part: 'syncWindows', name: null, problem, reason },
      { part: 'externalSecret', name: 'orders-secrets', problem, reason },
    ]);
  });

  it('shows the addresses of its resources, with the links that Argo CD is configured with', async () => {
    const { links, unavailable } = await detailsOf('links-payments-dev');
    expect(links.map(({ url }) => url)).toEqual(['https://pay.example.com/']);
    expect(unavailable).toEqual([]);
  });

  it('shows no deep links, and no failure, where Argo CD refuses them or has none', async () => {
    const { links, unavailable } = await detailsOf(undefined);
    expect(links.map(({ kind }) => kind)).toEqual(['externalUrl']);
    expect(unavailable).toEqual([]);
  });

  it('tells the phases and times of the last operation, how often it was tried, and who deploys it', async () => {
    const { operation, resources, selfHeal, parent } = await readDetails(
      recordedClient({ get: 'get-orders-production' }),
      listedApplication('orders-production'),
      {} as ApplicationDeployment,
      { signal: new AbortController().signal },
    );
    expect(operation).toMatchObject({ retries: 3, retryLimit: 3 });
    expect(selfHeal).toBe(true);
    expect(parent).toBeNull();
    expect(
      resources.map(one => [one.wave, one.name, one.phase, one.operationPhase]),
    ).toEqual([
      [-2, 'orders-secrets', 'Sync', 'Succeeded'],
      [-1, 'orders-migrate', 'Sync', 'Failed'],
      [0, 'orders', null, null],
      [0, 'orders', null, null],
    ]);
  });

  it('knows the parent of an App of Apps by what Argo CD writes on it', async () => {
    const detail = applicationDetail.parse(recorded('get-orders-production'));
    const { parent } = await readDetails(
      {
        ...recordedClient({ get: 'get-orders-production' }),
        get: async () => ({
          ...detail,
          metadata: {
            ...detail.metadata,
            annotations: {
              'argocd.argoproj.io/tracking-id':
                'environment-production:argoproj.io/Application:argocd/orders-production',
            },
          },
        }),
      },
      listedApplication('orders-production'),
      {} as ApplicationDeployment,
      { signal: new AbortController().signal },
    );
    expect(parent).toBe('environment-production');
  });

  it('shows an ExternalSecret that the cluster does not have, and asks for nothing of it', async () => {
    const detail = applicationDetail.parse(recorded('get-orders-production'));
    const { externalSecrets, unavailable } = await readDetails(
      {
        ...recordedClient({
          get: 'get-orders-production',
          syncWindows: 'windows-payments-production',
        }),
        get: async () => ({
          ...detail,
          status: {
            ...detail.status!,
            resources: detail.status!.resources.map(one => ({
              ...one,
              health: { status: 'Missing', message: null },
            })),
          },
        }),
      },
      listedApplication('orders-production'),
      {} as ApplicationDeployment,
      { signal: new AbortController().signal },
    );
    expect(externalSecrets).toMatchObject([
      { name: 'orders-secrets', state: 'missing' },
    ]);
    expect(unavailable).toEqual([]);
  });
});
