import { ConflictError, InputError } from '@backstage/errors';
import { inParallel } from 'backstage-plugin-gitops-node';
import type { Draft } from '../draft/Draft';
import { foundNames, isFoundAt } from '../draft/foundNames';
import { entriesOf } from '../names/secretKeys';
import { defaultLayout, pathOf } from '../names/layout';
import {
  checkEnvironments,
  checkServiceName,
  sameNamed,
} from '../names/serviceName';
import { refuseSecretsInValues } from '../secrets/refuseSecrets';
import type { ActionOptions } from './ActionOptions';
import { addToLists } from './addToLists';
import { copyEnvironment, NewEnvironment } from './copyEnvironment';
import { DEFAULT_VALUES } from './deploymentFields';
import { example } from './example';
import { array, optional, optionalString, string } from './fields';
import { inputs } from './inputs';
import { DEFAULT_ENTRY } from './newApplicationSet';
import { DEFAULT_SET, setFields, valuesField } from './setFields';
import { writer } from './writer';

const inputFields = {
  environment: string('Name of the new environment'),
  from: string('The environment whose files are copied'),
  services: optional(
    array(
      string(),
      'Names of the services (default, also if it is empty: all that have files in `from`)',
    ),
  ),
  values: valuesField(
    'Fields of the entries of the ApplicationSet that differ in the new environment: `cluster: prod-us`; {service} and {environment} are filled in',
  ),
  ...setFields,
  valuesPath: optionalString(
    `File of Helm values, which is copied too if it exists (default: \`${DEFAULT_VALUES}\`)`,
  ),
  provider: inputs.provider,
  paths: inputs.paths,
};
const outputFields = {
  services: array(string(), 'Services that get the environment'),
  skipped: array(string(), 'Services that have it already'),
  storeEntries: array(
    string(),
    'Entries that the store needs before the pull request is merged, with their fields',
  ),
};
const examples = [
  example('An environment for every service that is in staging', {
    action: 'gitops:environment:add',
    input: {
      repository: 'https://git.example.com/platform/gitops',
      environment: 'staging-us',
      from: 'staging',
      values: { cluster: 'staging-us' },
    },
  }),
  example('The same for two of them', {
    action: 'gitops:environment:add',
    input: {
      repository: 'https://git.example.com/platform/gitops',
      environment: 'preprod',
      from: 'staging',
      services: ['payments', 'ledger'],
    },
  }),
];

/** Adds an environment to services, as a copy of another. */
export function environmentAdd(options: ActionOptions) {
  return writer(options, {
    id: 'gitops:environment:add',
    description:
      'Adds an environment to one service, several, or all: copies the files of another environment, including ExternalSecrets, replaces its name, and adds elements to an ApplicationSet that lists its services. Images and versions stay those of the other environment',
    examples,
    isOfMany: true,
    input: inputFields,
    output: outputFields,
    async check({ environment, from, values }) {
      checkEnvironments([from, environment]);
      await refuseSecretsInValues(values, 'input.values');
    },
    async write({ input, draft, logger }) {
      const { environment: to, from, provider = 'aws', values = {} } = input;
      const overlay = input.paths?.overlay ?? defaultLayout.overlay;
      const wanted = input.services?.length
        ? input.services
        : await foundNames(draft, overlay, 'service', { environment: from });
      const [first] = wanted;
      if (first === undefined)
        throw new InputError(
          `No service is in ${from}: the repository has no folder ${overlay}. Say where they are, with paths.overlay`,
        );
      for (const one of wanted) checkServiceName(one, [to]);
      const has = await inParallel(
        wanted,
        async service =>
          (
            await draft.listBefore(
              pathOf(overlay, { service, environment: to }),
            )
          ).length > 0,
      );
      const skipped = wanted.filter((_, index) => has[index]);
      const services = wanted.filter((_, index) => !has[index]);
      if (skipped.length > 0)
        logger.info(`In ${to} already: ${skipped.join(', ')}`);
      const environment: NewEnvironment = {
        from,
        to,
        others: await foundNames(draft, overlay, 'environment', {
          service: first,
        }),
        overlay,
        entry: input.entryPath ?? DEFAULT_ENTRY,
        valuesFile: input.valuesPath ?? DEFAULT_VALUES,
        values,
        provider,
        prefixes: options.secretKeyPrefixes,
      };
      await refuseTaken(draft, services, environment);
      const copied = await inParallel(services, service =>
        copyEnvironment(draft, service, environment),
      );
      const changed = await addToLists(draft, services, environment, {
        file: input.file ?? DEFAULT_SET,
        name: input.name,
        logger,
      });
      await draft.addAll(copied.flatMap(({ files }) => files));
      return {
        services,
        skipped,
        storeEntries: entriesOf(copied.flatMap(({ keys }) => keys)),
        files: [...draft.added, ...changed],
      };
    },
  });
}

/**
 * Refuses a name that another service's Application has in another environment: `shop` in `eu-dev`
 * is that of `shop-eu` in `dev`.
 *
 * @throws ConflictError
 */
async function refuseTaken(
  draft: Draft,
  services: readonly string[],
  { to, overlay }: NewEnvironment,
): Promise<void> {
  for (const service of services)
    for (const other of sameNamed(service, to))
      if (await isFoundAt(draft, overlay, other))
        throw new ConflictError(
          `${service} in ${to} would be the Application ${service}-${to}, which ${other.service} in ${other.environment} is already. Choose another name`,
        );
}
