import { InputError } from '@backstage/errors';
import { addResource } from '../draft/addResource';
import type { Pin } from '../draft/pin';
import {
  ImageUpdate,
  imageUpdaterAnnotations,
  imageUpdaterOf,
  updateStrategies,
} from '../manifests/imageUpdater';
import { toYaml } from '../manifests/toYaml';
import { checkForm } from '../names/kubernetes';
import { fill, pathOf } from '../names/layout';
import { defaultNameOf } from '../names/serviceName';
import type { ActionOptions } from './ActionOptions';
import { oneOf, optional, optionalString, record, string } from './fields';
import { example } from './example';
import { inputs } from './inputs';
import { writer } from './writer';

const DEFAULT_PATH = 'environments/{environment}/{service}-image-updater.yaml';

export const imageUpdaterFields = {
  environments: inputs.environments,
  image: inputs.image,
  style: optional(
    oneOf(
      ['resource', 'annotations'],
      'An ImageUpdater resource (`resource`, Image Updater 1.1.1 and later; default), or annotations for the Application, which are only returned',
    ),
  ),
  strategy: optional(oneOf(updateStrategies, 'Default: `semver`')),
  allowTags: optionalString('Tags that count: `regexp:^1\\.`'),
  application: optionalString(
    'Name of the Application; {service} and {environment} are filled in (default: what `gitops:applicationset:add` of this task has found, or `{service}-{environment}`)',
  ),
  method: optionalString(
    "How Image Updater writes: `git` (default) uses Argo CD's credentials for the repository, which then have to be allowed to write; `git:secret:<namespace>/<secret>` names a Secret with other credentials",
  ),
  valuesFile: optionalString(
    'File of Helm values to write to (default: the kustomization of the Application)',
  ),
  path: optionalString(`File of the resource (default: \`${DEFAULT_PATH}\`)`),
  namespace: optionalString('Namespace of the resource (default: `argocd`)'),
  plainFolder: inputs.newPlainFolder,
};
const outputFields = {
  annotations: record(record(string()), 'Annotations, by environment'),
};
const examples = [
  example('Commit each release to dev', {
    action: 'gitops:image-updater:write',
    input: {
      service: 'payments',
      environments: ['dev'],
      image: 'registry.example.com/payments',
      repository: 'https://git.example.com/platform/gitops',
    },
  }),
  example(
    'Annotations instead, for the Application that the next step adds',
    {
      id: 'updater',
      action: 'gitops:image-updater:write',
      input: {
        service: 'payments',
        environments: ['dev'],
        image: 'registry.example.com/payments',
        style: 'annotations',
        repository: 'https://git.example.com/platform/gitops',
      },
    },
    {
      action: 'gitops:app-of-apps:add',
      input: {
        service: 'payments',
        environments: ['dev'],
        project: 'team-a',
        repository: 'https://git.example.com/platform/gitops',
        annotations: '${{ steps.updater.output.annotations }}',
      },
    },
  ),
];

/** Has Argo CD Image Updater commit each new image to the manifests of an environment. */
export function imageUpdaterWrite(options: ActionOptions) {
  return writer(options, {
    id: 'gitops:image-updater:write',
    description:
      'Writes an ImageUpdater for a service, or returns the equivalent annotations, so that each build is committed to the manifests of an environment',
    examples,
    input: imageUpdaterFields,
    output: outputFields,
    check({ image, method, namespace, application }) {
      if (
        method !== undefined &&
        !/^git(:secret:[a-z0-9-]+\/[a-z0-9.-]+)?$/.test(method)
      )
        throw new InputError(
          'input.method has to be `git` or `git:secret:<namespace>/<secret>`: an ApplicationSet undoes what Image Updater writes to an Application',
        );
      checkForm('image', image, 'input.image');
      checkForm('name', namespace, 'input.namespace');
      checkForm(
        'name',
        application?.replace(/\{\w+\}/g, 'x'),
        'input.application',
      );
    },
    async write({ input, service, environments, draft, logger, settled }) {
      const { base } = draft;
      if (!base)
        throw new InputError(
          'repository is missing: Image Updater has to be told where to write',
        );
      const updateOf = (environment: string): ImageUpdate => ({
        image: input.image,
        strategy: input.strategy ?? 'semver',
        allowTags: input.allowTags,
        writeTo: input.valuesFile
          ? {
              kind: 'helmvalues',
              file: pathOf(input.valuesFile, { service, environment }),
            }
          : { kind: 'kustomization' },
        repository: base.address,
        branch: base.branch,
        method: input.method ?? 'git',
      });
      const annotations = Object.fromEntries(
        environments.map(one => [one, imageUpdaterAnnotations(updateOf(one))]),
      );
      if (input.style === 'annotations') {
        logger.info('Gave annotations for the Applications');
        return { annotations };
      }
      for (const environment of environments) {
        const names = { service, environment };
        const resource = imageUpdaterOf(updateOf(environment), {
          name: `${service}-${environment}`,
          namespace: input.namespace ?? 'argocd',
          application: input.application
            ? fill(input.application, names)
            : applicationIn(settled, names),
        });
        await addResource(
          draft,
          pathOf(input.path ?? DEFAULT_PATH, names),
          toYaml(resource),
          { plain: input.plainFolder ? 'any' : 'existing' },
        );
      }
      return { annotations };
    },
  });
}

/** As an earlier step has found it, or as Applications are named by default. */
function applicationIn(
  { applications = {} }: Pin,
  names: { service: string; environment: string },
): string {
  const found = applications[names.environment];
  if (found === null)
    throw new InputError(
      `input.application is missing: what the ApplicationSet calls ${names.service} in ${names.environment} is not known here`,
    );
  return found ?? defaultNameOf(names);
}
