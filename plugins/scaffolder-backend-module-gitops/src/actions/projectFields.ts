import type { z as zod } from 'zod/v3';
import { example } from './example';
import {
  array,
  boolean,
  Field,
  object,
  oneOf,
  optional,
  optionalString,
  string,
  ValueOf,
} from './fields';
import { inputs } from './inputs';

export const DEFAULT_FILE = 'projects/{project}.yaml';
export const DEFAULT_CLUSTER = 'in-cluster';
export const DEFAULT_NAMESPACE = '{service}-{environment}';

const environmentField = object({
  name: string(),
  cluster: optionalString(
    `Name of the cluster in Argo CD (default: \`${DEFAULT_CLUSTER}\`, Argo CD's own)`,
  ),
  namespace: optionalString(
    `Namespaces of the services: {service}, {environment} and {project} are filled in (default: \`${DEFAULT_NAMESPACE}\`)`,
  ),
});

/** Names alone, or with their clusters. */
const environmentsField: Field<
  zod.ZodOptional<
    zod.ZodArray<
      zod.ZodUnion<[zod.ZodString, ReturnType<typeof environmentField>]>
    >
  >
> = z =>
  z
    .array(z.union([z.string(), environmentField(z)]), {
      description:
        'Environments that the project deploys to: names, or objects with the cluster and the namespaces (default: what `gitops:service:check` was given)',
    })
    .min(1)
    .optional();

export type Environments = ValueOf<typeof environmentsField>;

export const inputFields = {
  project: string('Name of the AppProject, such as that of the team'),
  description: optionalString('Whose it is'),
  environments: environmentsField,
  repositories: optional(
    array(
      string(),
      'Addresses of repositories that its Applications may deploy from (default: the GitOps repository)',
    ),
  ),
  confineNamespaces: optional(
    boolean(
      'Whether its Applications may create, change and delete only namespaces that they deploy to (default: `false`, and a manifest of a Namespace may be of any). Needs Argo CD 3.3 or later: before, the project would never be in sync',
    ),
  ),
  windows: optional(
    array(
      object({
        kind: oneOf(['allow', 'deny']),
        schedule: string('When it begins, as a cron expression: `0 0 24 12 *`'),
        duration: string('How long it lasts: `72h`'),
        timeZone: optionalString('Default: `UTC`'),
        description: optionalString('Shown where it holds a sync up'),
        environments: optional(
          array(string(), 'Where it holds (default: everywhere)'),
        ),
        manualSync: optional(
          boolean('Whether people may sync nevertheless (default: `false`)'),
        ),
      }),
      'Sync windows: when Argo CD may deploy (`allow`), or may not (`deny`)',
    ),
  ),
  namespace: optionalString('Namespace of Argo CD (default: `argocd`)'),
  file: optionalString(`File of the AppProject (default: \`${DEFAULT_FILE}\`)`),
  repository: inputs.repository,
  branch: inputs.branch,
  targetPath: inputs.targetPath,
};
export const outputFields = {
  file: string('Path from the root of the GitOps repository'),
};
export const examples = [
  example('The project of a team, which deploys nothing at Christmas', {
    action: 'gitops:project:write',
    input: {
      project: 'team-a',
      repository: 'https://git.example.com/platform/gitops',
      environments: [
        { name: 'dev' },
        { name: 'production', cluster: 'prod-eu' },
      ],
      confineNamespaces: true,
      windows: [
        {
          kind: 'deny',
          schedule: '0 0 24 12 *',
          duration: '72h',
          environments: ['production'],
        },
      ],
    },
  }),
];
