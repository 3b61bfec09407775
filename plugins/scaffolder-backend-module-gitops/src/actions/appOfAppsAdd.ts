import { InputError } from '@backstage/errors';
import { addResource } from '../draft/addResource';
import { applicationOf } from '../manifests/application';
import { componentOf } from '../manifests/goldenPath';
import { toYaml } from '../manifests/toYaml';
import { checkForm } from '../names/kubernetes';
import { defaultLayout, fill, pathOf } from '../names/layout';
import type { ActionOptions } from './ActionOptions';
import {
  checkDestination,
  destinationField,
  destinationIn,
} from './destination';
import { example } from './example';
import { array, optional, optionalString, record, string } from './fields';
import { inputs } from './inputs';
import { refuseSameNamed } from './refuseSameNamed';
import { writer } from './writer';

const DESTINATION = 'input.destination';
/** File of the Application, if a template names none. */
export const DEFAULT_PATH = 'environments/{environment}/{service}.yaml';

const inputFields = {
  environments: inputs.environments,
  project: string('AppProject of the Applications'),
  path: optionalString(
    `File of the Application (default: \`${DEFAULT_PATH}\`)`,
  ),
  source: optionalString(
    `Folder of the manifests (default: \`${defaultLayout.overlay}\`)`,
  ),
  valueFiles: optional(
    array(string(), 'Files of values of a chart, as seen from its folder'),
  ),
  destination: optional(destinationField),
  annotations: optional(
    record(record(string()), 'Annotations of the Application, by environment'),
  ),
  namespace: optionalString('Namespace of the Application (default: `argocd`)'),
  plainFolder: inputs.newPlainFolder,
};
const outputFields = {
  applications: array(string(), 'Names of the Applications'),
};
const examples = [
  example('An Application in the group of dev', {
    action: 'gitops:app-of-apps:add',
    input: {
      service: 'payments',
      environments: ['dev'],
      project: 'team-a',
      repository: 'https://git.example.com/platform/gitops',
    },
  }),
];

/** Adds an Application of the service to the group of each environment. */
export function appOfAppsAdd(options: ActionOptions) {
  return writer(options, {
    id: 'gitops:app-of-apps:add',
    description:
      'Adds a child Application for a service to the App of Apps of each environment',
    examples,
    input: inputFields,
    output: outputFields,
    check(input) {
      checkForm('name', input.project, 'input.project');
      checkForm('name', input.namespace, 'input.namespace');
      checkDestination(input.destination, DESTINATION);
    },
    async write({ input, service, environments, draft, settled }) {
      const { goldenPath } = settled;
      const { base } = draft;
      if (!base)
        throw new InputError(
          'repository is missing: an Application names where its manifests are',
        );
      const template = input.path ?? DEFAULT_PATH;
      await refuseSameNamed(draft, service, environments, template);
      for (const environment of environments) {
        const values = { service, environment };
        const folder = pathOf(input.source ?? defaultLayout.overlay, values);
        const application = applicationOf({
          name: `${service}-${environment}`,
          namespace: input.namespace ?? 'argocd',
          project: input.project,
          service,
          environment,
          sources: [
            {
              repository: base.address,
              revision: base.branch,
              path: folder,
              components: goldenPath && [componentOf(goldenPath, folder)],
              valueFiles: input.valueFiles?.map(file => fill(file, values)),
            },
          ],
          destination: destinationIn(input.destination, values, DESTINATION),
          annotations: input.annotations?.[environment],
          goldenPath: goldenPath?.version,
        });
        const path = pathOf(template, values);
        await addResource(draft, path, toYaml(application), {
          plain: input.plainFolder ? 'any' : 'existing',
        });
      }
      return { applications: environments.map(one => `${service}-${one}`) };
    },
  });
}
