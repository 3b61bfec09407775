import { posix } from 'node:path';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { Draft } from '../draft/Draft';
import { ownedLines, withoutLines } from '../draft/ownedLines';
import {
  DEFAULT_GROUP,
  Grouped,
  groupedManifests,
  withoutResources,
} from '../draft/groupedManifests';
import type { Removal } from '../draft/pin';
import { withoutService } from '../manifests/elementsOfService';
import { findsFolder } from '../manifests/findsFolder';
import { readApplicationSets } from '../manifests/readApplicationSet';
import { pathOf } from '../names/layout';
import type { ActionOptions } from './ActionOptions';
import { example } from './example';
import { array, boolean, optionalString, string, ValuesOf } from './fields';
import { DEFAULT_PREVIEW_SET } from './previewFields';
import { removalNotes } from './removalNotes';
import { filesOf, serviceFields } from './serviceFields';
import { DEFAULT_SET } from './setFields';
import { writer } from './writer';

const inputFields = {
  ...serviceFields,
  previewFile: optionalString(
    `File of the ApplicationSet of its previews (default: \`${DEFAULT_PREVIEW_SET}\`)`,
  ),
};
const outputFields = {
  environments: array(string(), 'Environments that it is removed from'),
  deletes: array(
    string(),
    'What Argo CD deletes once the pull request is merged, as sentences for its text',
  ),
  stays: array(
    string(),
    'What nothing deletes: the database, entries of the store, images and others, as sentences for the text of the pull request',
  ),
  isWhole: boolean(
    'Whether nothing of it is left in the repository. If not, hooks have to run first: run this action again once Argo CD has deleted the Applications',
  ),
};
const examples = [
  example('A service that is not used any more', {
    action: 'gitops:service:remove',
    input: {
      service: 'payments',
      repository: 'https://git.example.com/platform/gitops',
    },
  }),
];

/** Of Argo CD and of Helm, which it runs as its own. */
const DELETION_HOOK =
  /argocd\.argoproj\.io\/hook['"]?\s*:.*(?:Pre|Post)Delete|helm\.sh\/hook['"]?\s*:.*(?:pre|post)-delete/;

/** Removes a service from the GitOps repository. */
export function serviceRemove(options: ActionOptions) {
  return writer(options, {
    id: 'gitops:service:remove',
    description:
      'Removes a service from the GitOps repository: its entries in the ApplicationSet and in Apps of Apps, its folders, and its lines in CODEOWNERS. Returns what Argo CD deletes then, and what stays. If hooks run at the deletion, only the entries are removed at first, because Argo CD needs the folders for the hooks',
    examples,
    input: inputFields,
    output: outputFields,
    async write({ input, service, draft, logger, settled, settle }) {
      const removal =
        settled.removals?.[service] ??
        (await removalOf(draft, service, input, logger));
      await settle({ removals: { ...settled.removals, [service]: removal } });
      const { changed, removed, output } = removal;
      for (const [path, text] of changed) await draft.write(path, text);
      await draft.remove(removed);
      return {
        files: [...changed.map(([path]) => path), ...removed],
        ...output,
      };
    },
  });
}

/** Nothing is written yet. @throws InputError */
async function removalOf(
  draft: Draft,
  service: string,
  input: ValuesOf<typeof inputFields>,
  logger: LoggerService,
): Promise<Removal> {
  const found = await filesOf(draft, service, input);
  const setFile = pathOf(input.file ?? DEFAULT_SET, { service });
  const setText = await draft.read(setFile);
  const withoutIt =
    setText === undefined
      ? undefined
      : withoutService(setText, setFile, service);
  const grouped = await groupedManifests(
    draft,
    service,
    found.environments,
    input.groupPath ?? DEFAULT_GROUP,
  );
  refuseShared(grouped);
  const previewFile = pathOf(input.previewFile ?? DEFAULT_PREVIEW_SET, {
    service,
  });
  const hasPreviews = (await draft.read(previewFile)) !== undefined;
  const alone = [
    ...grouped.map(({ file }) => file),
    ...(hasPreviews ? [previewFile] : []),
  ];
  const { entries, environments } = found;
  const isListed = withoutIt !== setText;
  if (found.files.length === 0 && alone.length === 0 && !isListed)
    throw new InputError(
      `The repository has nothing of ${service}: say where its files are, with paths, entryPath and file`,
    );
  const texts = new Map<string, string>();
  for (const path of found.files) {
    const text = await draft.read(path).catch(binary);
    if (text !== undefined) texts.set(path, text);
  }
  const hook = [...texts].find(([, text]) => DELETION_HOOK.test(text))?.[0];
  const hasEntries = entries.length + alone.length > 0 || isListed;
  const isWhole = hook === undefined || !hasEntries;
  if (hook && setText !== undefined)
    refuseFound(hook, setText, setFile, found.overlays);
  if (!isWhole)
    logger.info(
      `${hook} runs when Argo CD deletes the Application, and Argo CD reads it from Git: the folders stay until then. Start the same again when the Applications are gone`,
    );
  const notes = removalNotes({
    service,
    texts,
    grouped,
    setText,
    setFile,
    environments,
  });
  if (hasPreviews)
    notes.deletes.push(
      'Argo CD deletes the previews of its pull requests, with their namespaces.',
    );
  const removed = [...(isWhole ? found.files : entries), ...alone];
  const changed = new Map<string, string>();
  if (isListed) changed.set(setFile, withoutIt!);
  for (const [folder, names] of byFolder(alone)) {
    const edited = await withoutResources(draft, folder, names);
    if (edited) changed.set(edited.file, edited.text);
  }
  for (const owned of isWhole ? await ownedLines(draft, found.folders) : [])
    changed.set(owned.file, withoutLines(owned));
  return {
    changed: [...changed],
    removed,
    output: { environments, isWhole, ...notes },
  };
}

/** @throws InputError where a file has others too */
function refuseShared(grouped: readonly Grouped[]): void {
  const shared = grouped.find(({ isAlone }) => !isAlone);
  if (shared)
    throw new InputError(
      `${shared.file} has ${shared.kind} ${shared.name} and others: move it to a file of its own, or remove it there by hand`,
    );
}

/** Names of the files in each folder. */
function byFolder(files: readonly string[]): Map<string, string[]> {
  const folders = new Map<string, string[]>();
  for (const file of files) {
    const folder = posix.dirname(file);
    const names = folders.get(folder) ?? [];
    folders.set(folder, [...names, posix.basename(file)]);
  }
  return folders;
}

/**
 * Refuses to remove folders that Argo CD needs for a hook, and that are entries themselves.
 *
 * @throws InputError
 */
function refuseFound(
  hook: string,
  setText: string,
  setFile: string,
  overlays: readonly string[],
): void {
  for (const set of readApplicationSets(setText, setFile)) {
    const folder = overlays.find(one => findsFolder(set, one));
    if (folder)
      throw new InputError(
        `${hook} runs when Argo CD deletes the Application, and Argo CD reads it from Git; and ApplicationSet ${set.name} in ${setFile} makes the Application of the folder itself. Exclude ${folder} there (\`exclude: true\`), and start this again when the Application is gone`,
      );
  }
}

/** Binary files have no keys and no images, and are deleted too. */
function binary(error: unknown): undefined {
  if (error instanceof InputError) return undefined;
  throw error;
}
