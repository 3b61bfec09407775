import {
  type ApplicationDifference,
  type FieldDifference,
  isSecretSetting,
  type ResourceDifference,
} from 'backstage-plugin-gitops-common';
import type { ComparedResources } from '../argocd/detailSchemas';
import { parseManifest } from '../diagnosis/manifests';
import { maskedLines } from '../diagnosis/maskedLine';
import { isSameResource, ResourceName } from '../inventory/Diagnosis';
import { toLine } from '../judgement/text';

const MAX_RESOURCES = 50;
const MAX_FIELDS = 50;
const MAX_DEPTH = 30;
const MAX_LINES = 20;
const MASK = '***';

/** What Argo CD and Kubernetes write themselves, beside what Git sets. */
const BOOKKEEPING = new Set([
  'status',
  'metadata.annotations.kubectl.kubernetes.io/last-applied-configuration',
  'metadata.creationTimestamp',
  'metadata.generation',
  'metadata.managedFields',
  'metadata.resourceVersion',
  'metadata.selfLink',
  'metadata.uid',
]);

/**
 * Where the cluster is not as Git asks for, by what Argo CD itself compares: what is there,
 * normalized, and what applying Git's manifest would make of it. Of Secrets it is only said whether
 * they are there.
 *
 * @param outOfSync - resources that Argo CD finds out of sync; all that differ where that isn't known
 */
export function differenceOf(
  { items }: ComparedResources,
  outOfSync: readonly ResourceName[] | undefined,
): ApplicationDifference {
  const different = items.flatMap(item => {
    const { kind, name } = item;
    const resource = {
      group: item.group ?? '',
      kind,
      namespace: item.namespace ?? '',
      name,
    };
    if (outOfSync && !outOfSync.some(one => isSameResource(one, resource)))
      return [];
    return resourceDifference(resource, item);
  });
  return {
    resources: different.slice(0, MAX_RESOURCES),
    moreResources: Math.max(0, different.length - MAX_RESOURCES),
  };
}

function resourceDifference(
  resource: ResourceName,
  item: ComparedResources['items'][number],
): ResourceDifference[] {
  const inGit = parseManifest(item.predictedLiveState);
  const inCluster = parseManifest(item.normalizedLiveState);
  const isHidden = resource.kind === 'Secret';
  const areBoth = inGit !== undefined && inCluster !== undefined;
  const fields = areBoth && !isHidden ? fieldsOf(inGit, inCluster) : [];
  if (!inGit && !inCluster) return [];
  if (areBoth && !isHidden && fields.length === 0) return [];
  return [
    {
      ...resource,
      change: changeOf(inGit, inCluster),
      isHidden,
      fields: fields.slice(0, MAX_FIELDS),
      moreFields: Math.max(0, fields.length - MAX_FIELDS),
    },
  ];
}

function changeOf(
  inGit: object | undefined,
  inCluster: object | undefined,
): ResourceDifference['change'] {
  if (!inCluster) return 'missing';
  return inGit ? 'differs' : 'leftover';
}

function fieldsOf(inGit: unknown, inCluster: unknown): FieldDifference[] {
  const found: FieldDifference[] = [];
  compare(inGit, inCluster, [], found);
  return found;
}

function compare(
  inGit: unknown,
  inCluster: unknown,
  path: readonly string[],
  found: FieldDifference[],
): void {
  if (BOOKKEEPING.has(path.join('.'))) return;
  if (JSON.stringify(inGit) === JSON.stringify(inCluster)) return;
  const [git, cluster] = [childrenOf(inGit), childrenOf(inCluster)];
  const keys = new Set([...(git?.keys() ?? []), ...(cluster?.keys() ?? [])]);
  const isWhole =
    keys.size === 0 ||
    path.length >= MAX_DEPTH ||
    // A list became a text, say
    (!git && inGit !== undefined) ||
    (!cluster && inCluster !== undefined);
  if (!isWhole) {
    for (const key of keys)
      compare(git?.get(key), cluster?.get(key), [...path, key], found);
    return;
  }
  found.push({
    path: toLine(pathText(path)),
    inGit: shown(inGit, inCluster, path),
    inCluster: shown(inCluster, inGit, path),
  });
}

/** Fields of an object; items of a list, by their names where each has one. */
function childrenOf(value: unknown): Map<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  const names = value.map(nameOf);
  const areNamed =
    names.every(name => name !== undefined) &&
    new Set(names).size === names.length;
  return new Map(
    value.map((one: unknown, index) => [
      `[${areNamed ? names[index] : index}]`,
      one,
    ]),
  );
}

function nameOf(item: unknown): string | undefined {
  const name =
    typeof item === 'object' && item !== null
      ? Reflect.get(item, 'name')
      : undefined;
  return typeof name === 'string' ? name : undefined;
}

function pathText(path: readonly string[]): string {
  return path
    .map((key, index) => (index === 0 || key.startsWith('[') ? key : `.${key}`))
    .join('');
}

/**
 * Masked as a log is, by the name of the setting that it is of. Of a text of several lines, those
 * that the other one has not.
 */
function shown(
  value: unknown,
  other: unknown,
  path: readonly string[],
): string | null {
  if (value === undefined) return null;
  // Settings within it would be shown without their names
  if (typeof value === 'object' && value !== null)
    return Object.keys(value).length > 0 ? '…' : JSON.stringify(value);
  const text = String(value);
  if (path.some(key => isSecretSetting(bare(key), text))) return MASK;
  const lines = text.split('\n');
  const [first, ...rest] = maskedLines([
    `${settingOf(path)}=${lines[0]}`,
    ...lines.slice(1),
  ]);
  const masked = [first.replace(/^[^=]*=/, ''), ...rest];
  if (lines.length === 1) return masked[0];
  const same = new Set(String(other ?? '').split('\n'));
  const own = masked.filter((_, index) => !same.has(lines[index]));
  return own.length > MAX_LINES
    ? [...own.slice(0, MAX_LINES), '…'].join('\n')
    : own.join('\n');
}

/** `PASSWORD` of `env[PASSWORD].value`. */
function settingOf(path: readonly string[]): string {
  const last = path.at(-1) ?? '';
  return bare(last === 'value' ? path.at(-2) ?? last : last);
}

function bare(key: string): string {
  return key.replace(/^\[|\]$/g, '');
}
