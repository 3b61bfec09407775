import { InputError } from '@backstage/errors';
import { readDocuments, valueOf } from 'backstage-plugin-gitops-node';
import type { SomeResources } from '../manifests/settings';
import type { Draft } from './Draft';
import { manifestsIn } from './manifestsIn';

/** A container as a Deployment, or a patch of it, has it. */
interface Container {
  name?: string;
  env?: { name?: string }[];
  resources?: SomeResources;
}

/** A Deployment, or a patch of it, as it stands in a file. */
export interface FoundDeployment {
  file: string;
  document: number;
  name: string;
  containers: Container[];
}

interface Manifest {
  kind?: string;
  metadata?: { name?: string };
  spec?: { template?: { spec?: { containers?: Container[] } } };
}

/** All Deployments of a file, patches of them too. @throws InputError where it can't be read */
export function readDeployments(text: string, file: string): FoundDeployment[] {
  return readDocuments(text, file).flatMap((one, document) => {
    const manifest = valueOf(one, file) as Manifest | null | undefined;
    if (manifest?.kind !== 'Deployment') return [];
    const containers = manifest.spec?.template?.spec?.containers;
    return {
      file,
      document,
      name: String(manifest.metadata?.name ?? ''),
      containers: Array.isArray(containers) ? containers : [],
    };
  });
}

/**
 * The Deployment of a service: the one that is called like it, or the only one of its base.
 *
 * @throws InputError where there is none
 */
export async function findDeployment(
  draft: Draft,
  base: string,
  service: string,
): Promise<FoundDeployment> {
  const all: FoundDeployment[] = [];
  for await (const one of manifestsIn(
    draft,
    base,
    'Deployment',
    readDeployments,
  ))
    all.push(one);
  const found =
    all.find(({ name }) => name === service) ??
    (all.length === 1 ? all[0] : undefined);
  if (found) return found;
  throw new InputError(
    all.length === 0
      ? `${base} has no Deployment whose settings could be changed. Give its folder in paths.base`
      : `${base} has several Deployments (${all
          .map(({ name }) => name)
          .join(', ')}), and none is called ${service}`,
  );
}
