import { ConflictError, InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { JsonValue } from '@backstage/types';
import type { z as zod } from 'zod/v3';
import type { Draft } from '../draft/Draft';
import {
  checkNames,
  Entry,
  fitting,
  generatorFor,
  withElements,
} from '../manifests/addEntries';
import { readApplicationSet } from '../manifests/readApplicationSet';
import { checkSteps } from '../manifests/rollingSync';
import { checkManifest } from '../manifests/schemas';
import { toYaml } from '../manifests/toYaml';
import { checkForm } from '../names/kubernetes';
import { pathOf, usualLayout } from '../names/layout';
import { checkEnvironments, checkServiceName } from '../names/serviceName';
import { refuseSecretsInValues } from '../secrets/refuseSecrets';
import type { ActionOptions } from './ActionOptions';
import { examples } from './applicationSetAdd.examples';
import { files, inputs } from './inputs';
import { newSet, patternOf, USUAL_ENTRY } from './newApplicationSet';
import { openDraft } from './openDraft';
import { refuseSameNamed } from './refuseSameNamed';

const USUAL_FILE = 'applicationsets/services.yaml';

/** Has an ApplicationSet make the Applications of a service: by a file that its generator finds, or by an element of its list. */
export function applicationSetAdd(options: ActionOptions) {
  return createTemplateAction({
    id: 'gitops:applicationset:add',
    description:
      'Adds a service to an ApplicationSet, once for each environment: a file that its git generator finds, or an element of its list, with no other byte touched; or makes a new ApplicationSet',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        service: inputs.service,
        environments: inputs.environments,
        project: z => z.string({ description: 'The AppProject' }),
        values: z =>
          z
            .record(json(z))
            .describe(
              'More fields, which the template of the ApplicationSet reads: texts, or whatever else JSON has',
            )
            .optional(),
        file: z =>
          z
            .string({
              description: `Of the ApplicationSet. Default: ${USUAL_FILE}`,
            })
            .optional(),
        name: z =>
          z
            .string({
              description: 'Of the ApplicationSet, where the file has several',
            })
            .optional(),
        entryPath: z =>
          z
            .string({
              description: `Of the file that a git generator finds. Default: ${USUAL_ENTRY}`,
            })
            .optional(),
        create: z =>
          z
            .object({
              name: z.string(),
              generator: z.enum(['files', 'list']).optional(),
              source: z
                .string({
                  description: `Folder of the manifests. Default: the entry's own folder, or ${usualLayout.overlay}`,
                })
                .optional(),
              rollingSync: z
                .boolean({
                  description:
                    'Roll a change out from environment to environment: Argo CD then switches automatic sync off and syncs by itself, step by step',
                })
                .optional(),
              namespace: z.string().optional(),
              destination: z
                .object({
                  server: z.string().optional(),
                  name: z.string().optional(),
                })
                .optional(),
              annotations: z.record(z.string()).optional(),
            })
            .describe('Makes the ApplicationSet, where the file does not exist')
            .optional(),
        repository: inputs.repository,
        branch: inputs.branch,
        targetPath: inputs.targetPath,
      },
      output: {
        files,
        applications: z => z.array(z.string(), { description: 'Their names' }),
      },
    },
    async handler(ctx) {
      const { input } = ctx;
      const { service, environments, file = USUAL_FILE, create } = input;
      checkEnvironments(environments);
      checkServiceName(service, environments);
      await refuseSecretsInValues(input.values, 'input.values');
      checkForm('name', create?.name, 'input.create.name');
      checkForm('name', create?.namespace, 'input.create.namespace');
      checkForm('name', input.project, 'input.project');
      const draft = await openDraft(options, ctx);
      const path = pathOf(file, {});
      const written: string[] = [];
      const text = await draft.read(path);
      const entries = environments.map(environment => ({
        ...input.values,
        service,
        environment,
        project: input.project,
      }));
      const { entryPath = USUAL_ENTRY } = input;
      const entryAt = (environment: string) =>
        pathOf(entryPath, { service, environment });
      await refuseSameNamed(draft, service, environments, entryPath);
      if (text === undefined) {
        if (!create || !draft.base || input.repository === undefined)
          throw new InputError(
            `${path} does not exist${
              draft.base ? ` in ${draft.base.repository}` : ''
            }. Name the file of the ApplicationSet, or have one made with create and repository`,
          );
        const isList = create.generator === 'list';
        const set = newSet(create, {
          repository: input.repository,
          branch: draft.base.branch,
          generator: isList
            ? { kind: 'list', elements: entries }
            : { kind: 'files', pattern: patternOf(input.entryPath) },
          rollingSync: create.rollingSync ? environments : undefined,
        });
        checkManifest(JSON.parse(JSON.stringify(set)), path);
        await draft.add(path, toYaml(set));
        written.push(path);
        if (!isList)
          for (const entry of entries)
            written.push(
              await addFile(draft, entryAt(entry.environment), entry),
            );
      } else {
        const set = readApplicationSet(text, path, input.name);
        const generator = generatorFor(set, {
          setFile: path,
          file: entryAt(environments[0]),
        });
        const extra = Object.keys(input.values ?? {});
        const optional = set.fields.optional.filter(
          name =>
            ![
              ...extra,
              'service',
              'environment',
              'project',
              ...generator.adds,
            ].includes(name),
        );
        if (optional.length > 0)
          ctx.logger.info(
            `ApplicationSet ${set.name} reads ${optional.join(
              ', ',
            )} where the entry has it. Give what it should have under values`,
          );
        checkSteps(set, entries);
        checkNames(set, generator, entries);
        if (generator.files) {
          for (const entry of entries) {
            const own = fitting(entry, set, generator, extra);
            written.push(await addFile(draft, entryAt(entry.environment), own));
          }
        } else {
          const own = entries.map(one => fitting(one, set, generator, extra));
          // Of a matrix, environments come from elsewhere: the service stands once
          const once = own.filter(
            (one, index) => 'environment' in one || index === 0,
          );
          const after = withElements(
            text,
            { file: path, document: set.document, path: generator.path },
            { documents: set.documents, elements: generator.elements },
            once,
            environments,
          );
          if (after !== text) await draft.write(path, after);
          written.push(path);
          ctx.logger.info(
            'Elements of a list stand in one file: two pull requests that add to its end at a time conflict, and the second has to be brought up to date. Files of a generator do not',
          );
        }
      }
      ctx.logger.info(`Wrote ${written.join(', ')}`);
      ctx.output('files', written);
      ctx.output(
        'applications',
        environments.map(environment => `${service}-${environment}`),
      );
    },
  });
}

/** Any value, and not one of a type. */
function json(z: typeof zod): zod.ZodType<JsonValue> {
  return z.any();
}

/** @throws ConflictError where the file is there with other fields */
async function addFile(
  draft: Draft,
  path: string,
  entry: Entry,
): Promise<string> {
  const text = /\.ya?ml$/.test(path)
    ? toYaml(entry)
    : `${JSON.stringify(entry, null, 2)}\n`;
  if (((await draft.readBefore(path)) ?? text) !== text)
    throw new ConflictError(
      `${path} exists already: ${entry.service} is in ${entry.environment}`,
    );
  await draft.add(path, text);
  return path;
}
