import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { givenOrPinned, readPin } from '../draft/pin';
import { appProjectOf } from '../manifests/appProject';
import { toYaml } from '../manifests/toYaml';
import { checkForm } from '../names/kubernetes';
import { fill, pathOf } from '../names/layout';
import { checkEnvironments } from '../names/serviceName';
import type { ActionOptions } from './ActionOptions';
import { DEFAULT_TARGET } from './inputs';
import { openDraft } from './openDraft';
import {
  DEFAULT_CLUSTER,
  DEFAULT_FILE,
  DEFAULT_NAMESPACE,
  Environments,
  examples,
  inputFields,
  outputFields,
} from './projectFields';

/** Writes the AppProject of a team. */
export function projectWrite(options: ActionOptions) {
  return createTemplateAction({
    id: 'gitops:project:write',
    description:
      'Writes an AppProject: which repositories the Applications of a team deploy from, to which clusters and namespaces, and when',
    examples,
    supportsDryRun: true,
    schema: { input: inputFields, output: outputFields },
    async handler(ctx) {
      const { input, workspacePath, logger } = ctx;
      const { project, windows = [], targetPath = DEFAULT_TARGET } = input;
      const settled = await readPin(workspacePath, targetPath);
      const environments = givenOrPinned<NonNullable<Environments>>(
        'environments',
        input.environments,
        settled.environments,
      ).map(one => (typeof one === 'string' ? { name: one } : one));
      const names = environments.map(({ name }) => name);
      checkForm('name', project, 'input.project');
      checkForm('name', input.namespace, 'input.namespace');
      checkEnvironments(names);
      for (const [index, { duration }] of windows.entries())
        checkForm('duration', duration, `input.windows[${index}].duration`);
      const draft = await openDraft(options, ctx);
      const repositories =
        input.repositories ?? (draft.base ? [draft.base.address] : []);
      if (repositories.length === 0)
        throw new InputError(
          'repositories is missing: an AppProject names where its Applications deploy from',
        );
      const file = pathOf(input.file ?? DEFAULT_FILE, { project });
      const manifest = appProjectOf({
        name: project,
        namespace: input.namespace ?? 'argocd',
        description: input.description,
        repositories,
        destinations: environments.map(environment =>
          destinationOf(environment, project),
        ),
        confineNamespaces: input.confineNamespaces ?? false,
        windows: windows.map(({ environments: held, ...window }, index) => ({
          ...window,
          applications: patternsOf(held, names, index),
        })),
      });
      await draft.add(file, toYaml(manifest));
      logger.info(`Wrote ${file}`);
      ctx.output('file', file);
    },
  });
}

/** Of all services: what stands for one of them may be anything. */
function destinationOf(
  {
    name: environment,
    cluster = DEFAULT_CLUSTER,
    namespace = DEFAULT_NAMESPACE,
  }: { name: string; cluster?: string; namespace?: string },
  project: string,
) {
  return {
    name: cluster,
    namespace: fill(namespace, { service: '*', environment, project }),
  };
}

/** @throws InputError for an environment that the project does not have */
function patternsOf(
  held: readonly string[] | undefined,
  environments: readonly string[],
  index: number,
): string[] {
  const unknown = held?.find(one => !environments.includes(one));
  if (unknown !== undefined)
    throw new InputError(
      `input.windows[${index}] holds in ${unknown}, which is none of the project's environments`,
    );
  return held?.map(one => `*-${one}`) ?? ['*'];
}
