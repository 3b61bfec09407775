import {
  GOLDEN_PATH_LABEL,
  PREVIEW_LABEL,
  previewLinkTitle,
} from 'backstage-plugin-gitops-common';
import { componentOf, GOLDEN_PATH_FIELD, GoldenPath } from './goldenPath';
import { toYaml } from './toYaml';
import { NAME_LABEL } from './workload';

/** Stands for the number of a pull request. */
export const NUMBER = '{{.number}}';
/** Tag of the image that the CI builds of a pull request: changed along with it. */
const PREVIEW_TAG = `0.0.0-pr-${NUMBER}.g{{.head_short_sha}}`;

interface PreviewSetOptions {
  name: string;
  namespace: string;
  service: string;
  /** The environment whose manifests a preview has */
  from: string;
  repository: string;
  branch: string;
  /** Folder of the previews' manifests */
  path: string;
  image: string;
  /** What the Applications of `from` are made of: a file, or the AppProject alone */
  entry: { file: string } | { project: string };
  /** Folder of what all services share, where the entry has a version of it */
  goldenPath?: Pick<GoldenPath, 'folder'>;
  pullRequests: object;
  /** Page of a pull request */
  page: string;
  requeueAfterSeconds: number;
  application: string;
  destination: { server?: string; name?: string; namespace: string };
  /** The route from outside, with its host */
  route?: { kind: 'Ingress' | 'HTTPRoute'; hasTls: boolean; host: string };
}

/**
 * An ApplicationSet that makes an Application of each open pull request that has a label. What else
 * differs between services comes from the entry of the environment, so that it stays the same.
 */
export function previewSetOf(options: PreviewSetOptions) {
  const { name, namespace, service, from, entry, goldenPath } = options;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name, namespace, labels: { environment: from } },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: [
        {
          matrix: {
            generators: [
              'file' in entry
                ? {
                    git: {
                      repoURL: options.repository,
                      revision: options.branch,
                      files: [{ path: entry.file }],
                    },
                  }
                : { list: { elements: [entry] } },
              {
                pullRequest: {
                  ...options.pullRequests,
                  requeueAfterSeconds: options.requeueAfterSeconds,
                },
              },
            ],
          },
        },
      ],
      template: {
        metadata: {
          name: options.application,
          labels: {
            [NAME_LABEL]: service,
            [PREVIEW_LABEL]: NUMBER,
            [GOLDEN_PATH_LABEL]: goldenPath && `{{.${GOLDEN_PATH_FIELD}}}`,
          },
          annotations: {
            'link.argocd.argoproj.io/pull-request': `${previewLinkTitle(
              NUMBER,
            )}|${options.page}`,
          },
          // Everything is deleted along with the Application when the pull request is closed
          finalizers: ['resources-finalizer.argocd.argoproj.io'],
        },
        spec: {
          project: '{{.project}}',
          source: {
            repoURL: options.repository,
            targetRevision: options.branch,
            path: options.path,
            kustomize: {
              namespace: options.destination.namespace,
              images: [`${options.image}:${PREVIEW_TAG}`],
              patches: options.route && [hostPatch(options.route)],
              components: goldenPath && [
                componentOf(
                  { ...goldenPath, version: `{{.${GOLDEN_PATH_FIELD}}}` },
                  options.path,
                ),
              ],
            },
          },
          destination: options.destination,
          syncPolicy: {
            automated: { prune: true, selfHeal: true },
            // The image of a new commit is there some minutes later
            retry: {
              limit: 5,
              backoff: { duration: '10s', factor: 2, maxDuration: '3m' },
            },
          },
        },
      },
    },
  };
}

/** Puts the host of a preview in place of that of the environment. */
function hostPatch({
  kind,
  hasTls,
  host,
}: NonNullable<PreviewSetOptions['route']>) {
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
