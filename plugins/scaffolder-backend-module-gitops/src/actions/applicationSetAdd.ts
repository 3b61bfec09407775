import { InputError } from '@backstage/errors';
import type { JsonValue } from '@backstage/types';
import type { z as zod } from 'zod/v3';
import type { Draft } from '../draft/Draft';
import { toYaml } from '../manifests/toYaml';
import { checkForm } from '../names/kubernetes';
import { defaultLayout, pathOf } from '../names/layout';
import { refuseSecretsInValues } from '../secrets/refuseSecrets';
import type { ActionOptions } from './ActionOptions';
import { Addition, addEntry, addToSet } from './applicationSetEntries';
import { example } from './example';
import {
  array,
  boolean,
  Field,
  object,
  oneOf,
  optional,
  optionalString,
  record,
  string,
  ValueOf,
} from './fields';
import { inputs } from './inputs';
import { DEFAULT_ENTRY, newSet, patternOf } from './newApplicationSet';
import { refuseSameNamed } from './refuseSameNamed';
import { writer } from './writer';

const DEFAULT_FILE = 'applicationsets/services.yaml';

const anyJson: Field<zod.ZodType<JsonValue>> = z => z.any();

const createField = object(
  {
    name: string(),
    generator: optional(oneOf(['files', 'list'])),
    source: optionalString(
      `Folder of the manifests (default: the folder of the entry, or \`${defaultLayout.overlay}\`)`,
    ),
    rollingSync: optional(
      boolean(
        'Whether a change rolls out from environment to environment: Argo CD then switches automatic sync off and syncs step by step',
      ),
    ),
    namespace: optionalString(),
    destination: optional(
      object({ server: optionalString(), name: optionalString() }),
    ),
    annotations: optional(record(string())),
  },
  'Makes the ApplicationSet where the file does not exist',
);

const inputFields = {
  environments: inputs.environments,
  project: string('AppProject of the Applications'),
  values: optional(
    record(
      anyJson,
      'More fields that the template of the ApplicationSet reads, with any JSON value',
    ),
  ),
  file: optionalString(
    `File of the ApplicationSet (default: \`${DEFAULT_FILE}\`)`,
  ),
  name: optionalString(
    'Name of the ApplicationSet, where the file has several',
  ),
  entryPath: optionalString(
    `File that a git generator finds (default: \`${DEFAULT_ENTRY}\`)`,
  ),
  create: optional(createField),
};
const outputFields = {
  applications: array(string(), 'Names of the Applications'),
};
const repository = 'https://git.example.com/platform/gitops';
const examples = [
  example(
    'An entry for each environment in the ApplicationSet that the repository has',
    {
      action: 'gitops:applicationset:add',
      input: {
        service: 'payments',
        environments: ['dev', 'production'],
        project: 'team-a',
        repository,
      },
    },
  ),
  example('A new ApplicationSet, which rolls changes out step by step', {
    action: 'gitops:applicationset:add',
    input: {
      service: 'payments',
      environments: ['dev', 'production'],
      project: 'team-a',
      repository,
      file: 'applicationsets/payments.yaml',
      create: { name: 'payments', generator: 'list', rollingSync: true },
    },
  }),
];

/**
 * Has an ApplicationSet make the Applications of a service: by a file that its generator finds, or
 * by an element of its list.
 */
export function applicationSetAdd(options: ActionOptions) {
  return writer(options, {
    id: 'gitops:applicationset:add',
    description:
      'Adds a service to an ApplicationSet, once for each environment: a file that its git generator finds, or an element of its list, with no other byte touched; or makes a new ApplicationSet',
    examples,
    input: inputFields,
    output: outputFields,
    async check({ values, create, project }) {
      await refuseSecretsInValues(values, 'input.values');
      checkForm('name', create?.name, 'input.create.name');
      checkForm('name', create?.namespace, 'input.create.namespace');
      checkForm('name', project, 'input.project');
    },
    async write({ input, service, environments, draft, logger }) {
      const { entryPath = DEFAULT_ENTRY, values = {}, project } = input;
      await refuseSameNamed(draft, service, environments, entryPath);
      const path = pathOf(input.file ?? DEFAULT_FILE, {});
      const addition: Addition = {
        path,
        name: input.name,
        environments,
        entries: environments.map(environment => ({
          ...values,
          service,
          environment,
          project,
        })),
        values: Object.keys(values),
        entryAt: environment => pathOf(entryPath, { service, environment }),
      };
      const applications = environments.map(one => `${service}-${one}`);
      const set = await draft.read(path);
      if (set !== undefined)
        return {
          applications,
          ...(await addToSet(set, addition, draft, logger)),
        };
      await makeSet(input.create, addition, draft, patternOf(input.entryPath));
      return { applications };
    },
  });
}

/** @throws InputError where the template does not ask for a new set */
async function makeSet(
  fields: ValueOf<typeof createField> | undefined,
  { path, environments, entries, entryAt }: Addition,
  draft: Draft,
  pattern: string,
): Promise<void> {
  const { base } = draft;
  if (!fields || !base)
    throw new InputError(
      `${path} does not exist${
        base ? ` in ${base.repository}` : ''
      }. Name the file of the ApplicationSet, or have one made with create and repository`,
    );
  const isList = fields.generator === 'list';
  const set = newSet(fields, {
    repository: base.address,
    branch: base.branch,
    generator: isList
      ? { kind: 'list', elements: entries }
      : { kind: 'files', pattern },
    rollingSync: fields.rollingSync ? environments : undefined,
  });
  await draft.add(path, toYaml(set));
  if (isList) return;
  for (const [index, entry] of entries.entries())
    await addEntry(draft, entryAt(environments[index]), entry);
}
