import { ConflictError } from '@backstage/errors';
import { inParallel } from 'backstage-plugin-gitops-node';
import {
  baseKustomization,
  isKustomization,
  overlayKustomization,
  withResource,
} from '../manifests/kustomization';
import { helmValues } from '../manifests/helmValues';
import { toYaml } from '../manifests/toYaml';
import {
  defaultResources,
  deploymentOf,
  disruptionBudgetOf,
  SERVICE_ACCOUNT,
  serviceAccountOf,
  serviceOf,
  Workload,
} from '../manifests/workload';
import {
  checkAnnotations,
  checkForm,
  checkLabels,
  checkNames,
  checkResources,
  checkVariables,
} from '../names/kubernetes';
import { defaultLayout, fill, pathOf } from '../names/layout';
import { writableFolders } from '../names/writable';
import { refuseSecretsInValues } from '../secrets/refuseSecrets';
import type { ActionOptions } from './ActionOptions';
import { DEFAULT_VALUES, examples, inputFields } from './deploymentFields';
import { writer } from './writer';

/** What all environments share. */
const baseFiles = {
  [SERVICE_ACCOUNT]: serviceAccountOf,
  'deployment.yaml': deploymentOf,
  'service.yaml': serviceOf,
  'disruption-budget.yaml': disruptionBudgetOf,
};

/** Writes a base and an overlay for each environment, or a file of Helm values for each. */
export function deploymentWrite(options: ActionOptions) {
  return writer(options, {
    id: 'gitops:deployment:write',
    description:
      'Writes the manifests of a service: a Kustomize base and an overlay for each environment, or a file of Helm values for each',
    examples,
    input: inputFields,
    async check(input) {
      await refuseSecretsInValues(input.env, 'input.env');
      checkForm('image', input.image, 'input.image');
      checkForm('tag', input.tag, 'input.tag');
      checkForm('name', input.secretName, 'input.secretName');
      checkNames(input.imagePullSecrets, 'input.imagePullSecrets');
      checkLabels(input.labels, 'input.labels');
      checkAnnotations(input.identity, 'input.identity');
      checkVariables(input.env, 'input.env');
      checkResources(input.resources, 'input.resources');
    },
    async write({ input, service, environments, draft }) {
      const { image, tag } = input;
      const workload: Workload = {
        service,
        image,
        port: input.port ?? 8080,
        probes: input.probes ?? { readiness: '/readyz', liveness: '/livez' },
        resources: input.resources ?? defaultResources,
        secretName: input.secretName || undefined,
        env: input.env ?? {},
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
            return [
              pathOf(input.valuesPath ?? DEFAULT_VALUES, values),
              helmValues(workload, { ...values, tag, replicas }),
            ];
          }),
        );
        return {};
      }
      const layout = { ...defaultLayout, ...input.paths };
      const base = pathOf(layout.base, { service });
      // What the task's folder has may be half of what was written before a crash
      const isNew = (await draft.listBefore(base)).length === 0;
      const kustomization = `${base}/kustomization.yaml`;
      const written = isNew ? await draft.read(kustomization) : undefined;
      const ofBase: [string, string][] = [
        ...Object.entries(baseFiles).map(
          ([name, manifestOf]): [string, string] => [
            `${base}/${name}`,
            toYaml(manifestOf(workload)),
          ],
        ),
        [kustomization, baseWith(written, kustomization)],
      ];
      const overlays = await inParallel(
        environments,
        async (environment): Promise<[string, string]> => {
          const overlay = pathOf(layout.overlay, { service, environment });
          if ((await draft.listBefore(overlay)).some(isKustomization))
            throw new ConflictError(
              `${service} is in ${environment} already: ${overlay} exists in the repository`,
            );
          const replicas = input.replicas?.[environment];
          const place = { service, environment, base, overlay };
          const identity = identityOf(input.identity, { service, environment });
          return [
            `${overlay}/kustomization.yaml`,
            overlayKustomization({ ...place, image, tag, replicas, identity }),
          ];
        },
      );
      await draft.addAll([...(isNew ? ofBase : []), ...overlays]);
      return {};
    },
  });
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
function baseWith(written: string | undefined, file: string): string {
  const resources = Object.keys(baseFiles);
  if (written === undefined) return baseKustomization(resources);
  return resources.reduce(
    (before, one) => withResource(before, file, one),
    written,
  );
}
