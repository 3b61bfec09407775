import {
  applicationSetFields,
  applicationSetOutput,
} from './applicationSetAdd';
import { inputFields as deploymentFields } from './deploymentFields';
import { example } from './example';
import {
  externalSecretFields,
  externalSecretOutput,
} from './externalSecretWrite';
import { array, object, optional, string, ValuesOf, without } from './fields';
import { imageUpdaterFields } from './imageUpdaterWrite';
import { files, inputs, secretKeyField } from './inputs';
import { migrationFields } from './migrationJobWrite';
import { inputFields as previewFields } from './previewFields';
import { promoteWorkflowFields } from './promoteWorkflowAdd';

const ofTheService = 'Environments without the service are ignored';

/** Inputs of the parts that have more than the service itself, by the names of their groups. */
export const groups = {
  secrets: {
    ...without(externalSecretFields, 'environments', 'paths', 'plainFolder'),
    keys: optional(
      array(
        secretKeyField,
        'Keys of the Secret, and where they come from. Without any, the service has no secrets',
      ),
    ),
  },
  migration: {
    command: optional(
      array(
        string(),
        'Command of the migration. Without one, the service has no migration',
      ),
    ),
    env: migrationFields.env,
    retries: migrationFields.retries,
    timeoutSeconds: migrationFields.timeoutSeconds,
    resources: migrationFields.resources,
  },
  applicationSet: without(applicationSetFields, 'environments', 'project'),
  imageUpdater: {
    ...without(imageUpdaterFields, 'image', 'style'),
    environments: array(
      string(),
      `Environments that each build is committed to. ${ofTheService}`,
    ),
  },
  promoteWorkflow: {
    ...without(promoteWorkflowFields, 'repository', 'branch', 'targetPath'),
    environments: array(
      string(),
      `Environments that releases are promoted to without a review. ${ofTheService}`,
    ),
  },
  previews: {
    ...without(previewFields, 'image', 'project', 'entryPath', 'paths'),
    from: string(
      'Environment whose manifests and secrets a preview has. Without one, or if the service is not in it, there are no previews',
    ),
  },
};

export const inputFields = {
  service: inputs.service,
  project: applicationSetFields.project,
  ...without(deploymentFields, 'secretName'),
  secrets: optional(
    object(
      groups.secrets,
      'Its secrets, as in `gitops:externalsecret:write`: their keys become variables of the container and of the migration',
    ),
  ),
  migration: optional(
    object(
      groups.migration,
      'Migration that runs before a new version starts, as in `gitops:migration-job:write`, with the image of the service',
    ),
  ),
  applicationSet: optional(
    object(
      groups.applicationSet,
      'Where the ApplicationSet is, and what else its entries have, as in `gitops:applicationset:add`',
    ),
  ),
  imageUpdater: optional(
    object(
      groups.imageUpdater,
      'Commits each build, as in `gitops:image-updater:write`',
    ),
  ),
  promoteWorkflow: optional(
    object(
      groups.promoteWorkflow,
      'Adds the workflow that promotes, unless the repository has one, as in `gitops:promote-workflow:add`',
    ),
  ),
  previews: optional(
    object(
      groups.previews,
      'Deploys pull requests, as in `gitops:preview:add`',
    ),
  ),
  owners: optional(
    array(
      string(),
      'Users and teams of the Git host that review its manifests, such as `platform/team-a`. Nothing is written if the repository has no CODEOWNERS',
    ),
  ),
  plainFolder: inputs.plainFolder,
  repository: inputs.repository,
  branch: inputs.branch,
  targetPath: inputs.targetPath,
};
export type ServiceWriteInput = ValuesOf<typeof inputFields>;

export const outputFields = {
  files,
  ...applicationSetOutput,
  secretName: optional(externalSecretOutput.secretName),
  storeEntries: optional(externalSecretOutput.storeEntries),
};

export const examples = [
  example('A service with a database and two secrets', {
    action: 'gitops:service:write',
    input: {
      service: 'payments',
      environments: ['dev', 'staging', 'production'],
      repository: 'https://git.example.com/platform/gitops',
      project: 'team-a',
      image: 'registry.example.com/payments',
      tag: '0.1.0',
      replicas: { production: 2 },
      secrets: {
        store: { name: 'aws-secrets-manager', kind: 'ClusterSecretStore' },
        keys: ['DATABASE_URL', 'STRIPE_KEY'].map(one => ({
          secretKey: one,
          key: '{environment}/{service}',
          property: one,
        })),
      },
      migration: { command: ['node', 'src/migrate.js'] },
      imageUpdater: { environments: ['dev'] },
      promoteWorkflow: { environments: ['staging'] },
      owners: ['platform/team-a'],
    },
  }),
  example(
    'A service that people call from outside, after a step that has checked its name',
    {
      action: 'gitops:service:check',
      input: {
        service: 'shop',
        environments: ['dev', 'production'],
        repository: 'https://git.example.com/platform/gitops',
      },
    },
    {
      action: 'gitops:service:write',
      input: {
        project: 'team-a',
        image: 'registry.example.com/shop',
        tag: '0.1.0',
        port: 3000,
        route: {
          kind: 'ingress',
          host: { dev: 'shop.dev.example.com', production: 'shop.example.com' },
        },
        applicationSet: {
          values: { cluster: { dev: 'dev-eu', production: 'prod-eu' } },
        },
      },
    },
  ),
];
