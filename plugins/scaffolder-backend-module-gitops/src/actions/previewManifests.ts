import { InputError } from '@backstage/errors';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Draft } from '../draft/Draft';
import { findChart } from '../draft/findChart';
import { findDeployment } from '../draft/findDeployment';
import { findRoute } from '../draft/findRoute';
import type { GoldenPath } from '../manifests/goldenPath';
import { isKustomization } from '../manifests/kustomization';
import { previewNamespace, previewOverlay } from '../manifests/previewOverlay';
import {
  chartPreview,
  kustomizedPreview,
  NUMBER,
  PREVIEW_TAG,
} from '../manifests/previewSources';
import { CONTAINER } from '../manifests/settings';
import { fill } from '../names/layout';

/** Where the manifests of an environment are, and where those of its previews will be. */
interface PreviewPlace {
  service: string;
  from: string;
  base: string;
  overlay: string;
  /** Of the ApplicationSets */
  sets: string;
  entryFile: string;
  folder: string;
  repository: string;
  branch: string;
  namespace: string;
}

/** What of the environment is other in a preview. */
interface PreviewChanges {
  image: string;
  env: Readonly<Record<string, string>>;
  host?: string;
  parameters?: Readonly<Record<string, string>>;
  goldenPath?: Pick<GoldenPath, 'folder'>;
}

/** What deploys previews. */
interface PreviewManifests {
  /** In the folder of previews */
  files: [name: string, text: string][];
  /** Of their Applications */
  sources: object[];
}

/**
 * Makes previews of what deploys an environment: its kustomization, or a chart.
 *
 * @throws InputError where it has neither, and for inputs of the other
 */
export async function previewManifests(
  draft: Draft,
  place: PreviewPlace,
  changes: PreviewChanges,
  logger: LoggerService,
): Promise<PreviewManifests> {
  const { service, from, overlay, sets } = place;
  if ((await draft.list(overlay)).some(isKustomization))
    return ofKustomization(draft, place, changes);
  const sources = await findChart(draft, sets, {
    service,
    environment: from,
    file: place.entryFile,
  });
  if (!sources)
    throw new InputError(
      `${overlay} has no kustomization, and no ApplicationSet of ${sets} deploys ${service} to ${from} by a chart: a preview has the manifests of ${from}. Name another environment in from, its folder in paths.overlay, or its entry in entryPath`,
    );
  if (changes.host !== undefined)
    throw new InputError(
      'input.host is for an Ingress or HTTPRoute of a kustomization: give the host to the chart, by parameters',
    );
  const { env, parameters = {} } = changes;
  logger.warn(
    `Whether the chart of ${service} runs a migration is not known here. If it does, switch that off by parameters: a preview has the database of ${from}`,
  );
  const filled = Object.entries(parameters).map(([name, value]) => [
    name,
    fill(value, { service, number: NUMBER, tag: PREVIEW_TAG }),
  ]);
  return {
    files: previewNamespace(place),
    sources: chartPreview(sources, folderOf(place), {
      env,
      parameters: Object.fromEntries(filled),
    }),
  };
}

async function ofKustomization(
  draft: Draft,
  place: PreviewPlace,
  { image, env, host, parameters, goldenPath }: PreviewChanges,
): Promise<PreviewManifests> {
  const { service, base, overlay } = place;
  if (parameters)
    throw new InputError(
      `input.parameters is for a chart, and ${overlay} has a kustomization: use env and host`,
    );
  const { name: deployment, containers } = await findDeployment(
    draft,
    base,
    service,
  );
  const files = previewOverlay({
    ...place,
    env,
    hasHost: host !== undefined,
    deployment,
    container: containers[0]?.name ?? CONTAINER,
  });
  const route = host !== undefined && {
    ...(await findRoute(draft, overlay)),
    host: fill(host, { service, number: NUMBER }),
  };
  const source = kustomizedPreview(folderOf(place), {
    image,
    goldenPath,
    route: route || undefined,
  });
  return { files, sources: [source] };
}

function folderOf({ folder, repository, branch, namespace }: PreviewPlace) {
  return { path: folder, repository, branch, namespace };
}
