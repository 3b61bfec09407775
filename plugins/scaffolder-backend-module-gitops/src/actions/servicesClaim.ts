import { DEFAULT_NAMESPACE, parseEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { GitopsApi } from 'backstage-plugin-gitops-common';
import { applicationsIn } from '../draft/applicationsIn';
import { labelApplications } from '../draft/labelApplications';
import { claimObstacleSentence, merged } from '../names/claimObstacle';
import { claimsByName, Unclaimed } from '../names/claimsByName';
import { pathOf } from '../names/layout';
import { componentsNamed } from '../names/componentsNamed';
import type { ActionOptions } from './ActionOptions';
import { example } from './example';
import { array, object, optional, string } from './fields';
import { DEFAULT_TARGET, files, inputs } from './inputs';
import { limited, openDraft } from './openDraft';
import { portalClient } from './portalClient';

const DEFAULT_FOLDERS = ['applicationsets', 'environments'];
/** An environment stands behind or before the service's name, or not at all. */
const DEFAULT_NAMES = [
  '{service}-{environment}',
  '{environment}-{service}',
  '{service}',
];
const PAGE = 500;

const inputFields = {
  services: optional(
    array(
      string(),
      'Names or references of the Components (default, also if it is empty: all Components that Applications without a service are named after)',
    ),
  ),
  applications: optional(
    array(
      object({
        service: string('Name or reference of the Component'),
        names: array(string(), 'Names of its Applications', { min: 1 }),
      }),
      "Applications whose names do not follow the service's name",
    ),
  ),
  names: optional(
    array(
      string(),
      `Patterns of the names of Applications, with {service} and {environment} (default: ${DEFAULT_NAMES.map(
        one => `\`${one}\``,
      ).join(', ')})`,
    ),
  ),
  folders: optional(
    array(
      string(),
      `Folders of the repository with the Applications and ApplicationSets, including their subfolders; \`.\` is the whole repository (default: ${DEFAULT_FOLDERS.map(
        one => `\`${one}\``,
      ).join(' and ')})`,
    ),
  ),
  repository: inputs.repository,
  branch: inputs.branch,
  targetPath: inputs.targetPath,
};
const outputFields = {
  files,
  services: array(string(), 'Services that get Applications'),
  applications: array(
    string(),
    'Names of these Applications, including others of the same services that an ApplicationSet generates with them',
  ),
  notDone: array(
    string(),
    'What could not be done and why, as sentences for the text of the pull request',
  ),
};
const examples = [
  example('All services that Argo CD already runs', {
    action: 'gitops:services:claim',
    input: { repository: 'https://git.example.com/platform/gitops' },
  }),
  example('Two of them, one with names of its own', {
    action: 'gitops:services:claim',
    input: {
      repository: 'https://git.example.com/platform/gitops',
      services: ['payments'],
      applications: [
        { service: 'ledger', names: ['bookkeeping-eu', 'bookkeeping-us'] },
      ],
      folders: ['argocd'],
    },
  }),
];

/** Has the Applications that Argo CD runs already belong to the services of the catalog. */
export function servicesClaim(options: ActionOptions) {
  return createTemplateAction({
    id: 'gitops:services:claim',
    description:
      'Assigns Applications that Argo CD already runs to services of the catalog: sets the label that names the service in their manifests and in the templates of ApplicationSets, without changing another byte. Only for Applications that belong to no service. Returns what it could not do and why',
    examples,
    supportsDryRun: true,
    schema: { input: inputFields, output: outputFields },
    async handler(ctx) {
      const { input, logger } = ctx;
      const {
        targetPath = DEFAULT_TARGET,
        names: patterns = DEFAULT_NAMES,
        folders = DEFAULT_FOLDERS,
      } = input;
      checkPatterns(patterns);
      const client = portalClient(options, () => ctx.getInitiatorCredentials());
      // Another attempt of the task does the same, even if the portal's list has changed
      const { serviceLabel, unclaimed } = await ctx.checkpoint({
        key: `gitops.services-claim.v1.${targetPath}`,
        fn: () => unclaimedOf(client, limited(ctx.signal)),
      });
      const isNamed = componentsNamed(
        options,
        await ctx.getInitiatorCredentials(),
      );
      const { claims, obstacles } = await claimsByName(
        unclaimed,
        {
          services: (input.services ?? []).map(nameOf),
          applications: new Map(
            (input.applications ?? []).map(one => [
              nameOf(one.service),
              one.names,
            ]),
          ),
          patterns,
        },
        async name => (await isNamed(name)) === 1,
      );
      const draft = await openDraft(options, ctx);
      const everyComponent = componentsNamed(
        options,
        await options.auth.getOwnServiceCredentials(),
      );
      const done = await labelApplications(claims, {
        draft,
        label: serviceLabel,
        found: await applicationsIn(
          draft,
          folders.map(one => pathOf(one, {})),
        ),
        isComponent: async name => (await everyComponent(name)) > 0,
      });
      const notDone = merged([...obstacles, ...done.obstacles]).map(one =>
        claimObstacleSentence(one, serviceLabel),
      );
      for (const one of notDone) logger.warn(one);
      if (done.files.length > 0) logger.info(`Wrote ${done.files.join(', ')}`);
      else logger.info('There is nothing to write');
      ctx.output('files', done.files);
      ctx.output('services', done.services);
      ctx.output('applications', done.applications);
      ctx.output('notDone', notDone);
    },
  });
}

/** All Applications without a service that the person may see, each name once. */
async function unclaimedOf(
  client: Pick<GitopsApi, 'claimProblems'>,
  signal: AbortSignal,
): Promise<{ serviceLabel: string; unclaimed: Unclaimed[] }> {
  const found = new Map<string, Unclaimed>();
  let cursor: string | undefined;
  for (;;) {
    const page = await client.claimProblems(
      { unclaimed: 'service', limit: PAGE, cursor },
      { signal },
    );
    for (const { name, environment } of page.items)
      found.set(name, { name, environment });
    cursor = page.nextCursor ?? undefined;
    if (!cursor)
      return {
        serviceLabel: page.serviceLabel,
        unclaimed: [...found.values()],
      };
  }
}

function nameOf(component: string): string {
  return parseEntityRef(component, {
    defaultKind: 'component',
    defaultNamespace: DEFAULT_NAMESPACE,
  }).name;
}

/** @throws InputError */
function checkPatterns(patterns: readonly string[]): void {
  const unfit = patterns.find(one => one.split('{service}').length !== 2);
  if (unfit !== undefined)
    throw new InputError(
      `${JSON.stringify(
        unfit.slice(0, 100),
      )} in input.names has to have {service} once`,
    );
}
