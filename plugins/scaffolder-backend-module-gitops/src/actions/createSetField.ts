import { defaultLayout } from '../names/layout';
import { destinationField } from './destination';
import {
  array,
  boolean,
  object,
  oneOf,
  optional,
  optionalString,
  record,
  string,
  ValueOf,
} from './fields';

const sourceField = object({
  repository: optionalString('Default: the GitOps repository'),
  revision: optionalString(
    'Branch, tag, or version of the chart (default: the branch that Argo CD follows)',
  ),
  path: optionalString('Folder of the manifests or of a chart'),
  chart: optionalString(
    'Name of a chart in a Helm repository, which `repository` and `revision` then name',
  ),
  valueFiles: optional(
    array(string(), 'Files of values: `$values/values-{environment}.yaml`'),
  ),
  exclude: optionalString(
    'Files of a folder without a kustomization that are no manifests, such as the entry: `chart.json`',
  ),
  ref: optionalString(
    'Name by which `valueFiles` of the other sources refer to this one: `values`',
  ),
});

export const createField = object(
  {
    name: string('{service} is filled in'),
    generator: optional(oneOf(['files', 'list'])),
    source: optionalString(
      `Folder of the manifests (default: the folder of the entry if each environment has one of its own, otherwise \`${defaultLayout.overlay}\`)`,
    ),
    sources: optional(
      array(
        sourceField,
        'Several sources instead of `source`, such as a chart with values from the GitOps repository; {service} and {environment} are filled in everywhere',
        { min: 1 },
      ),
    ),
    rollingSync: optional(
      boolean(
        'Whether a change rolls out from environment to environment: Argo CD then turns automatic sync off and syncs step by step. Its ApplicationSet controller has to run with `--enable-progressive-syncs`. The set contains only this service',
      ),
    ),
    namespace: optionalString(),
    destination: optional(destinationField),
    annotations: optional(record(string())),
    preserveResourcesOnDeletion: optional(
      boolean(
        'Whether what an Application has deployed keeps running when its entry or the set is removed (default: `false`, and it is deleted)',
      ),
    ),
    applicationsSync: optional(
      oneOf(
        ['create-only', 'create-update', 'create-delete', 'sync'],
        'What the set does with existing Applications (default: `sync`, which changes and deletes them)',
      ),
    ),
    refreshOnRetry: optional(
      boolean(
        'Whether a sync that failed is tried again with what was committed meanwhile. Needs Argo CD 3.2 or later',
      ),
    ),
    ignoreApplicationDifferences: optional(
      array(
        string(),
        'Fields of Applications that the set does not overwrite, as JSON pointers: `/spec/source/targetRevision`',
      ),
    ),
  },
  'Creates the ApplicationSet if the file does not exist',
);
export type Create = ValueOf<typeof createField>;
