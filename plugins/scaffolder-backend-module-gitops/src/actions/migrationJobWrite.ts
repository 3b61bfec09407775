import { InputError } from '@backstage/errors';
import { addResource } from '../draft/addResource';
import { ownPartOf } from '../manifests/goldenPath';
import { isKustomization } from '../manifests/kustomization';
import { migrationJobOf } from '../manifests/migrationJob';
import { toYaml } from '../manifests/toYaml';
import { defaultResources, SERVICE_ACCOUNT } from '../manifests/workload';
import {
  checkForm,
  checkNames,
  checkResources,
  checkVariables,
} from '../names/kubernetes';
import { defaultLayout, pathOf } from '../names/layout';
import { writableFolders } from '../names/writable';
import { refuseSecretsInValues } from '../secrets/refuseSecrets';
import type { ActionOptions } from './ActionOptions';
import {
  array,
  integer,
  optional,
  optionalString,
  record,
  string,
} from './fields';
import { inputs } from './inputs';
import { example } from './example';
import { writer } from './writer';

export const migrationFields = {
  image: string('The same image as the workload, without its tag'),
  command: array(string(), 'Command of the migration', { min: 1 }),
  secretName: optionalString('The same Secret as the workload'),
  env: optional(record(string(), 'Settings that are not secret')),
  retries: optional(
    integer('Retries of a failed migration (default: 0)', { min: 0 }),
  ),
  timeoutSeconds: optional(
    integer('Time limit of the migration (default: 600)', { min: 1 }),
  ),
  resources: inputs.resources,
  imagePullSecrets: inputs.imagePullSecrets,
  writable: inputs.writable,
  runAsNonRoot: inputs.runAsNonRoot,
  paths: inputs.paths,
};
const examples = [
  example('A migration with the image and the secrets of the service', {
    action: 'gitops:migration-job:write',
    input: {
      service: 'payments',
      image: 'registry.example.com/payments',
      command: ['node', 'migrate.js'],
      secretName: 'payments-secrets',
    },
  }),
];

/** Writes the Job that changes the database before a new version starts. */
export function migrationJobWrite(options: ActionOptions) {
  return writer(options, {
    id: 'gitops:migration-job:write',
    description:
      'Writes the migration of a service as a hook of the Sync phase in wave -1: after the secrets, before the workload',
    examples,
    input: migrationFields,
    async check(input) {
      await refuseSecretsInValues(input.env, 'input.env');
      await refuseSecretsInValues(input.command, 'input.command');
      checkForm('image', input.image, 'input.image');
      checkForm('name', input.secretName, 'input.secretName');
      checkVariables(input.env, 'input.env');
      checkNames(input.imagePullSecrets, 'input.imagePullSecrets');
      checkResources(input.resources, 'input.resources');
    },
    async write({ input, service, draft, settled }) {
      const base = pathOf({ ...defaultLayout, ...input.paths }.base, {
        service,
      });
      const there = await draft.list(base);
      if (!there.some(isKustomization))
        throw new InputError(
          `${base} has no kustomization, by which the migration would get the version of its image. Write the deployment before it. With a chart, the migration is a Job of the chart`,
        );
      const job = migrationJobOf({
        service,
        image: input.image,
        command: input.command,
        env: input.env ?? {},
        secretName: input.secretName || undefined,
        runAsNonRoot: input.runAsNonRoot ?? true,
        resources: input.resources ?? defaultResources,
        pullSecrets: input.imagePullSecrets ?? [],
        writable: writableFolders(input.writable),
        serviceAccount: there.includes(SERVICE_ACCOUNT) ? service : undefined,
        retries: input.retries ?? 0,
        timeoutSeconds: input.timeoutSeconds ?? 600,
      });
      const own = settled.goldenPath ? ownPartOf(job) : job;
      await addResource(draft, `${base}/migration.yaml`, toYaml(own), {
        plain: 'none',
      });
      return {};
    },
  });
}
