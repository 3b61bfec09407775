import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { readDocuments } from 'backstage-plugin-gitops-node';
import { isMap, isScalar } from 'yaml';
import { entriesIn, EntryFile } from '../draft/entriesIn';
import { GOLDEN_PATH, newestGoldenPath } from '../draft/newestGoldenPath';
import { GOLDEN_PATH_FIELD } from '../manifests/goldenPath';
import { pathOf } from '../names/layout';
import type { ActionOptions } from './ActionOptions';
import { example } from './example';
import { array, object, optional, optionalString, string } from './fields';
import { files, inputs } from './inputs';
import { DEFAULT_ENTRY } from './newApplicationSet';
import { openDraft } from './openDraft';

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
      'Changes the version of the golden path that services use: one field of their entries, and no other byte',
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
      const entries = await entriesIn(draft, input.entryPath ?? DEFAULT_ENTRY, {
        service: name => services?.includes(name) ?? true,
        environment: name => environments?.includes(name) ?? true,
      });
      const missing = services?.find(
        name => !entries.some(({ service }) => service === name),
      );
      if (missing !== undefined)
        throw new InputError(
          `${draft.base.repository} has no entry of ${missing}`,
        );
      const upgraded = entries.flatMap(entry => {
        const after = withVersion(entry, to);
        return after && after.text !== entry.text ? [{ entry, after }] : [];
      });
      for (const { entry, after } of upgraded)
        await draft.write(entry.path, after.text);
      logger.info(
        `${upgraded.length} of ${entries.length} entries get ${to} of ${folder}`,
      );
      const rows = upgraded.map(({ entry, after }) => ({
        service: entry.service,
        environment: entry.environment,
        from: after.from,
      }));
      ctx.output('version', to);
      ctx.output(
        'files',
        upgraded.map(({ entry }) => entry.path),
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

/** Undefined for an entry that has no golden path. @throws InputError where it can't be read */
function withVersion(
  { path, text }: EntryFile,
  to: string,
): { from: string; text: string } | undefined {
  const [document] = readDocuments(text, path);
  const { contents } = document ?? {};
  const node = isMap(contents) && contents.get(GOLDEN_PATH_FIELD, true);
  if (!isScalar(node) || typeof node.value !== 'string' || !node.range)
    return undefined;
  const [start, end] = node.range;
  const written = text.slice(start, end).replace(node.value, to);
  return {
    from: node.value,
    text: text.slice(0, start) + written + text.slice(end),
  };
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
