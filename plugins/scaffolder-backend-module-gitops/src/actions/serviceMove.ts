import { InputError } from '@backstage/errors';
import { setValue } from 'backstage-plugin-gitops-node';
import { ownedLines, withOtherOwners } from '../draft/ownedLines';
import { DEFAULT_GROUP, groupedManifests } from '../draft/groupedManifests';
import { withProject } from '../manifests/elementsOfService';
import { valueAt } from '../manifests/settings';
import { checkForm } from '../names/kubernetes';
import { pathOf } from '../names/layout';
import type { ActionOptions } from './ActionOptions';
import { example } from './example';
import { array, optional, optionalString, string } from './fields';
import { findProject } from './findProject';
import { filesOf, serviceFields } from './serviceFields';
import { DEFAULT_PROJECTS } from './serviceCheck';
import { DEFAULT_SET } from './setFields';
import { writer } from './writer';

const inputFields = {
  project: string('AppProject of the new team'),
  projectsPath: optionalString(
    `Folder of the AppProjects (default: \`${DEFAULT_PROJECTS}\`)`,
  ),
  codeOwners: optional(
    array(
      string(),
      "New owners of its folder, as CODEOWNERS names them: `['@org/team-b']`",
      { min: 1 },
    ),
  ),
  ...serviceFields,
};
const outputFields = {
  projectFile: optionalString(
    'File of `project`; none if the folder has no such AppProject',
  ),
  elsewhere: array(
    string(),
    'What has to change outside of the repository, as sentences for the text of the pull request',
  ),
};
const examples = [
  example('A service that another team takes over', {
    action: 'gitops:service:move',
    input: {
      service: 'payments',
      repository: 'https://git.example.com/platform/gitops',
      project: 'team-b',
      codeOwners: ['@shop/team-b'],
    },
  }),
];

/** Gives a service to another team. */
export function serviceMove(options: ActionOptions) {
  return writer(options, {
    id: 'gitops:service:move',
    description:
      'Gives a service to another team: the AppProject of its Applications, and the owners of its folder in CODEOWNERS. Returns what has to change elsewhere',
    examples,
    input: inputFields,
    output: outputFields,
    check({ project, codeOwners }) {
      checkForm('name', project, 'input.project');
      const odd = codeOwners?.findIndex(one => !/^[^\s#]+$/.test(one)) ?? -1;
      if (odd >= 0)
        throw new InputError(
          `input.codeOwners[${odd}] can't stand in CODEOWNERS: write it without spaces, such as @org/team`,
        );
    },
    async write({ input, service, draft, logger }) {
      const { project, codeOwners } = input;
      const found = await filesOf(draft, service, input);
      const setFile = pathOf(input.file ?? DEFAULT_SET, { service });
      const after = new Map<string, string>();
      const change = async (file: string, edit: (text: string) => string) => {
        const before = after.get(file) ?? (await draft.read(file));
        if (before !== undefined) after.set(file, edit(before));
      };
      for (const file of found.entries)
        await change(file, text =>
          valueAt(text, { file, path: ['project'] }) === undefined
            ? text
            : setValue(text, { file, path: ['project'] }, project),
        );
      await change(setFile, text =>
        withProject(text, setFile, service, project),
      );
      const grouped = await groupedManifests(
        draft,
        service,
        found.environments,
        input.groupPath ?? DEFAULT_GROUP,
      );
      for (const { file, document, kind } of grouped)
        if (kind === 'Application')
          await change(file, text =>
            setValue(
              text,
              { file, document, path: ['spec', 'project'] },
              project,
            ),
          );
      const isNamed = [...after.values()].some(text => text.includes(project));
      const owned = await ownedLines(draft, found.folders);
      for (const lines of codeOwners ? owned : [])
        after.set(lines.file, withOtherOwners(lines, codeOwners!));
      const files: string[] = [];
      for (const [file, text] of after) {
        if (text === (await draft.read(file))) continue;
        await draft.write(file, text);
        files.push(file);
      }
      if (found.files.length + grouped.length === 0 && files.length === 0)
        throw new InputError(
          `The repository has nothing of ${service}: say where its files are, with paths, entryPath and file`,
        );
      const projectFile = await findProject(
        draft,
        project,
        input.projectsPath ?? DEFAULT_PROJECTS,
      );
      if (!projectFile)
        logger.warn(
          `No AppProject ${project} was found in the GitOps repository: Argo CD refuses Applications of a project that it does not have`,
        );
      return {
        files,
        projectFile,
        elsewhere: elsewhereOf({
          isNamed,
          project,
          projectFile,
          hasOwners: owned.length === 0 || codeOwners !== undefined,
        }),
      };
    },
  });
}

function elsewhereOf(options: {
  isNamed: boolean;
  project: string;
  projectFile: string | undefined;
  hasOwners: boolean;
}): string[] {
  const { isNamed, project, projectFile, hasOwners } = options;
  return [
    ...(isNamed
      ? []
      : [
          'The AppProject: no entry of the service names it, so that the template of its ApplicationSet decides.',
        ]),
    "The owner in the catalog: `spec.owner` of catalog-info.yaml, in the repository of the service's code.",
    "The new team's rights in that repository, and its CODEOWNERS.",
    projectFile
      ? `AppProject ${project} (${projectFile}) has to allow the repository, the clusters and the namespaces of the service.`
      : `AppProject ${project} was not found in the repository: Argo CD has to have it, and it has to allow the repository, the clusters and the namespaces of the service.`,
    'Who may read and write its entries of the secret store.',
    ...(hasOwners ? [] : ['Its lines in CODEOWNERS of this repository.']),
  ];
}
