import { posix } from 'node:path';
import { toYaml } from './toYaml';
import { waveAnnotation, waves } from './waves';

/** What previews have in the folder of a service. */
export function previewOverlay(options: {
  service: string;
  from: string;
  /** Folder of the environment `from` */
  overlay: string;
  /** Folder of the previews */
  folder: string;
  deployment: string;
  container: string;
  /** Variables that are others than in `from` */
  env: Readonly<Record<string, string>>;
  /** Whether each has a host of its own, and keeps the route to it */
  hasHost: boolean;
}): [name: string, text: string][] {
  const { env, deployment } = options;
  const variables = Object.entries(env).map(([name, value]) => ({
    name,
    value,
  }));
  const patches = [
    // A migration would change the database of the environment
    removed('batch/v1', 'Job'),
    // These have the address of the environment, and would take its requests away
    ...(options.hasHost
      ? []
      : [
          removed('networking.k8s.io/v1', 'Ingress'),
          removed('gateway.networking.k8s.io/v1', 'HTTPRoute'),
        ]),
    ...(variables.length > 0
      ? [
          {
            patch: toYaml({
              apiVersion: 'apps/v1',
              kind: 'Deployment',
              metadata: { name: deployment },
              spec: {
                template: {
                  spec: {
                    containers: [{ name: options.container, env: variables }],
                  },
                },
              },
            }),
          },
        ]
      : []),
  ];
  const overlay = posix.relative(options.folder, options.overlay);
  return filesOf(options, [overlay], patches);
}

/** The same beside a chart: the namespace alone. */
export function previewNamespace(names: {
  service: string;
  from: string;
}): [name: string, text: string][] {
  return filesOf(names, []);
}

function filesOf(
  { service, from }: { service: string; from: string },
  resources: string[],
  patches?: object[],
): [name: string, text: string][] {
  return [
    [
      'kustomization.yaml',
      toYaml(
        {
          apiVersion: 'kustomize.config.k8s.io/v1beta1',
          kind: 'Kustomization',
          resources: [...resources, 'namespace.yaml'],
          patches,
        },
        `What previews of ${service} have other than ${from}`,
      ),
    ],
    [
      'namespace.yaml',
      toYaml(
        {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: {
            name: `${service}-preview`,
            annotations: waveAnnotation(waves.namespace),
          },
        },
        'The ApplicationSet gives it the name that it has. It is deleted along with the preview',
      ),
    ],
  ];
}

/** All of a kind, if there are any. */
function removed(apiVersion: string, kind: string) {
  return {
    target: { kind },
    patch: toYaml({
      $patch: 'delete',
      apiVersion,
      kind,
      metadata: { name: 'any' },
    }),
  };
}
