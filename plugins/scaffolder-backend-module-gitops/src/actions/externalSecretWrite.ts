import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { externalSecretOf, StoreRef } from '../manifests/externalSecret';
import { addResource } from '../draft/addResource';
import { checkManifest } from '../manifests/schemas';
import {
  secretStoreOf,
  serviceAccountOf,
  StoreOptions,
  StoreProvider,
} from '../manifests/secretStore';
import { toYaml } from '../manifests/toYaml';
import { NAME_LABEL } from '../manifests/workload';
import { checkForm } from '../names/kubernetes';
import { fill, pathOf, usualLayout } from '../names/layout';
import { checkKeys } from '../names/secretKeys';
import { checkEnvironments, checkServiceName } from '../names/serviceName';
import { refuseSecretsInValues } from '../secrets/refuseSecrets';
import type { ActionOptions } from './ActionOptions';
import { examples } from './externalSecretWrite.examples';
import { files, inputs } from './inputs';
import { openDraft } from './openDraft';

const FILE = 'external-secret.yaml';
const STORE_FILE = 'secret-store.yaml';

/** Writes an ExternalSecret for each environment: names of keys, never values. */
export function externalSecretWrite(options: ActionOptions) {
  return createTemplateAction({
    id: 'gitops:externalsecret:write',
    description:
      'Writes the ExternalSecret of a service for each environment, in wave -2, and on request the store that it reads, with workload identity',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        service: inputs.service,
        environments: inputs.environments,
        keys: z =>
          z
            .array(
              z.object({
                secretKey: z.string({
                  description: 'Name in the Secret, and of the variable',
                }),
                key: z.string({
                  description:
                    'The entry in the store. {service} and {environment} are filled in',
                }),
                property: z
                  .string({ description: 'A field of the entry' })
                  .optional(),
              }),
            )
            .min(1),
        store: z =>
          z
            .object({
              name: z.string({
                description: '{service} and {environment} are filled in',
              }),
              kind: z.enum(['SecretStore', 'ClusterSecretStore']),
            })
            .describe('The store that the platform has, or that is written'),
        provider: z =>
          z
            .enum(['aws', 'azure'], {
              description:
                'Whose store it is, by which the names of entries are checked: AWS Secrets Manager (default) or Azure Key Vault',
            })
            .optional(),
        createStore: z =>
          z
            .object({
              serviceAccount: z.string(),
              namespace: z
                .string({
                  description:
                    'Of the service account, where the store is a ClusterSecretStore. Default: {service}-{environment}',
                })
                .optional(),
              aws: z
                .object({ region: z.string(), role: z.string() })
                .optional(),
              azure: z
                .object({
                  vaultUrl: z.string(),
                  clientId: z.string(),
                  tenantId: z.string(),
                })
                .optional(),
            })
            .describe(
              'Writes the store too, which signs in as a service account (IRSA, Azure Workload Identity). {service} and {environment} are filled in everywhere; a ClusterSecretStore needs a name of its own in each cluster',
            )
            .optional(),
        name: z =>
          z.string({ description: 'Default: <service>-secrets' }).optional(),
        refreshInterval: z =>
          z.string({ description: 'Default: 1h0m0s' }).optional(),
        repository: inputs.repository,
        branch: inputs.branch,
        targetPath: inputs.targetPath,
        paths: inputs.paths,
        plainFolder: inputs.plainFolder,
      },
      output: {
        files,
        secretName: z =>
          z.string({ description: 'The Secret that is made in the cluster' }),
      },
    },
    async handler(ctx) {
      const { input } = ctx;
      const { service, environments, store, createStore } = input;
      checkEnvironments(environments);
      checkServiceName(service, environments);
      await refuseSecretsInValues(input.keys, 'input.keys');
      checkForm('name', input.name, 'input.name');
      checkForm('duration', input.refreshInterval, 'input.refreshInterval');
      checkKeys(input.keys, input.provider ?? 'aws');
      const draft = await openDraft(options, ctx);
      const layout = { ...usualLayout, ...input.paths };
      const name = input.name ?? `${service}-secrets`;
      const written: string[] = [];
      const add = async (folder: string, file: string, manifests: object[]) => {
        for (const one of manifests) checkManifest(one, `${folder}/${file}`);
        const text = manifests.map(one => toYaml(one)).join('---\n');
        await addResource(draft, `${folder}/${file}`, text, {
          isPlainFolder: input.plainFolder ?? false,
        });
        written.push(`${folder}/${file}`);
      };
      for (const environment of environments) {
        const values = { service, environment };
        const folder = pathOf(layout.overlay, values);
        const made = storeOf(store, createStore, values);
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
        await add(folder, FILE, [external]);
        if (made.options)
          await add(folder, STORE_FILE, [
            serviceAccountOf(made.options),
            secretStoreOf(made.options),
          ]);
      }
      ctx.logger.info(`Wrote ${written.join(', ')}`);
      ctx.output('files', written);
      ctx.output('secretName', name);
    },
  });
}

interface CreateStore {
  serviceAccount: string;
  namespace?: string;
  aws?: { region: string; role: string };
  azure?: { vaultUrl: string; clientId: string; tenantId: string };
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
