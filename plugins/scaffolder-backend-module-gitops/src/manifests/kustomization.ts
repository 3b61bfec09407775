import { posix } from 'node:path';
import { InputError } from '@backstage/errors';
import { insertItems, setValue } from 'backstage-plugin-gitops-node';
import { parse } from 'yaml';
import { SETTINGS, valueAt } from './settings';
import { toYaml } from './toYaml';

const HEAD = {
  apiVersion: 'kustomize.config.k8s.io/v1beta1',
  kind: 'Kustomization',
};

/** Whether Kustomize reads a folder by a file of this name. */
export function isKustomization(name: string): boolean {
  return ['kustomization.yaml', 'kustomization.yml', 'Kustomization'].includes(
    name,
  );
}

export function baseKustomization(resources: readonly string[]): string {
  return toYaml({ ...HEAD, resources });
}

/** What an environment adds to the base: its version, how many Pods run, and as whom. */
export function overlayKustomization(options: {
  service: string;
  environment: string;
  base: string;
  overlay: string;
  /** Files of the environment's own */
  resources?: readonly string[];
  image: string;
  tag: string;
  replicas?: number;
  /** Annotations of the ServiceAccount */
  identity?: Readonly<Record<string, string>>;
  /** Whether settings stand beside it */
  hasSettings?: boolean;
}): string {
  const { service, environment, image, tag, replicas } = options;
  const { identity, hasSettings } = options;
  const patches = [
    ...(identity ? [{ patch: annotated(service, identity) }] : []),
    ...(hasSettings ? [{ path: SETTINGS }] : []),
  ];
  return toYaml(
    {
      ...HEAD,
      resources: [
        posix.relative(options.overlay, options.base),
        ...(options.resources ?? []),
      ],
      images: [{ name: image, newTag: tag }],
      replicas:
        replicas === undefined
          ? undefined
          : [{ name: service, count: replicas }],
      patches: patches.length > 0 ? patches : undefined,
    },
    `${service} in ${environment}`,
  );
}

function annotated(
  name: string,
  annotations: Readonly<Record<string, string>>,
): string {
  const account = { apiVersion: 'v1', kind: 'ServiceAccount' };
  return toYaml({ ...account, metadata: { name, annotations } });
}

/**
 * A kustomization with one resource more; the text as it is where it has it already.
 *
 * @throws InputError where the file can't be edited
 */
export function withResource(
  text: string,
  file: string,
  resource: string,
): string {
  const { resources } = (parse(text) ?? {}) as { resources?: unknown };
  if (!Array.isArray(resources))
    throw new InputError(
      `${file} has no list of resources, to which ${resource} could be added`,
    );
  if (resources.includes(resource)) return text;
  return insertItems(text, { file, path: ['resources'] }, [
    { index: resources.length, items: [resource] },
  ]);
}

/** A kustomization that applies a file as a patch. */
export function withPatch(text: string, file: string, path: string): string {
  const place = { file, path: ['patches'] };
  const there = valueAt(text, place);
  return Array.isArray(there)
    ? insertItems(text, place, [{ index: there.length, items: [{ path }] }])
    : setValue(text, place, [{ path }]);
}
