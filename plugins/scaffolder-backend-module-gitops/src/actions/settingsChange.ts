import { InputError } from '@backstage/errors';
import type { SomeResources } from '../manifests/settings';
import { checkForm, checkResources, checkVariables } from '../names/kubernetes';
import { pathOf } from '../names/layout';
import { checkEnvironments } from '../names/serviceName';
import { refuseSecretsInValues } from '../secrets/refuseSecrets';
import { changeOverlay } from './changeOverlay';
import { changeValues } from './changeValues';
import type { ActionOptions } from './ActionOptions';
import { example } from './example';
import {
  array,
  integer,
  object,
  optional,
  optionalString,
  record,
  string,
} from './fields';
import { inputs } from './inputs';
import { writer } from './writer';

const some = optional(
  object({ cpu: optionalString(), memory: optionalString() }),
);
const inputFields = {
  environment: string('The one environment that is changed'),
  replicas: optional(integer('Number of Pods', { min: 0 })),
  resources: optional(
    object(
      { requests: some, limits: some },
      'Requests and limits of its container. What is left out stays as it is',
    ),
  ),
  env: optional(record(string(), 'Settings of the container, without secrets')),
  unset: optional(
    array(
      string(),
      'Names of settings to remove from the environment. A setting of the base then applies again',
    ),
  ),
  container: optionalString('Container of the settings (default: `app`)'),
  valuesPath: optionalString(
    'File of Helm values; {service} and {environment} are filled in (default: the overlay of the environment is changed)',
  ),
  paths: inputs.paths,
};
const examples = [
  example('More Pods, with more memory, and a setting', {
    action: 'gitops:settings:change',
    input: {
      service: 'payments',
      environment: 'production',
      repository: 'https://git.example.com/platform/gitops',
      replicas: 4,
      resources: { limits: { memory: '512Mi' } },
      env: { LOG_LEVEL: 'warn' },
    },
  }),
  example('A setting in Helm values', {
    action: 'gitops:settings:change',
    input: {
      service: 'payments',
      environment: 'dev',
      repository: 'https://git.example.com/platform/gitops',
      env: { LOG_LEVEL: 'debug' },
      valuesPath: 'apps/{service}/values-{environment}.yaml',
    },
  }),
];

/** Changes what a service has other than its base in one environment. */
export function settingsChange(options: ActionOptions) {
  return writer(options, {
    id: 'gitops:settings:change',
    description:
      'Changes the number of Pods, the resources and the settings of a service in one environment, without changing another byte: in the overlay and its `settings.yaml`, or in a file of Helm values',
    examples,
    input: inputFields,
    async check({ environment, replicas, resources, env, unset, container }) {
      checkEnvironments([environment]);
      await refuseSecretsInValues(env, 'input.env');
      checkVariables(env, 'input.env');
      checkForm('name', container, 'input.container');
      checkResources(resources, 'input.resources');
      const both = unset?.find(one => Object.hasOwn(env ?? {}, one));
      if (both !== undefined)
        throw new InputError(`${both} is in input.env and in input.unset`);
      const isGiven =
        replicas !== undefined ||
        givenResources(resources) !== undefined ||
        Object.keys(env ?? {}).length + (unset ?? []).length > 0;
      if (!isGiven)
        throw new InputError(
          'There is nothing to change: give replicas, resources, env or unset',
        );
    },
    async write({ input, service, draft }) {
      const { environment, valuesPath, paths, container } = input;
      const { replicas, env = {}, unset = [] } = input;
      const resources = givenResources(input.resources);
      const change = { replicas, resources, env, unset };
      const names = { service, environment };
      const files = valuesPath
        ? await changeValues(draft, pathOf(valuesPath, names), change)
        : await changeOverlay(draft, { ...names, paths, container }, change);
      return { files };
    },
  });
}

/** Without what a form leaves empty; undefined where that is all. */
function givenResources(
  resources: SomeResources | undefined,
): SomeResources | undefined {
  const given = Object.entries(resources ?? {}).flatMap(([kind, values]) => {
    const own = Object.entries(values ?? {}).filter(([, value]) => value);
    return own.length > 0 ? [[kind, Object.fromEntries(own)]] : [];
  });
  return given.length > 0 ? Object.fromEntries(given) : undefined;
}
