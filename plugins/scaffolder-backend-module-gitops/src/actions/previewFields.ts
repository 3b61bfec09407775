import { destinationField } from './destination';
import { example } from './example';
import {
  integer,
  object,
  optional,
  optionalString,
  record,
  string,
} from './fields';
import { inputs } from './inputs';
import { setFields } from './setFields';

/** Folder of the previews' manifests, if a template names none. */
export const DEFAULT_FOLDER = 'apps/{service}/preview';
/** File of the ApplicationSet, if a template names none. */
export const DEFAULT_PREVIEW_SET = 'applicationsets/{service}-previews.yaml';

export const inputFields = {
  sourceRepository: string(
    'Address of the repository of the code, whose pull requests are deployed',
  ),
  image: inputs.image,
  from: optionalString(
    'Environment whose manifests and secrets a preview has (default: `dev`)',
  ),
  label: optionalString(
    'Label that a pull request has to have (default: `preview`)',
  ),
  tokenSecret: optional(
    object(
      { name: string(), key: string('Key of the Secret that has the token') },
      'Secret in the namespace of Argo CD with a token that may read pull requests. Required unless the code is public',
    ),
  ),
  env: optional(
    record(
      string(),
      "Variables that differ in a preview, texts only. An empty text withholds a key of the environment's Secret from it, such as the address of the database",
    ),
  ),
  host: optionalString(
    'Host of a preview, instead of that of the Ingress or HTTPRoute of the environment: `{service}-{number}.preview.example.com` (default: a preview has no Ingress and no HTTPRoute). With a chart, use `parameters`',
  ),
  parameters: optional(
    record(
      string(),
      "Parameters of the service's chart that differ in a preview: `ingress.host: '{service}-{number}.preview.example.com'`. {service}, {number} and {tag}, that of the image, are filled in. `image.tag` is always the tag, and variables are under `env`",
    ),
  ),
  requeueAfterSeconds: optional(
    integer(
      'How often Argo CD asks for pull requests, in seconds (default: 300)',
      { min: 30 },
    ),
  ),
  project: optionalString(
    'AppProject of the previews, if the environment has no entry file that names one',
  ),
  destination: optional(destinationField),
  entryPath: setFields.entryPath,
  folder: optionalString(
    `Folder of the manifests of previews (default: \`${DEFAULT_FOLDER}\`)`,
  ),
  file: optionalString(
    `File of the ApplicationSet (default: \`${DEFAULT_PREVIEW_SET}\`)`,
  ),
  namespace: optionalString(
    'Namespace of the ApplicationSet (default: `argocd`)',
  ),
  paths: inputs.paths,
};

export const outputFields = {
  label: string('The label that a pull request has to have'),
  folder: string('Folder of the manifests of previews'),
  file: string('File of the ApplicationSet'),
};

export const examples = [
  example('Previews without access to the database of dev', {
    action: 'gitops:preview:add',
    input: {
      service: 'payments',
      repository: 'https://git.example.com/platform/gitops',
      sourceRepository: 'https://git.example.com/services/payments',
      image: 'registry.example.com/payments',
      tokenSecret: { name: 'pull-requests', key: 'token' },
      env: { DATABASE_URL: '' },
    },
  }),
];
