import { InputError } from '@backstage/errors';
import type { JsonValue } from '@backstage/types';
import type { Entry } from '../manifests/addEntries';
import { applicationName } from '../manifests/applicationName';
import { GOLDEN_PATH_FIELD, GoldenPath } from '../manifests/goldenPath';
import { generatorFor } from '../manifests/generatorFor';
import { readApplicationSet } from '../manifests/readApplicationSet';
import { Names, valueFor } from '../names/byEnvironment';
import { checkForm } from '../names/kubernetes';
import { pathOf } from '../names/layout';
import { defaultNameOf } from '../names/serviceName';
import { refuseSecretsInValues } from '../secrets/refuseSecrets';
import type { ActionOptions } from './ActionOptions';
import { Addition, addToSet, Found } from './applicationSetEntries';
import { applicationSetExamples } from './applicationSetExamples';
import { createField } from './createSetField';
import { checkDestination } from './destination';
import { array, optional, string } from './fields';
import { inputs } from './inputs';
import { makeSet } from './makeApplicationSet';
import {
  DEFAULT_ENTRY,
  destinationFields,
  entryFieldsOf,
} from './newApplicationSet';
import { refuseSameNamed } from './refuseSameNamed';
import { DEFAULT_SET, setFields, valuesField } from './setFields';
import { writer } from './writer';

export const applicationSetFields = {
  environments: inputs.environments,
  project: string('AppProject of the Applications'),
  values: valuesField(
    'More fields that the template of the ApplicationSet reads: texts (with {service} and {environment} filled in), numbers, booleans or lists. An object gives the value of each environment: `cluster: {dev: dev-eu, production: prod-eu}`',
  ),
  ...setFields,
  create: optional(createField),
};
export const applicationSetOutput = {
  applications: array(
    string(),
    'Names of the generated Applications, as far as the template of the ApplicationSet uses only the fields of the entries',
  ),
};

/**
 * Has an ApplicationSet make the Applications of a service: by a file that its generator finds, or
 * by an element of its list.
 */
export function applicationSetAdd(options: ActionOptions) {
  return writer(options, {
    id: 'gitops:applicationset:add',
    description:
      'Adds a service to an ApplicationSet, once for each environment: a file that its git generator finds, or an element of its list, without changing another byte; or creates a new ApplicationSet',
    examples: applicationSetExamples,
    input: applicationSetFields,
    output: applicationSetOutput,
    async check({ values, create, project }) {
      await refuseSecretsInValues(values, 'input.values');
      checkForm('name', create?.namespace, 'input.create.namespace');
      checkForm('name', project, 'input.project');
      checkDestination(create?.destination, 'input.create.destination');
      const given = Object.keys(values ?? {});
      const twice =
        create && entryFieldsOf(create).find(one => given.includes(one));
      if (twice)
        throw new InputError(
          `input.values.${twice} and input.create.destination give the same field of the entries: leave one out`,
        );
    },
    async write(writing) {
      const { input, service, environments, draft, logger } = writing;
      const { entryPath = DEFAULT_ENTRY, values = {}, project, create } = input;
      const path = pathOf(input.file ?? DEFAULT_SET, { service });
      const { goldenPath } = writing.settled;
      const addition: Addition = {
        path,
        service,
        environments,
        entries: environments.map(environment => {
          const names = { service, environment };
          return {
            ...(goldenPath && { [GOLDEN_PATH_FIELD]: goldenPath.version }),
            ...valuesFor(values, names),
            ...(create && destinationFields(create, names)),
            ...names,
            project,
          };
        }),
        values: Object.keys(values),
        entryAt: environment => pathOf(entryPath, { service, environment }),
      };
      const text = await draft.read(path);
      const found =
        text === undefined ? undefined : foundIn(text, addition, input.name);
      if (goldenPath && found) checkReadsGoldenPath(found, goldenPath);
      const nameOf = (entry: Addition['entries'][number]) =>
        found
          ? applicationName(
              found.set,
              entry,
              found.generator.files &&
                pathOf(entryPath, {
                  service: entry.service,
                  environment: entry.environment,
                }),
            )
          : defaultNameOf(entry);
      const [first] = addition.entries;
      await refuseSameNamed(draft, service, environments, entryPath, names =>
        nameOf({ ...first, ...names }),
      );
      let files: string[] | undefined;
      if (found) files = await addToSet(found, addition, draft, logger, create);
      else await makeSet(create, addition, draft, entryPath, goldenPath);
      const named = addition.entries.map(nameOf);
      if (named.includes(undefined))
        logger.info(
          `ApplicationSet ${found?.set.name} makes the names of its Applications of more than the fields of an entry: what these are called is not known here`,
        );
      await writing.settle({
        applications: {
          ...writing.settled.applications,
          ...Object.fromEntries(
            environments.map((one, index) => [one, named[index] ?? null]),
          ),
        },
      });
      return {
        applications: named.filter(one => one !== undefined),
        ...(files && { files }),
      };
    },
  });
}

/** @throws InputError where the set would not see the entries */
function foundIn(
  text: string,
  { path, environments, entryAt }: Addition,
  name: string | undefined,
): Found {
  const set = readApplicationSet(text, path, name);
  const file = entryAt(environments[0]);
  const generator = generatorFor(set, { setFile: path, file });
  return { text, set, generator };
}

/**
 * @throws InputError where the set would deploy the service without what the repository has for all
 */
function checkReadsGoldenPath({ set }: Found, goldenPath: GoldenPath): void {
  const { needed, optional: others } = set.fields;
  if ([...needed, ...others].includes(GOLDEN_PATH_FIELD)) return;
  throw new InputError(
    `The service has its golden path from ${goldenPath.folder}, which ApplicationSet ${set.name} does not add. In its template, set source.kustomize.components to [<path from the service's folder to ${goldenPath.folder}>/{{.${GOLDEN_PATH_FIELD}}}]`,
  );
}

function valuesFor(values: Record<string, JsonValue>, names: Names): Entry {
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => [
      field,
      valueFor(value, names, `input.values.${field}`),
    ]),
  );
}
