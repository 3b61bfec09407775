import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  externalSecretOf,
  SecretKey,
  StoreRef,
} from '../manifests/externalSecret';
import { addResource } from '../draft/addResource';
import { checkManifest } from '../manifests/schemas';
import {
  secretStoreOf,
  serviceAccountOf,
  StoreProvider,
} from '../manifests/secretStore';
import { toYaml } from '../manifests/toYaml';
import { NAME_LABEL } from '../manifests/workload';
import { fill, pathOf, usualLayout } from '../names/layout';
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
              name: z.string(),
              kind: z.enum(['SecretStore', 'ClusterSecretStore']),
            })
            .describe('The store that the platform has'),
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
              'Writes a SecretStore of the service too, which signs in as a service account (IRSA, Azure Workload Identity)',
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
        const external = externalSecretOf({
          name,
          labels: { [NAME_LABEL]: service },
          store: storeOf(store, Boolean(createStore)),
          keys: input.keys.map((one, index) => ({
            ...one,
            key: fill(one.key, values, `input.keys[${index}].key`),
          })),
          refreshInterval: input.refreshInterval ?? '1h0m0s',
        });
        await add(folder, FILE, [external]);
        if (!createStore) continue;
        const { aws, azure, serviceAccount } = createStore;
        const made = {
          store: storeOf(store, true),
          access: accessOf(aws, azure),
          serviceAccount: { name: serviceAccount },
        };
        await add(folder, STORE_FILE, [
          serviceAccountOf(made),
          secretStoreOf(made),
        ]);
      }
      ctx.logger.info(`Wrote ${written.join(', ')}`);
      ctx.output('files', written);
      ctx.output('secretName', name);
    },
  });
}

/** A service's own store is one of its namespace. */
function storeOf(store: StoreRef, isOwn: boolean): StoreRef {
  if (isOwn && store.kind === 'ClusterSecretStore')
    throw new InputError(
      `store.kind is ClusterSecretStore, which every service shares: createStore makes a SecretStore of the service's namespace. Choose that kind, or leave createStore out`,
    );
  return { name: store.name, kind: store.kind };
}

function accessOf(
  aws: { region: string; role: string } | undefined,
  azure: { vaultUrl: string; clientId: string; tenantId: string } | undefined,
): StoreProvider {
  if (aws && azure)
    throw new InputError('createStore names both aws and azure: name one');
  if (aws) return { provider: 'aws', ...aws };
  if (azure) return { provider: 'azure', ...azure };
  throw new InputError('createStore names neither aws nor azure: name one');
}

/**
 * What is written where a name belongs may be a secret: the sentences name its place.
 *
 * @throws InputError for what the store or Kubernetes can't have as a name
 */
function checkKeys(
  keys: readonly SecretKey[],
  provider: 'aws' | 'azure',
): void {
  const seen = new Set<string>();
  for (const [index, { secretKey, key }] of keys.entries()) {
    const place = `input.keys[${index}]`;
    if (!/^[-._a-zA-Z0-9]{1,253}$/.test(secretKey))
      throw new InputError(
        `${place}.secretKey can't be a key of a Secret: use letters, digits, dashes, dots and underscores`,
      );
    if (seen.has(secretKey))
      throw new InputError(`${place}.secretKey is that of another key too`);
    seen.add(secretKey);
    const plain = key.replace(/\{\w+\}/g, 'x');
    const isFit =
      provider === 'aws'
        ? /^[A-Za-z0-9/_+=.@-]{1,512}$/.test(plain)
        : /^[A-Za-z0-9-]{1,127}$/.test(plain);
    if (!isFit)
      throw new InputError(
        `${place}.key can't be an entry of ${
          provider === 'aws'
            ? 'AWS Secrets Manager: use letters, digits and /_+=.@-'
            : 'Azure Key Vault: use letters, digits and dashes'
        }`,
      );
  }
}
