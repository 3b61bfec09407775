import type {
  ApplicationDetail,
  ManagedResources,
} from '../argocd/detailSchemas';
import {
  ComparedResource,
  isSameResource,
  ResourceName,
} from '../inventory/Diagnosis';
import { parseManifest, textAt } from './manifests';

const ARGOCD = 'argocd.argoproj.io';

/** What Argo CD leaves in the cluster because a manifest, or the Application, asks for it. */
interface Kept {
  /** Left Git and makes the Application OutOfSync for ever: `Prune=false` */
  readonly unpruned: readonly ResourceName[];
  /** Counts for nothing: `IgnoreExtraneous`, or it outlives the Application that is deleted */
  readonly ignored: readonly ResourceName[];
}

/** Undefined where the manifests can't be read. */
export function readKept(
  resources: readonly ComparedResource[],
  managed: ManagedResources | undefined,
  detail: ApplicationDetail,
  isDeleted: boolean,
): Kept | undefined {
  if (!managed) return undefined;
  const defaults = detail.spec.syncPolicy?.syncOptions ?? [];
  const asks = (resource: ComparedResource, option: string) =>
    valueOf(option, syncOptionsOf(resource, managed)) ??
    valueOf(option, defaults);
  const isExtra = (one: ComparedResource) =>
    one.isLeftover &&
    optionsAt(liveOf(one, managed), `${ARGOCD}/compare-options`).includes(
      'IgnoreExtraneous',
    );
  const outlives = (one: ComparedResource) =>
    one.kind === 'CustomResourceDefinition' ||
    asks(one, 'Delete') === 'false' ||
    optionsAt(liveOf(one, managed), 'helm.sh/resource-policy').includes('keep');
  return {
    unpruned: resources
      .filter(one => one.isLeftover && asks(one, 'Prune') === 'false')
      .map(nameIn),
    ignored: resources
      .filter(one => isExtra(one) || (isDeleted && outlives(one)))
      .map(nameIn),
  };
}

function syncOptionsOf(
  resource: ComparedResource,
  managed: ManagedResources,
): string[] {
  return optionsAt(liveOf(resource, managed), `${ARGOCD}/sync-options`);
}

/** `false` for `Prune` among `Prune=false, Validate=false`. */
function valueOf(
  option: string,
  options: readonly string[],
): string | undefined {
  const found = options.find(one => one.startsWith(`${option}=`));
  return found?.slice(option.length + 1);
}

function optionsAt(manifest: object | undefined, annotation: string): string[] {
  const options = textAt(manifest, 'metadata', 'annotations', annotation);
  return (options ?? '').split(',').map(one => one.trim());
}

function liveOf(
  resource: ComparedResource,
  { items }: ManagedResources,
): object | undefined {
  const item = items.find(({ group, kind, namespace, name }) =>
    isSameResource(resource, {
      group: group ?? '',
      kind,
      namespace: namespace ?? '',
      name,
    }),
  );
  return parseManifest(item?.liveState);
}

function nameIn({ group, kind, namespace, name }: ResourceName): ResourceName {
  return { group, kind, namespace, name };
}
