import { posix } from 'node:path';

/** The field of an ApplicationSet's entries that has the version. */
export const GOLDEN_PATH_FIELD = 'goldenPath';

/** What all services of a GitOps repository share: a component of Kustomize, in versions. */
export interface GoldenPath {
  /** From the repository's root: `golden-path` */
  folder: string;
  /** Name of a folder in it: `v1` */
  version: string;
}

/** The component as the kustomization of a folder names it. */
export function componentOf(
  { folder, version }: GoldenPath,
  from: string,
): string {
  return posix.join(posix.relative(from, folder), version);
}

const OF_PODS = [
  'automountServiceAccountToken',
  'securityContext.seccompProfile',
  'topologySpreadConstraints',
];
const OF_CONTAINERS = [
  'startupProbe.periodSeconds',
  'startupProbe.failureThreshold',
  'readinessProbe.periodSeconds',
  'livenessProbe.periodSeconds',
  'lifecycle',
  'securityContext.allowPrivilegeEscalation',
  'securityContext.capabilities',
];

/** What the golden path decides of a kind. `*` is every item of a list. */
const SHARED: Readonly<Record<string, string[]>> = {
  ServiceAccount: ['automountServiceAccountToken'],
  Deployment: ['spec.revisionHistoryLimit', ...ofTemplate()],
  Job: ofTemplate(),
};

function ofTemplate(): string[] {
  return [
    ...OF_PODS.map(path => `spec.template.spec.${path}`),
    ...OF_CONTAINERS.map(path => `spec.template.spec.containers.*.${path}`),
  ];
}

/** A manifest without what the golden path adds to it. */
export function ownPartOf(manifest: { kind: string }): object {
  const own = structuredClone(manifest);
  for (const path of SHARED[manifest.kind] ?? []) remove(own, path.split('.'));
  return own;
}

/** With the objects around it that are empty then. */
function remove(here: unknown, [key, ...rest]: string[]): void {
  if (typeof here !== 'object' || here === null) return;
  if (key === '*') {
    for (const item of Object.values(here)) remove(item, rest);
    return;
  }
  const node = here as Record<string, unknown>;
  const inner = node[key];
  if (inner === undefined) return;
  if (rest.length > 0) remove(inner, rest);
  const isEmpty =
    typeof inner === 'object' &&
    inner !== null &&
    Object.keys(inner).length === 0;
  if (rest.length === 0 || isEmpty) delete node[key];
}
