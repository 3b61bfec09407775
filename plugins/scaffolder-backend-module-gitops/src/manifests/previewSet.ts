import {
  GOLDEN_PATH_LABEL,
  PREVIEW_LABEL,
  previewLinkTitle,
} from 'backstage-plugin-gitops-common';
import { CASCADE } from './application';
import { GOLDEN_PATH_FIELD } from './goldenPath';
import { NUMBER } from './previewSources';
import { NAME_LABEL } from './workload';

interface PreviewSetOptions {
  name: string;
  namespace: string;
  service: string;
  /** The environment whose manifests a preview has */
  from: string;
  repository: string;
  branch: string;
  /** What the Applications of `from` are made of: a file, or the AppProject alone */
  entry: { file: string } | { project: string };
  /** Whether the entry has a version of what all services share */
  hasGoldenPath: boolean;
  pullRequests: object;
  /** Page of a pull request */
  page: string;
  requeueAfterSeconds: number;
  application: string;
  destination: { server?: string; name?: string; namespace: string };
  sources: readonly object[];
}

/**
 * An ApplicationSet that makes an Application of each open pull request that has a label. What else
 * differs between services comes from the entry of the environment, so that it stays the same.
 */
export function previewSetOf(options: PreviewSetOptions) {
  const { name, namespace, service, from, entry, sources } = options;
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
            [GOLDEN_PATH_LABEL]: options.hasGoldenPath
              ? `{{.${GOLDEN_PATH_FIELD}}}`
              : undefined,
          },
          annotations: {
            'link.argocd.argoproj.io/pull-request': `${previewLinkTitle(
              NUMBER,
            )}|${options.page}`,
          },
          // Everything is deleted along with the Application when the pull request is closed
          finalizers: [CASCADE],
        },
        spec: {
          project: '{{.project}}',
          ...(sources.length > 1 ? { sources } : { source: sources[0] }),
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
