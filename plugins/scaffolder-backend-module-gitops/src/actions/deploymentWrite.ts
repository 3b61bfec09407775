import { ConflictError, InputError } from '@backstage/errors';
import { inParallel } from 'backstage-plugin-gitops-node';
import type { Draft } from '../draft/Draft';
import { GOLDEN_PATH, newestGoldenPath } from '../draft/newestGoldenPath';
import {
  baseKustomization,
  isKustomization,
  overlayKustomization,
  withResource,
} from '../manifests/kustomization';
import { helmValues } from '../manifests/helmValues';
import { SETTINGS, settingsPatch } from '../manifests/settings';
import { toYaml } from '../manifests/toYaml';
import {
  defaultResources,
  SERVICE_ACCOUNT,
  Workload,
} from '../manifests/workload';
import { isByEnvironment } from '../names/byEnvironment';
import {
  checkAnnotations,
  checkForm,
  checkLabels,
  checkNames,
  checkResources,
  checkVariables,
} from '../names/kubernetes';
import { defaultLayout, fill, pathOf } from '../names/layout';
import { resourcesIn, settingsIn } from '../names/settingsIn';
import { writableFolders } from '../names/writable';
import { refuseSecretsInValues } from '../secrets/refuseSecrets';
import type { ActionOptions } from './ActionOptions';
import { DEFAULT_VALUES, examples, inputFields } from './deploymentFields';
import { baseManifests } from './baseManifests';
import { checkComponents, overlayComponents } from './components';
import { writer } from './writer';

/** Writes a base and an overlay for each environment, or a file of Helm values for each. */
export function deploymentWrite(options: ActionOptions) {
  return writer(options, {
    id: 'gitops:deployment:write',
    description:
      'Writes the manifests of a service: a Kustomize base and an overlay for each environment, or a file of Helm values for each',
    examples,
    input: inputFields,
    async check(input) {
      for (const [name, value] of Object.entries(input.env ?? {}))
        for (const one of isByEnvironment(value)
          ? Object.values(value)
          : [value])
          await refuseSecretsInValues({ [name]: one }, 'input.env');
      await refuseSecretsInValues(input.chartValues, 'input.chartValues');
      if (input.chartValues && input.style !== 'helm')
        throw new InputError(
          'input.chartValues is for Helm values: set style to helm, or leave it out',
        );
      checkForm('image', input.image, 'input.image');
      checkForm('tag', input.tag, 'input.tag');
      checkForm('name', input.secretName, 'input.secretName');
      checkNames(input.imagePullSecrets, 'input.imagePullSecrets');
      checkLabels(input.labels, 'input.labels');
      checkAnnotations(input.identity, 'input.identity');
      checkVariables(input.env, 'input.env');
      const { shared, ownOf } = resourcesIn(input.resources);
      checkResources(shared, 'input.resources');
      for (const name of shared ? [] : Object.keys(input.resources ?? {}))
        checkResources(ownOf(name), `input.resources.${name}`);
      checkComponents(input);
    },
    async write({ input, service, environments, draft, settle }) {
      const { image, tag } = input;
      const settings = settingsIn(input.env);
      const resources = resourcesIn(input.resources);
      const workload: Workload = {
        service,
        image,
        port: input.port ?? 8080,
        probes: input.probes ?? { readiness: '/readyz', liveness: '/livez' },
        resources: resources.shared ?? defaultResources,
        secretName: input.secretName || undefined,
        env: settings.shared,
        labels: input.labels ?? {},
        runAsNonRoot: input.runAsNonRoot ?? true,
        pullSecrets: input.imagePullSecrets ?? [],
        writable: writableFolders(input.writable),
      };
      if (input.style === 'helm') {
        await draft.addAll(
          environments.map(environment => {
            const values = { service, environment };
            const replicas = input.replicas?.[environment];
            const own = {
              ...workload,
              env: { ...workload.env, ...settings.ownOf(environment) },
              resources: resources.ownOf(environment) ?? workload.resources,
            };
            return [
              pathOf(input.valuesPath ?? DEFAULT_VALUES, values),
              helmValues(own, {
                ...values,
                tag,
                replicas,
                more: input.chartValues,
              }),
            ];
          }),
        );
        return {};
      }
      const layout = { ...defaultLayout, ...input.paths };
      const base = pathOf(layout.base, { service });
      // After a crash, the task's folder may have only some of the files
      const before = await draft.listBefore(base);
      const isNew = before.length === 0;
      if (input.identity && !isNew && !before.includes(SERVICE_ACCOUNT))
        throw new InputError(
          `input.identity is for a ServiceAccount, and ${base} has no ${SERVICE_ACCOUNT}: add one there, or leave it out`,
        );
      const goldenPath = await newestGoldenPath(
        draft,
        pathOf(input.goldenPath ?? GOLDEN_PATH, {}),
      );
      if (goldenPath) await settle({ goldenPath });
      const manifests = baseManifests(workload, input, goldenPath);
      const kustomization = `${base}/kustomization.yaml`;
      const written = isNew ? await draft.read(kustomization) : undefined;
      const ofBase: [string, string][] = [
        ...manifests.map(([name, manifest]): [string, string] => [
          `${base}/${name}`,
          toYaml(manifest),
        ]),
        [
          kustomization,
          baseWith(
            written,
            kustomization,
            manifests.map(([name]) => name),
          ),
        ],
      ];
      const places = environments.map(environment => ({
        service,
        environment,
        base,
        overlay: pathOf(layout.overlay, { service, environment }),
      }));
      await refuseTaken(draft, places);
      const overlays = places.flatMap((place): [string, string][] => {
        const { environment, overlay } = place;
        const components = overlayComponents(input, place);
        const own = {
          env: settings.ownOf(environment),
          resources: resources.ownOf(environment),
        };
        const hasSettings =
          Object.keys(own.env).length > 0 || own.resources !== undefined;
        const text = overlayKustomization({
          ...place,
          resources: components.map(([name]) => name),
          image,
          tag,
          replicas: input.replicas?.[environment],
          identity: identityOf(input.identity, place),
          hasSettings,
        });
        const patch = hasSettings
          ? settingsPatch(own, { deployment: service, environment })
          : undefined;
        return [
          ...components.map(([name, manifest]): [string, string] => [
            `${overlay}/${name}`,
            toYaml(manifest),
          ]),
          [`${overlay}/kustomization.yaml`, text],
          ...(patch
            ? [[`${overlay}/${SETTINGS}`, patch] as [string, string]]
            : []),
        ];
      });
      await draft.addAll([...(isNew ? ofBase : []), ...overlays]);
      return {};
    },
  });
}

/** @throws ConflictError where the service is in an environment already */
async function refuseTaken(
  draft: Draft,
  places: readonly { service: string; environment: string; overlay: string }[],
): Promise<void> {
  const taken = await inParallel(places, async ({ overlay }) =>
    (await draft.listBefore(overlay)).some(isKustomization),
  );
  const first = places.find((_, index) => taken[index]);
  if (first)
    throw new ConflictError(
      `${first.service} is in ${first.environment} already: ${first.overlay} exists in the repository`,
    );
}

function identityOf(
  annotations: Readonly<Record<string, string>> | undefined,
  names: { service: string; environment: string },
): Record<string, string> | undefined {
  const filled = Object.entries(annotations ?? {}).map(
    ([key, value]) =>
      [key, fill(value, names, `input.identity.${key}`)] as const,
  );
  return filled.length > 0 ? Object.fromEntries(filled) : undefined;
}

/** With what earlier steps of the task have had it deploy. */
function baseWith(
  written: string | undefined,
  file: string,
  resources: readonly string[],
): string {
  if (written === undefined) return baseKustomization(resources);
  return resources.reduce(
    (before, one) => withResource(before, file, one),
    written,
  );
}
