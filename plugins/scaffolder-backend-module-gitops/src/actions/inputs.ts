import { secretStoreKinds, secretStores } from 'backstage-plugin-gitops-common';
import { GOLDEN_PATH } from '../draft/newestGoldenPath';
import { defaultLayout } from '../names/layout';
import {
  array,
  boolean,
  object,
  oneOf,
  optional,
  optionalString,
  string,
} from './fields';

/** The folder of the workspace that stands for the GitOps repository, if a template names none. */
export const DEFAULT_TARGET = 'gitops';

const PINNED = 'default: what `gitops:service:check` was given';

/** What a container asks for. */
export const resources = {
  requests: object({ cpu: string(), memory: string() }),
  limits: object({ cpu: optionalString(), memory: string() }),
};

/** Inputs that several actions have, under the same names. */
export const inputs = {
  service: optionalString(`Name of the service, as in the catalog (${PINNED})`),
  environments: optional(
    array(string(), `Names of the environments, in their order (${PINNED})`),
  ),
  repository: optionalString(
    'Address of the GitOps repository (default: the one that an earlier step has used for `targetPath`; if there is none, the action only reads what the task has written)',
  ),
  branch: optionalString(
    'Branch that Argo CD follows (default: that of the earlier step, or the default branch)',
  ),
  targetPath: optionalString(
    `Folder of the workspace for the GitOps repository (default: \`${DEFAULT_TARGET}\`)`,
  ),
  paths: optional(
    object({
      base: optionalString(
        `Folder that all environments share (default: \`${defaultLayout.base}\`)`,
      ),
      overlay: optionalString(
        `Folder of one environment (default: \`${defaultLayout.overlay}\`)`,
      ),
    }),
  ),
  goldenPath: optionalString(
    `Folder with the versions of what all services share, \`v1\` and up (default: \`${GOLDEN_PATH}\`). Where the repository has none, all of it is written into the folder of the service`,
  ),
  secretName: optionalString(
    'Name of the Secret (default: `{service}-secrets`)',
  ),
  provider: optional(
    oneOf(
      secretStoreKinds,
      `Kind of the store, whose rules the names of entries follow: ${secretStoreKinds
        .map(kind => `${secretStores[kind].title} (\`${kind}\`)`)
        .join(', ')}. Default: \`aws\``,
    ),
  ),
  token: optionalString(
    "Token of the person who fills in the form, instead of the portal's credentials: `${{ secrets.USER_OAUTH_TOKEN }}`",
  ),
  image: string('Image without its tag'),
  runAsNonRoot: optional(
    boolean(
      'Whether Kubernetes refuses to start the image as root (default: `true`). Use `false` for images that need root',
    ),
  ),
  resources: optional(
    object(resources, 'Default: 50m of CPU and 128Mi of memory, at most 256Mi'),
  ),
  imagePullSecrets: optional(
    array(
      string(),
      'Secrets with which the image is pulled, if the nodes have no credentials of their own',
    ),
  ),
  writable: optional(
    array(
      string(),
      'Folders that the container may write to (default: `/tmp`). All others are read-only; with `/`, none is',
    ),
  ),
  plainFolder: optional(
    boolean(
      'Whether the folder needs no kustomization, because it is a source of an Application, such as next to a chart (default: `false`, and a file that nothing would deploy is refused)',
    ),
  ),
  newPlainFolder: optional(
    boolean(
      'Whether the folder may be new and without a kustomization, because it will be a source of an Application (default: `false`, and a file that nothing would deploy is refused)',
    ),
  ),
};

export const secretKeyField = object({
  secretKey: string('Name of the key in the Secret, and of the variable'),
  key: string(
    'Entry in the store; {service} and {environment} are filled in. It has to begin like all entries of the service: by default with `{environment}/{service}`, or `{environment}-{service}` where the store has no paths',
  ),
  property: optionalString('Field of the entry'),
});

export const secretKeysField = array(
  secretKeyField,
  'Keys of the Secret, and where they come from',
  { min: 1 },
);

/** The Secret of a service, if a template names none. */
export const defaultSecretOf = (service: string) => `${service}-secrets`;

/** Output of all writers. */
export const files = array(
  string(),
  'Paths from the root of the GitOps repository',
);
