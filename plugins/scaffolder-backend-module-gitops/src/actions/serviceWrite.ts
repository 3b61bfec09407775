import { InputError } from '@backstage/errors';
import {
  createTemplateAction,
  TemplateAction,
} from '@backstage/plugin-scaffolder-node';
import { readPin } from '../draft/pin';
import { defaultLayout, pathOf } from '../names/layout';
import type { ActionOptions } from './ActionOptions';
import { applicationSetAdd } from './applicationSetAdd';
import { deploymentWrite } from './deploymentWrite';
import { externalSecretWrite } from './externalSecretWrite';
import { imageUpdaterWrite } from './imageUpdaterWrite';
import { DEFAULT_TARGET, defaultSecretOf } from './inputs';
import { migrationJobWrite } from './migrationJobWrite';
import { ownersAdd } from './ownersAdd';
import { previewAdd } from './previewAdd';
import { promoteWorkflowAdd } from './promoteWorkflowAdd';
import {
  examples,
  groups,
  inputFields,
  outputFields,
  ServiceWriteInput,
} from './serviceWriteFields';
import { namesOf } from './writer';

/** What one of the single actions writes. */
interface Part {
  action(options: ActionOptions): TemplateAction<any, any, any>;
  input: object;
  /** The field of the input that has the inputs of that action */
  group?: keyof typeof groups;
}

/** Writes all that a GitOps repository has of a service. */
export function serviceWrite(options: ActionOptions) {
  return createTemplateAction({
    id: 'gitops:service:write',
    description:
      'Writes all files of a service in the GitOps repository: its manifests, secrets, migration and entry in the ApplicationSet, how builds and releases arrive, and who reviews it. Each part is written as by the single action',
    examples,
    supportsDryRun: true,
    schema: { input: inputFields, output: outputFields },
    async handler(ctx) {
      const { repository, branch, targetPath = DEFAULT_TARGET } = ctx.input;
      const settled = await readPin(ctx.workspacePath, targetPath);
      const names = namesOf(ctx.input, settled, inputFields);
      const where = { ...names, repository, branch, targetPath };
      const outputs: Record<string, any> = {};
      const files = new Set<string>();
      for (const { action, input, group } of partsOf(ctx.input, names)) {
        const { handler } = action(options);
        const output: typeof outputs = {};
        await handler({
          ...ctx,
          input: { ...where, ...input },
          output: (name, value) => void (output[String(name)] = value),
        }).catch(error => throwNamed(error, group));
        for (const one of [output.files ?? output.file ?? []].flat())
          files.add(one);
        Object.assign(outputs, output);
      }
      ctx.output('files', [...files]);
      ctx.output('applications', outputs.applications);
      ctx.output('secretName', outputs.secretName);
      ctx.output('storeEntries', outputs.storeEntries);
    },
  });
}

/** In an order in which each part finds what those before it have written. */
function partsOf(
  input: ServiceWriteInput,
  { service, environments }: { service: string; environments: string[] },
): Part[] {
  const { secrets, migration, applicationSet, previews } = input;
  const { project, plainFolder } = input;
  const secretName = secrets?.keys?.length
    ? secrets.name ?? defaultSecretOf(service)
    : undefined;
  const within = (part: { environments: string[] } | undefined) =>
    part?.environments.filter(one => environments.includes(one)) ?? [];
  const builds = within(input.imageUpdater);
  const releases = within(input.promoteWorkflow);
  if (input.style === 'helm' && releases.length > 0)
    throw new InputError(
      'input.promoteWorkflow is for kustomizations: with style helm, promote releases in the portal, by pull request',
    );
  const parts: (Part | false)[] = [
    { action: deploymentWrite, input: { ...input, secretName } },
    secretName !== undefined && {
      action: externalSecretWrite,
      group: 'secrets',
      input: { ...secrets, paths: input.paths, plainFolder },
    },
    (migration?.command ?? []).length > 0 && {
      action: migrationJobWrite,
      group: 'migration',
      input: {
        ...migration,
        image: input.image,
        imagePullSecrets: input.imagePullSecrets,
        writable: input.writable,
        runAsNonRoot: input.runAsNonRoot,
        paths: input.paths,
        secretName,
      },
    },
    {
      action: applicationSetAdd,
      group: 'applicationSet',
      input: { ...applicationSet, project },
    },
    // After the ApplicationSet, which tells how the Applications are called
    builds.length > 0 && {
      action: imageUpdaterWrite,
      group: 'imageUpdater',
      input: {
        ...input.imageUpdater,
        environments: builds,
        image: input.image,
      },
    },
    releases.length > 0 && {
      action: promoteWorkflowAdd,
      group: 'promoteWorkflow',
      input: { ...input.promoteWorkflow, environments: releases },
    },
    previews !== undefined &&
      environments.includes(previews.from) && {
        action: previewAdd,
        group: 'previews',
        input: {
          ...previews,
          image: input.image,
          project,
          entryPath: applicationSet?.entryPath,
          paths: input.paths,
        },
      },
    (input.owners ?? []).length > 0 && {
      action: ownersAdd,
      input: {
        entries: foldersOf(input, { service, environments }).map(path => ({
          path,
          owners: input.owners,
        })),
      },
    },
  ];
  return parts.filter(one => one !== false);
}

/** The folders of a service, each with a slash behind it. */
function foldersOf(
  { paths }: Pick<ServiceWriteInput, 'paths'>,
  { service, environments }: { service: string; environments: string[] },
): string[] {
  const { base, overlay } = { ...defaultLayout, ...paths };
  const all = [
    pathOf(base, { service }),
    ...environments.map(environment =>
      pathOf(overlay, { service, environment }),
    ),
  ];
  const own = all.map(path => {
    const names = path.split('/');
    const end = names.indexOf(service) + 1 || names.length;
    return `${names.slice(0, end).join('/')}/`;
  });
  return [...new Set(own)];
}

/** Names the fields of a part as this action's input has them. */
function throwNamed(error: Error, group: Part['group']): never {
  if (!group || !(error instanceof InputError)) throw error;
  const fields = Object.keys(groups[group]).join('|');
  const place = new RegExp(`\\binput\\.(?=(?:${fields})\\b)`, 'g');
  throw new InputError(
    error.message.replace(place, `input.${group}.`),
    error.cause,
  );
}
