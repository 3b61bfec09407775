import { posix } from 'node:path';
import { InputError } from '@backstage/errors';
import { addResource } from '../draft/addResource';
import type { Draft } from '../draft/Draft';
import { manifestsIn } from '../draft/manifestsIn';
import { GOLDEN_PATH } from '../draft/newestGoldenPath';
import { givenOrPinned } from '../draft/pin';
import { findsFolder } from '../manifests/findsFolder';
import { GOLDEN_PATH_FIELD } from '../manifests/goldenPath';
import { previewSetOf } from '../manifests/previewSet';
import { NUMBER } from '../manifests/previewSources';
import { pullRequestsOf } from '../manifests/pullRequestGenerator';
import { readApplicationSets } from '../manifests/readApplicationSet';
import { toYaml } from '../manifests/toYaml';
import { checkForm, checkVariables } from '../names/kubernetes';
import { defaultLayout, fill, pathOf } from '../names/layout';
import {
  checkEnvironments,
  checkServiceName,
  defaultNameOf,
} from '../names/serviceName';
import { hostType } from '../repositories/hostType';
import { refuseSecretsInValues } from '../secrets/refuseSecrets';
import type { ActionOptions } from './ActionOptions';
import { checkDestination, destinationIn } from './destination';
import type { ValuesOf } from './fields';
import { DEFAULT_ENTRY } from './newApplicationSet';
import {
  DEFAULT_FOLDER,
  DEFAULT_PREVIEW_SET,
  examples,
  inputFields,
  outputFields,
} from './previewFields';
import { previewManifests } from './previewManifests';
import { writer } from './writer';

const DESTINATION = 'input.destination';

/** Has the pull requests of a service's code deployed, each on its own. */
export function previewAdd(options: ActionOptions) {
  return writer(options, {
    id: 'gitops:preview:add',
    description:
      'Adds previews to a service: an ApplicationSet that deploys each labelled open pull request of its code in a namespace of its own, with the manifests and the secrets of one environment and without its migration, and deletes it when the pull request is closed',
    examples,
    input: inputFields,
    output: outputFields,
    async check(input) {
      await refuseSecretsInValues(input.env, 'input.env');
      await refuseSecretsInValues(input.parameters, 'input.parameters');
      checkVariables(input.env, 'input.env');
      checkForm('image', input.image, 'input.image');
      checkForm('name', input.project, 'input.project');
      checkForm('name', input.tokenSecret?.name, 'input.tokenSecret.name');
      checkForm('secretKey', input.tokenSecret?.key, 'input.tokenSecret.key');
      checkForm('name', input.namespace, 'input.namespace');
      checkHost(input.host);
      checkDestination(input.destination, DESTINATION);
    },
    async write({ input, service, draft, settled, logger }) {
      const { from = 'dev', env = {}, label = 'preview' } = input;
      const { base } = draft;
      checkEnvironments([from]);
      // The namespace of a preview has to fit, too
      checkServiceName(service, [`pr-99999-${from}`]);
      if (!base)
        throw new InputError(
          'repository is missing: an ApplicationSet names where its manifests are',
        );
      const pullRequests = pullRequestsFor(options, input, label);
      const names = { service, environment: from };
      const layout = { ...defaultLayout, ...input.paths };
      const folder = pathOf(input.folder ?? DEFAULT_FOLDER, { service });
      const file = pathOf(input.file ?? DEFAULT_PREVIEW_SET, { service });
      const sets = posix.dirname(file);
      await refuseFound(draft, sets, folder);
      const entryFile = pathOf(input.entryPath ?? DEFAULT_ENTRY, names);
      const entry = await draft.read(entryFile);
      const preview = {
        service: `${service}-pr-${NUMBER}`,
        environment: from,
      };
      const destination = destinationIn(
        input.destination,
        preview,
        DESTINATION,
      );
      if (!destination.namespace.includes(preview.service))
        throw new InputError(
          `${DESTINATION}.namespace has no {service}: all previews would be in one namespace, and would replace each other`,
        );
      const goldenPath = hasGoldenPath(entry)
        ? settled.goldenPath ?? { folder: GOLDEN_PATH }
        : undefined;
      const { files, sources } = await previewManifests(
        draft,
        {
          service,
          from,
          base: pathOf(layout.base, { service }),
          overlay: pathOf(layout.overlay, names),
          sets,
          entryFile,
          folder,
          repository: base.address,
          branch: base.branch,
          namespace: destination.namespace,
        },
        { ...input, env, goldenPath },
        logger,
      );
      await draft.addAll(
        files.map(([name, text]) => [`${folder}/${name}`, text]),
      );
      const set = previewSetOf({
        name: `${service}-previews`,
        namespace: input.namespace ?? 'argocd',
        service,
        from,
        repository: base.address,
        branch: base.branch,
        sources,
        entry:
          entry === undefined
            ? { project: givenOrPinned('project', input.project, undefined) }
            : { file: entryFile },
        hasGoldenPath: goldenPath !== undefined,
        pullRequests: pullRequests.generator,
        page: pullRequests.page,
        requeueAfterSeconds: input.requeueAfterSeconds ?? 300,
        application: defaultNameOf(preview),
        destination,
      });
      await addResource(draft, file, toYaml(set), { plain: 'existing' });
      return { label, folder, file };
    },
  });
}

/** @throws InputError where Argo CD can't find them by a label */
function pullRequestsFor(
  { hosts }: Pick<ActionOptions, 'hosts'>,
  {
    sourceRepository,
    tokenSecret,
  }: Pick<ValuesOf<typeof inputFields>, 'sourceRepository' | 'tokenSecret'>,
  label: string,
) {
  const code = hosts.repository(sourceRepository);
  const found = pullRequestsOf(hostType(hosts, code), code, {
    label,
    tokenRef: tokenSecret && {
      secretName: tokenSecret.name,
      key: tokenSecret.key,
    },
    number: NUMBER,
  });
  if (found) return found;
  throw new InputError(
    `${sourceRepository} is on a Git host on which Argo CD can't filter pull requests by labels, so it would deploy all of them. Previews work with GitHub, GitLab, Gitea and Azure DevOps`,
  );
}

/** @throws InputError for what can't be a host, and for a host that all previews would have */
function checkHost(host: string | undefined): void {
  if (host === undefined) return;
  checkForm('host', fill(host, { service: 'x', number: '1' }), 'input.host');
  if (!host.includes('{number}'))
    throw new InputError(
      'input.host has no {number}: all previews would have the same host',
    );
}

function hasGoldenPath(entry: string | undefined): boolean {
  return entry !== undefined && entry.includes(`"${GOLDEN_PATH_FIELD}"`);
}

/**
 * Refuses a folder that another set would deploy as it is.
 *
 * @throws InputError
 */
async function refuseFound(draft: Draft, sets: string, folder: string) {
  const found = manifestsIn(draft, sets, 'ApplicationSet', (text, path) =>
    readApplicationSets(text, path),
  );
  for await (const set of found)
    if (findsFolder(set, folder))
      throw new InputError(
        `ApplicationSet ${set.name} makes an Application of ${folder} itself. Exclude that folder there (\`exclude: true\`), or name another in folder`,
      );
}
