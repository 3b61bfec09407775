import { posix } from 'node:path';
import { ConflictError, InputError } from '@backstage/errors';
import type { Draft } from '../draft/Draft';
import { findDeployment } from '../draft/findDeployment';
import { findPatch, placeIn } from '../draft/findPatch';
import { isKustomization, withPatch } from '../manifests/kustomization';
import { withReplicas } from '../manifests/replicas';
import {
  CONTAINER,
  SETTINGS,
  SettingsPlace,
  settingsPatch,
  SomeResources,
  valueAt,
  withSettings,
} from '../manifests/settings';
import { checkResources } from '../names/kubernetes';
import { defaultLayout, pathOf } from '../names/layout';
import type { SettingsChange } from './changeValues';
import { refuseAutoscaled, refuseHidden } from './refuseSettings';

interface Place {
  service: string;
  environment: string;
  paths?: { base?: string; overlay?: string };
  container?: string;
}

/**
 * Changes settings in the overlay of an environment: the number of Pods in its kustomization, the
 * others in a patch of the Deployment, which is written where there is none.
 *
 * @returns the files that it has written
 * @throws InputError, ConflictError where the overlay can't be changed so
 */
export async function changeOverlay(
  draft: Draft,
  { service, environment, paths, container = CONTAINER }: Place,
  change: SettingsChange,
): Promise<string[]> {
  const { replicas, unset, ...settings } = change;
  const layout = { ...defaultLayout, ...paths };
  const overlay = pathOf(layout.overlay, { service, environment });
  const base = pathOf(layout.base, { service });
  const name = (await draft.list(overlay)).find(isKustomization);
  if (name === undefined)
    throw new InputError(
      `${service} is not in ${environment}: ${overlay} has no kustomization. Give its folder in paths.overlay`,
    );
  const file = posix.join(overlay, name);
  const deployment = await findDeployment(draft, base, service);
  const own = deployment.containers.find(one => one.name === container);
  if (!own)
    throw new InputError(
      `Deployment ${deployment.name} in ${
        deployment.file
      } has no container ${container}. Give one of ${deployment.containers
        .map(one => one.name)
        .join(', ')} in container`,
    );
  const after = new Map<string, string>();
  let kustomization = (await draft.read(file)) ?? '';
  if (replicas !== undefined) {
    await refuseAutoscaled(draft, [base, overlay]);
    kustomization = withReplicas(
      kustomization,
      file,
      deployment.name,
      replicas,
    );
  }
  const variables = Object.keys(settings.env);
  if (variables.length > 0) await refuseHidden(draft, overlay, variables);
  if (variables.length + unset.length > 0 || settings.resources) {
    const patch = await findPatch(draft, kustomization, file, deployment.name);
    if (patch) {
      const place = placeIn(patch, container);
      const text = withSettings(patch.text, place, settings, unset, 'list');
      checkEffective(text, place, own.resources);
      after.set(patch.file, text);
    } else if (variables.length > 0 || settings.resources) {
      const path = posix.join(overlay, SETTINGS);
      const text = settingsPatch(settings, {
        deployment: deployment.name,
        container,
        environment,
      });
      checkResources(
        merged(own.resources, settings.resources),
        'input.resources with what the base has',
      );
      if (((await draft.read(path)) ?? text) !== text)
        throw new ConflictError(
          `${path} exists already, and ${file} does not apply it as a patch of Deployment ${deployment.name}. Add it to the patches there`,
        );
      after.set(path, text);
      kustomization = withPatch(kustomization, file, SETTINGS);
    }
  }
  after.set(file, kustomization);
  const written: string[] = [];
  for (const [path, text] of after) {
    if (text === (await draft.read(path))) continue;
    await draft.write(path, text);
    written.push(path);
  }
  return written;
}

/** @throws InputError where Kubernetes would refuse the Pod */
function checkEffective(
  text: string,
  place: SettingsPlace,
  ofBase: SomeResources | undefined,
): void {
  const resources = valueAt(text, {
    ...place,
    path: [...place.path, 'resources'],
  }) as SomeResources | undefined;
  checkResources(merged(ofBase, resources), `${place.file}: resources`);
}

function merged(
  base: SomeResources = {},
  own: SomeResources = {},
): SomeResources {
  return {
    requests: { ...base.requests, ...own.requests },
    limits: { ...base.limits, ...own.limits },
  };
}
