import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { GOLDEN_PATH_LABEL } from 'backstage-plugin-gitops-common';
import type { Draft } from '../draft/Draft';
import { entriesIn, Wanted } from '../draft/entriesIn';
import { manifestsIn } from '../draft/manifestsIn';
import { GOLDEN_PATH, newestGoldenPath } from '../draft/newestGoldenPath';
import { GOLDEN_PATH_FIELD } from '../manifests/goldenPath';
import {
  versionInEntry,
  VersionOf,
  versionsInApplications,
  versionsInLists,
  withVersion,
} from '../manifests/goldenPathVersions';
import { pathOf } from '../names/layout';
import type { ActionOptions } from './ActionOptions';
import { example } from './example';
import { array, object, optional, optionalString, string } from './fields';
import { files, inputs } from './inputs';
import { DEFAULT_PATH as DEFAULT_APPLICATION } from './appOfAppsAdd';
import { DEFAULT_ENTRY } from './newApplicationSet';
import { openDraft } from './openDraft';

const DEFAULT_SETS = 'applicationsets';

const inputFields = {
  to: optionalString(
    'Version that they get, such as `v2` (default: the newest)',
  ),
  services: optional(array(string(), 'Default: all that have a golden path')),
  environments: optional(array(string(), 'Default: all. Begin with dev')),
  goldenPath: inputs.goldenPath,
  entryPath: optionalString(
    `Entries of the services; {service} and {environment} are placeholders for one folder each (default: \`${DEFAULT_ENTRY}\`)`,
  ),
  sets: optionalString(
    `Folder of the ApplicationSets, whose lists have versions too (default: \`${DEFAULT_SETS}\`)`,
  ),
  applicationPath: optionalString(
    `Applications of an App of Apps, with {service} and {environment} (default: \`${DEFAULT_APPLICATION}\`)`,
  ),
  repository: inputs.repository,
  branch: inputs.branch,
  targetPath: inputs.targetPath,
};
const outputFields = {
  version: string('Version that was asked for, or the newest'),
  files,
  upgraded: array(
    object({ service: string(), environment: string(), from: string() }),
    'Services and environments that get another version; none if all have it already',
  ),
  summary: string('The same as a table for the text of a pull request'),
};
const examples = [
  example('The newest golden path for all services in dev', {
    action: 'gitops:golden-path:upgrade',
    input: {
      repository: 'https://git.example.com/platform/gitops',
      environments: ['dev'],
    },
  }),
];

/** Changes the version of what services share, for many of them. */
export function goldenPathUpgrade(options: ActionOptions) {
  return createTemplateAction({
    id: 'gitops:golden-path:upgrade',
    description:
      'Gives services another version of the golden path: in their entries, in the lists of ApplicationSets and in the Applications of an App of Apps. No other byte changes',
    examples,
    supportsDryRun: true,
    schema: { input: inputFields, output: outputFields },
    async handler(ctx) {
      const { input, logger } = ctx;
      const draft = await openDraft(options, ctx);
      if (!draft.base) throw new InputError('repository is missing');
      const folder = pathOf(input.goldenPath ?? GOLDEN_PATH, {});
      const newest = await newestGoldenPath(draft, folder);
      if (!newest)
        throw new InputError(
          `${draft.base.repository} has no version in ${folder}, such as ${folder}/v1`,
        );
      const to = input.to ?? newest.version;
      if (!(await draft.list(folder)).includes(to))
        throw new InputError(
          `${draft.base.repository} has no ${folder}/${to}. Its newest is ${newest.version}`,
        );
      const services = someOf(input.services);
      const environments = someOf(input.environments);
      const isWanted = {
        service: (name: string) => services?.includes(name) ?? true,
        environment: (name: string) => environments?.includes(name) ?? true,
      };
      const found = await versionedFiles(draft, input, folder, isWanted);
      const all = found.flatMap(({ versions }) => versions);
      const missing = services?.find(
        name => !all.some(({ service }) => service === name),
      );
      if (missing !== undefined)
        throw new InputError(
          `${draft.base.repository} has no version of ${folder} for ${missing}`,
        );
      const upgraded = found.flatMap(({ path, text, versions }) => {
        const old = versions.filter(({ version }) => version !== to);
        return old.length > 0 ? [{ path, text, old }] : [];
      });
      for (const { path, text, old } of upgraded)
        await draft.write(path, withVersion(text, path, old, to));
      const rows = upgraded.flatMap(({ old }) =>
        old.map(({ service, environment, version }) => ({
          service,
          environment,
          from: version,
        })),
      );
      logger.info(`${rows.length} of ${all.length} get ${to} of ${folder}`);
      ctx.output('version', to);
      ctx.output(
        'files',
        upgraded.map(({ path }) => path),
      );
      ctx.output('upgraded', rows);
      ctx.output('summary', tableOf(rows, to));
    },
  });
}

/** An empty field of a form names none, and so means all. */
function someOf(names: readonly string[] | undefined) {
  return names && names.length > 0 ? names : undefined;
}

interface VersionedFile {
  path: string;
  text: string;
  versions: VersionOf[];
}

/** The files that say which version a service has in an environment. */
async function versionedFiles(
  draft: Draft,
  input: { entryPath?: string; sets?: string; applicationPath?: string },
  folder: string,
  isWanted: Wanted,
): Promise<VersionedFile[]> {
  const { entryPath = DEFAULT_ENTRY, applicationPath = DEFAULT_APPLICATION } =
    input;
  const entries = await entriesIn(draft, entryPath, isWanted);
  const applications = await entriesIn(draft, applicationPath, isWanted);
  const found: VersionedFile[] = entries.map(({ path, text, ...names }) => ({
    path,
    text,
    versions: versionInEntry(names, text, path),
  }));
  const lists = manifestsIn(
    draft,
    pathOf(input.sets ?? DEFAULT_SETS, {}),
    GOLDEN_PATH_FIELD,
    (text, path) => [{ path, text, versions: versionsInLists(text, path) }],
  );
  for await (const one of lists) found.push(one);
  for (const { path, text } of applications)
    if (text.includes(GOLDEN_PATH_LABEL))
      found.push({
        path,
        text,
        versions: versionsInApplications(text, path, folder),
      });
  return found.map(one => ({
    ...one,
    versions: one.versions.filter(
      ({ service, environment }) =>
        isWanted.service(service) && isWanted.environment(environment),
    ),
  }));
}

function tableOf(
  rows: readonly { service: string; environment: string; from: string }[],
  to: string,
): string {
  return [
    '| service | environment | golden path |',
    '|---|---|---|',
    ...rows.map(
      ({ service, environment, from }) =>
        `| ${service} | ${environment} | ${from} → ${to} |`,
    ),
  ].join('\n');
}
