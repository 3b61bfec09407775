import { componentOf, GOLDEN_PATH_FIELD, GoldenPath } from './goldenPath';
import { toYaml } from './toYaml';

/** Stands for the number of a pull request. */
export const NUMBER = '{{.number}}';
/** Tag of the image that the CI builds of a pull request: changed along with it. */
export const PREVIEW_TAG = `0.0.0-pr-${NUMBER}.g{{.head_short_sha}}`;
/** Where the values of a chart have the version. */
const TAG_PARAMETER = 'image.tag';

/** Folder of a GitOps repository, and the namespace that it is deployed to. */
interface Folder {
  repository: string;
  branch: string;
  path: string;
  namespace: string;
}

/** The route from outside, with its host. */
interface Route {
  kind: 'Ingress' | 'HTTPRoute';
  hasTls: boolean;
  host: string;
}

/** The manifests of previews, as a kustomization of the environment's. */
export function kustomizedPreview(
  folder: Folder,
  options: {
    image: string;
    /** Folder of what all services share, where the entry has a version of it */
    goldenPath?: Pick<GoldenPath, 'folder'>;
    route?: Route;
  },
): object {
  const { image, goldenPath, route } = options;
  return kustomized(folder, {
    images: [`${image}:${PREVIEW_TAG}`],
    patches: route && [hostPatch(route)],
    components: goldenPath && [
      componentOf(
        { ...goldenPath, version: `{{.${GOLDEN_PATH_FIELD}}}` },
        folder.path,
      ),
    ],
  });
}

/** A source of an Application, as its manifest has it. */
export interface ApplicationSource {
  chart?: string;
  helm?: { parameters?: object[] };
}

/** Whether a source is a chart, as far as the manifest says. */
export function isChart({ chart, helm }: ApplicationSource): boolean {
  return Boolean(chart ?? helm);
}

/** The sources of an environment, with other parameters of its chart, and the namespace. */
export function chartPreview(
  sources: readonly ApplicationSource[],
  folder: Folder,
  options: {
    env: Readonly<Record<string, string>>;
    parameters: Readonly<Record<string, string>>;
  },
): object[] {
  const texts = {
    [TAG_PARAMETER]: PREVIEW_TAG,
    ...Object.fromEntries(
      Object.entries(options.env).map(([name, value]) => [
        `env.${name}`,
        value,
      ]),
    ),
  };
  const parameters = [
    ...Object.entries(texts).map(([name, value]) => ({
      name,
      value,
      forceString: true,
    })),
    ...Object.entries(options.parameters).map(([name, value]) => ({
      name,
      value,
    })),
  ];
  const changed = sources.map(source =>
    isChart(source)
      ? {
          ...source,
          helm: {
            ...source.helm,
            parameters: [...(source.helm?.parameters ?? []), ...parameters],
          },
        }
      : source,
  );
  return [...changed, kustomized(folder, {})];
}

function kustomized(
  { repository, branch, path, namespace }: Folder,
  kustomize: object,
) {
  return {
    repoURL: repository,
    targetRevision: branch,
    path,
    kustomize: { namespace, ...kustomize },
  };
}

/** Puts the host of a preview in place of that of the environment. */
function hostPatch({ kind, hasTls, host }: Route) {
  const replace = (path: string, value: unknown) => ({
    op: 'replace',
    path,
    value,
  });
  const operations =
    kind === 'HTTPRoute'
      ? [replace('/spec/hostnames', [host])]
      : [
          replace('/spec/rules/0/host', host),
          ...(hasTls ? [replace('/spec/tls/0/hosts', [host])] : []),
        ];
  return { target: { kind }, patch: toYaml(operations) };
}
