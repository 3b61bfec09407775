import { addResource } from '../draft/addResource';
import { externalSecretOf } from '../manifests/externalSecret';
import { storeManifests } from '../manifests/secretStore';
import { toYaml } from '../manifests/toYaml';
import { NAME_LABEL } from '../manifests/workload';
import { checkForm } from '../names/kubernetes';
import { defaultLayout, fill, pathOf } from '../names/layout';
import { checkKeys, entriesOf, keysOf } from '../names/secretKeys';
import { refuseSecretsInValues } from '../secrets/refuseSecrets';
import type { ActionOptions } from './ActionOptions';
import { createStoreField, storeOptionsOf } from './createStore';
import { example } from './example';
import {
  array,
  object,
  oneOf,
  optional,
  optionalString,
  string,
} from './fields';
import { defaultSecretOf, inputs, secretKeysField } from './inputs';
import { writer } from './writer';

export const externalSecretFields = {
  environments: inputs.environments,
  keys: secretKeysField,
  store: object(
    {
      name: string('{service} and {environment} are filled in'),
      kind: oneOf(['SecretStore', 'ClusterSecretStore']),
    },
    'Store of the platform, or the one that `createStore` writes',
  ),
  provider: inputs.provider,
  createStore: optional(createStoreField),
  name: inputs.secretName,
  refreshInterval: optionalString(
    'How often the store is read (default: `1h0m0s`)',
  ),
  paths: inputs.paths,
  plainFolder: inputs.plainFolder,
};
export const externalSecretOutput = {
  secretName: string('The Secret that is made in the cluster'),
  storeEntries: array(
    string(),
    'Entries that the store has to have, with their fields: `production/payments: DATABASE_URL, STRIPE_KEY`',
  ),
};
const examples = [
  example(
    'Two keys of AWS Secrets Manager, from the store that the platform has',
    {
      action: 'gitops:externalsecret:write',
      input: {
        service: 'payments',
        environments: ['dev', 'production'],
        store: { name: 'aws-secrets-manager', kind: 'ClusterSecretStore' },
        keys: [
          {
            secretKey: 'DATABASE_URL',
            key: '{environment}/{service}',
            property: 'DATABASE_URL',
          },
          {
            secretKey: 'STRIPE_KEY',
            key: '{environment}/{service}',
            property: 'STRIPE_KEY',
          },
        ],
      },
    },
  ),
  example('A key of Azure Key Vault, and the store of the service', {
    action: 'gitops:externalsecret:write',
    input: {
      service: 'payments',
      environments: ['production'],
      provider: 'azure',
      store: { name: 'payments', kind: 'SecretStore' },
      createStore: {
        azure: {
          vaultUrl: 'https://shop.vault.azure.net',
          clientId: '00000000-0000-0000-0000-000000000001',
          tenantId: '00000000-0000-0000-0000-000000000002',
        },
      },
      keys: [{ secretKey: 'API_TOKEN', key: '{environment}-{service}' }],
    },
  }),
  example('A key of Vault, with a store for the namespace of the service', {
    action: 'gitops:externalsecret:write',
    input: {
      service: 'payments',
      environments: ['production'],
      provider: 'vault',
      store: { name: 'payments', kind: 'SecretStore' },
      createStore: {
        vault: {
          server: 'https://vault.example.com',
          path: 'kv',
          role: '{service}-{environment}',
        },
      },
      keys: [
        {
          secretKey: 'API_TOKEN',
          key: '{environment}/{service}',
          property: 'API_TOKEN',
        },
      ],
    },
  }),
];

/** Writes an ExternalSecret for each environment: names of keys, never values. */
export function externalSecretWrite(options: ActionOptions) {
  return writer(options, {
    id: 'gitops:externalsecret:write',
    description:
      'Writes the ExternalSecret of a service for each environment, in wave -2, and on request the store that it reads, with workload identity',
    examples,
    input: externalSecretFields,
    output: externalSecretOutput,
    async check(input) {
      await refuseSecretsInValues(input.keys, 'input.keys');
      checkForm('name', input.name, 'input.name');
      checkForm('duration', input.refreshInterval, 'input.refreshInterval');
      checkKeys(input.keys);
    },
    async write({ input, service, environments, draft }) {
      const layout = { ...defaultLayout, ...input.paths };
      const name = input.name ?? defaultSecretOf(service);
      const add = (path: string, ...manifests: object[]) =>
        addResource(
          draft,
          path,
          manifests.map(one => toYaml(one)).join('---\n'),
          { plain: input.plainFolder ? 'any' : 'none' },
        );
      const { provider = 'aws', createStore } = input;
      const plans = environments.map(environment => {
        const names = { service, environment };
        const storeName = fill(input.store.name, names);
        checkForm('name', storeName, 'input.store.name');
        const store = { name: storeName, kind: input.store.kind };
        return {
          folder: pathOf(layout.overlay, names),
          keys: keysOf(input.keys, names, provider, options.secretKeyPrefixes),
          store,
          made:
            createStore && storeOptionsOf(createStore, provider, store, names),
        };
      });
      for (const { folder, keys, store, made } of plans) {
        const external = externalSecretOf({
          name,
          labels: { [NAME_LABEL]: service },
          store,
          keys,
          refreshInterval: input.refreshInterval ?? '1h0m0s',
        });
        await add(`${folder}/external-secret.yaml`, external);
        if (made)
          await add(`${folder}/secret-store.yaml`, ...storeManifests(made));
      }
      return {
        secretName: name,
        storeEntries: entriesOf(plans.flatMap(({ keys }) => keys)),
      };
    },
  });
}
