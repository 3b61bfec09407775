import { isSeq, parseDocument, YAMLMap } from 'yaml';
import { patches } from '../seed/manifests';
import { withTag } from '../seed/withTag';

/** How a deployment can be made to fail. */
export const deploymentFailures = [
  'bad-secret-key',
  'failing-migration',
  'broken-manifests',
  'slow-rollout',
  'crash-loop',
  'paused',
] as const;
export type DeploymentFailure = (typeof deploymentFailures)[number];

export interface Deployment {
  service: string;
  environment: string;
  version: string;
  failure?: DeploymentFailure;
}

/** There is nothing to deploy under these names. */
export class DeploymentError extends Error {
  override name = 'DeploymentError';
}

const slow = `  - target: {kind: Deployment}
    patch: |-
      - op: add
        path: /spec/template/metadata/labels/lab-slow
        value: "true"
`;
const badKey = (
  environment: string,
  service: string,
) => `  - target: {kind: ExternalSecret}
    patch: |-
      - op: replace
        path: /spec/data/1/remoteRef/key
        value: ${environment}/${service}-missing
`;

/** Where an environment's version of a service stands. */
export function overlayPath({
  service,
  environment,
}: Pick<Deployment, 'service' | 'environment'>): string {
  return `apps/${service}/envs/${environment}/kustomization.yaml`;
}

/**
 * The files that a deployment changes: the overlay's tag, and a patch that makes it fail if that is
 * asked for. Patches of earlier failures are taken out. @throws DeploymentError
 */
export function deploymentFiles(
  files: ReadonlyMap<string, string>,
  deployment: Deployment,
): Map<string, string> {
  const { service, environment, version, failure } = deployment;
  const path = overlayPath(deployment);
  const text = files.get(path);
  if (text === undefined)
    throw new DeploymentError(`The repository has no ${path}`);
  const healthy = withTag(withoutFailures(text), { service, version });
  if (failure === undefined) return new Map([[path, healthy]]);
  if (failure === 'broken-manifests')
    return new Map([
      [path, healthy.replace(/^resources:\n/m, '$&  - missing.yaml\n')],
    ]);
  const added = {
    'bad-secret-key': badKey(environment, service),
    'failing-migration': patches.failingMigration,
    'slow-rollout': slow,
    'crash-loop': patches.crashing,
    paused: patches.paused,
  }[failure];
  const withPatches = /^patches:/m.test(healthy)
    ? healthy
    : `${healthy}patches:\n`;
  return new Map([[path, `${withPatches.trimEnd()}\n${added}`]]);
}

function withoutFailures(text: string): string {
  const document = parseDocument(text);
  const listed = document.get('patches');
  const resources = document.get('resources');
  const isFailure = (entry: unknown) => {
    const patch =
      entry instanceof YAMLMap ? String(entry.get('patch') ?? '') : '';
    return /lab-(fail|crash|slow)|\/spec\/paused|-missing$/m.test(patch);
  };
  const isBroken = (entry: unknown) => String(entry) === 'missing.yaml';
  const broken = isSeq(resources) && resources.items.some(isBroken);
  const failing = isSeq(listed) && listed.items.some(isFailure);
  if (!broken && !failing) return text;
  if (isSeq(listed))
    listed.items = listed.items.filter(entry => !isFailure(entry));
  if (isSeq(resources))
    resources.items = resources.items.filter(entry => !isBroken(entry));
  return document.toString();
}
