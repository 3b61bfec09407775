import { InputError } from '@backstage/errors';
import { addResource } from '../draft/addResource';
import { externalSecretOf, StoreRef } from '../manifests/externalSecret';
import {
  secretStoreOf,
  serviceAccountOf,
  StoreOptions,
  StoreProvider,
} from '../manifests/secretStore';
import { toYaml } from '../manifests/toYaml';
import { NAME_LABEL } from '../manifests/workload';
import { checkForm } from '../names/kubernetes';
import { defaultLayout, fill, pathOf } from '../names/layout';
import { checkKeys } from '../names/secretKeys';
import { refuseSecretsInValues } from '../secrets/refuseSecrets';
import type { ActionOptions } from './ActionOptions';
import { example } from './example';
import {
  array,
  object,
  oneOf,
  optional,
  optionalString,
  string,
  ValueOf,
} from './fields';
import { inputs } from './inputs';
import { writer } from './writer';

const createStoreField = object(
  {
    serviceAccount: string(),
    namespace: optionalString(
      'Namespace of the service account, for a ClusterSecretStore (default: `{service}-{environment}`)',
    ),
    aws: optional(object({ region: string(), role: string() })),
    azure: optional(
      object({ vaultUrl: string(), clientId: string(), tenantId: string() }),
    ),
  },
  'Writes the store too, which signs in as a service account (IRSA, Azure Workload Identity). {service} and {environment} are filled in everywhere; a ClusterSecretStore needs its own name in each cluster',
);
type CreateStore = ValueOf<typeof createStoreField>;

const inputFields = {
  environments: inputs.environments,
  keys: array(
    object({
      secretKey: string('Name of the key in the Secret, and of the variable'),
      key: string(
        'Entry in the store. {service} and {environment} are filled in',
      ),
      property: optionalString('Field of the entry'),
    }),
    'Keys of the Secret, and where they come from',
    { min: 1 },
  ),
  store: object(
    {
      name: string('{service} and {environment} are filled in'),
      kind: oneOf(['SecretStore', 'ClusterSecretStore']),
    },
    'Store that the platform has, or that `createStore` writes',
  ),
  provider: optional(
    oneOf(
      ['aws', 'azure'],
      'Whose rules the names of entries follow: AWS Secrets Manager (`aws`, default) or Azure Key Vault (`azure`)',
    ),
  ),
  createStore: optional(createStoreField),
  name: optionalString('Name of the Secret (default: `{service}-secrets`)'),
  refreshInterval: optionalString(
    'How often the store is read (default: `1h0m0s`)',
  ),
  paths: inputs.paths,
  plainFolder: inputs.plainFolder,
};
const outputFields = {
  secretName: string('The Secret that is made in the cluster'),
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
        serviceAccount: 'payments-secrets',
        azure: {
          vaultUrl: 'https://shop.vault.azure.net',
          clientId: '00000000-0000-0000-0000-000000000001',
          tenantId: '00000000-0000-0000-0000-000000000002',
        },
      },
      keys: [{ secretKey: 'API_TOKEN', key: '{service}-{environment}' }],
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
    input: inputFields,
    output: outputFields,
    async check(input) {
      await refuseSecretsInValues(input.keys, 'input.keys');
      checkForm('name', input.name, 'input.name');
      checkForm('duration', input.refreshInterval, 'input.refreshInterval');
      checkKeys(input.keys, input.provider ?? 'aws');
    },
    async write({ input, service, environments, draft }) {
      const layout = { ...defaultLayout, ...input.paths };
      const name = input.name ?? `${service}-secrets`;
      const add = (path: string, ...manifests: object[]) =>
        addResource(
          draft,
          path,
          manifests.map(one => toYaml(one)).join('---\n'),
          { isPlainFolder: input.plainFolder ?? false },
        );
      for (const environment of environments) {
        const values = { service, environment };
        const folder = pathOf(layout.overlay, values);
        const made = storeOf(input.store, input.createStore, values);
        const external = externalSecretOf({
          name,
          labels: { [NAME_LABEL]: service },
          store: made.store,
          keys: input.keys.map((one, index) => ({
            ...one,
            key: fill(one.key, values, `input.keys[${index}].key`),
          })),
          refreshInterval: input.refreshInterval ?? '1h0m0s',
        });
        await add(`${folder}/external-secret.yaml`, external);
        if (made.options)
          await add(
            `${folder}/secret-store.yaml`,
            serviceAccountOf(made.options),
            secretStoreOf(made.options),
          );
      }
      return { secretName: name };
    },
  });
}

/** The store of an environment, and what it is made of where it is to be written. */
function storeOf(
  { name, kind }: StoreRef,
  createStore: CreateStore | undefined,
  values: Readonly<Record<string, string>>,
): { store: StoreRef; options?: StoreOptions } {
  const store = { name: fill(name, values), kind };
  checkForm('name', store.name, 'input.store.name');
  if (!createStore) return { store };
  const { serviceAccount, namespace, aws, azure } = createStore;
  if (namespace && kind === 'SecretStore')
    throw new InputError(
      'createStore.namespace is for a ClusterSecretStore: a SecretStore has its service account in its own namespace. Leave it out',
    );
  const account = {
    name: fill(serviceAccount, values),
    namespace:
      kind === 'ClusterSecretStore'
        ? fill(namespace ?? '{service}-{environment}', values)
        : undefined,
  };
  checkForm('name', account.name, 'input.createStore.serviceAccount');
  checkForm('name', account.namespace, 'input.createStore.namespace');
  const access = accessOf(
    aws && filledIn(aws, values),
    azure && filledIn(azure, values),
  );
  return { store, options: { store, access, serviceAccount: account } };
}

function filledIn<T extends Record<string, string>>(
  texts: T,
  values: Readonly<Record<string, string>>,
): T {
  const filled = Object.entries(texts).map(([key, text]) => [
    key,
    fill(text, values),
  ]);
  return Object.fromEntries(filled) as T;
}

function accessOf(
  aws: CreateStore['aws'],
  azure: CreateStore['azure'],
): StoreProvider {
  if (aws && azure)
    throw new InputError('createStore names both aws and azure: name one');
  if (aws) return { provider: 'aws', ...aws };
  if (azure) return { provider: 'azure', ...azure };
  throw new InputError('createStore names neither aws nor azure: name one');
}
