import type {
  ExternalSecretDetail,
  SecretKeyDetail,
} from 'backstage-plugin-gitops-common';
import { secretKeyMatrix } from './secretKeyMatrix';

const key = (
  name: string,
  given: Partial<SecretKeyDetail> = {},
): SecretKeyDetail => ({
  externalSecret: 'orders-secrets',
  key: name,
  remoteKey: 'production/orders',
  remoteProperty: name,
  store: 'aws',
  state: 'ready',
  refreshedAt: '2026-11-23T05:00:00Z',
  ...given,
});
const read = (...keys: SecretKeyDetail[]) => ({
  keys,
  secrets: [] as ExternalSecretDetail[],
  reasons: [],
});
const nothing = { missing: [], refreshedAt: null, unreadable: null };
const environment = (
  name: string,
  ...applications: Parameters<typeof secretKeyMatrix>[0][0]['applications'][0][]
) => ({ name, title: name, applications });

it('has a row for each key, with a cell for each environment that declares it', () => {
  const { keys, environments } = secretKeyMatrix([
    environment('staging', read(key('STRIPE_KEY'), key('DATABASE_URL'))),
    environment('production', read(key('DATABASE_URL'))),
    environment('empty'),
  ]);
  expect(keys.map(one => [one.key, Object.keys(one.cells)])).toEqual([
    ['DATABASE_URL', ['staging', 'production']],
    ['STRIPE_KEY', ['staging']],
  ]);
  expect(environments).toEqual([
    { name: 'staging', title: 'staging', applications: 1, ...nothing },
    { name: 'production', title: 'production', applications: 1, ...nothing },
    { name: 'empty', title: 'empty', applications: 0, ...nothing },
  ]);
});

it('has the worst state and the oldest refresh of several regions, and how many declare the key', () => {
  const [{ cells }] = secretKeyMatrix([
    environment(
      'production',
      read(key('STRIPE_KEY')),
      read(
        key('STRIPE_KEY', {
          state: 'missing',
          remoteKey: 'production-us/orders',
          refreshedAt: '2026-11-22T05:00:00Z',
        }),
      ),
      read(),
    ),
  ]).keys;
  expect(cells.production).toMatchObject({
    state: 'missing',
    remoteKey: 'production-us/orders',
    refreshedAt: '2026-11-22T05:00:00Z',
    declaredBy: 2,
  });
});

it('says why keys of an environment could not be read, so that they are not taken for undeclared', () => {
  const { environments, keys } = secretKeyMatrix([
    environment('staging', read(key('STRIPE_KEY'))),
    environment('production', { unreadable: 'Argo CD did not answer' }),
    environment('preprod', {
      keys: [],
      secrets: [],
      reasons: ['The account may not read it'],
    }),
  ]);
  expect(environments.map(({ unreadable }) => unreadable)).toEqual([
    null,
    'Argo CD did not answer',
    'The account may not read it',
  ]);
  expect(Object.keys(keys[0].cells)).toEqual(['staging']);
});

it('names the ExternalSecrets that Git asks for and the cluster does not have, and when the oldest was read', () => {
  const secret = (given: Partial<ExternalSecretDetail>) => ({
    name: 'orders-secrets',
    store: 'aws',
    state: 'ready' as const,
    message: null,
    refreshedAt: null,
    ...given,
  });
  const [{ missing, refreshedAt }] = secretKeyMatrix([
    environment('production', {
      ...read(),
      secrets: [
        secret({ refreshedAt: '2026-11-23T05:00:00Z' }),
        secret({ refreshedAt: '2026-11-22T05:00:00Z' }),
        secret({ name: 'orders-webhooks', state: 'missing' }),
      ],
    }),
  ]).environments;
  expect(missing).toEqual(['orders-webhooks']);
  expect(refreshedAt).toBe('2026-11-22T05:00:00Z');
});
