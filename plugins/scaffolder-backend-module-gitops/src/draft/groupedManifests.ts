import { posix } from 'node:path';
import { readDocuments, removeAt, valueOf } from 'backstage-plugin-gitops-node';
import { isKustomization } from '../manifests/kustomization';
import { valueAt } from '../manifests/settings';
import { NAME_LABEL } from '../manifests/workload';
import { pathOf } from '../names/layout';
import { defaultNameOf } from '../names/serviceName';
import type { Draft } from './Draft';
import { manifestsIn } from './manifestsIn';

/** Folder of what an App of Apps deploys for an environment, if a template names none. */
export const DEFAULT_GROUP = 'environments/{environment}';

const KINDS = ['Application', 'ImageUpdater'];

interface Manifest {
  kind?: string;
  metadata?: {
    name?: string;
    labels?: Record<string, string>;
    finalizers?: string[];
  };
}

/** An Application or an ImageUpdater of a service, in the folder of an environment's group. */
export interface Grouped {
  file: string;
  document: number;
  kind: string;
  name: string;
  /** Whether Argo CD deletes its resources with it */
  isCascading: boolean;
  /** Whether its file has nothing else */
  isAlone: boolean;
}

/** What the groups of environments have of a service. */
export async function groupedManifests(
  draft: Draft,
  service: string,
  environments: readonly string[],
  group: string,
): Promise<Grouped[]> {
  const found: Grouped[] = [];
  for (const environment of environments) {
    const folder = pathOf(group, { service, environment });
    const own = defaultNameOf({ service, environment });
    for await (const one of manifestsIn(draft, folder, service, readGrouped))
      if (one.service === service || one.name === own) found.push(one);
  }
  return found;
}

function readGrouped(text: string, file: string) {
  const manifests = readDocuments(text, file).map(
    one => valueOf(one, file) as Manifest | null | undefined,
  );
  return manifests.flatMap((one, document) => {
    if (!one || !KINDS.includes(String(one.kind))) return [];
    const { name = '', labels, finalizers = [] } = one.metadata ?? {};
    return {
      file,
      document,
      kind: String(one.kind),
      name,
      service: labels?.[NAME_LABEL],
      isCascading: finalizers.some(finalizer =>
        finalizer.startsWith('resources-finalizer.argocd.argoproj.io'),
      ),
      isAlone: manifests.filter(Boolean).length === 1,
    };
  });
}

/**
 * The kustomization of a folder without some of its resources; undefined where it names none of
 * them.
 *
 * @throws InputError where it can't be edited
 */
export async function withoutResources(
  draft: Draft,
  folder: string,
  names: readonly string[],
): Promise<{ file: string; text: string } | undefined> {
  const found = (await draft.list(folder)).find(isKustomization);
  if (found === undefined) return undefined;
  const file = posix.join(folder, found);
  const before = (await draft.read(file)) ?? '';
  const text = names.reduce((edited, name) => {
    const resources = valueAt(edited, { file, path: ['resources'] });
    const index = Array.isArray(resources)
      ? resources.findIndex(
          one => typeof one === 'string' && posix.normalize(one) === name,
        )
      : -1;
    return index < 0
      ? edited
      : removeAt(edited, { file, path: ['resources', index] });
  }, before);
  return text === before ? undefined : { file, text };
}
