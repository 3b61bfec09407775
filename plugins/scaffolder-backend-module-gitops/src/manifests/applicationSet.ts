import { GOLDEN_PATH_LABEL } from 'backstage-plugin-gitops-common';
import type { Entry } from './addEntries';
import { Source, specOf } from './application';
import { GOLDEN_PATH_FIELD } from './goldenPath';
import { NAME_LABEL } from './workload';

/** An ApplicationSet that makes an Application of each service and environment. */
export interface ApplicationSetOptions {
  name: string;
  namespace: string;
  repository: string;
  branch: string;
  /** Those of one service in one environment, in the set's own notation: `{{.path.path}}` */
  sources: readonly Source[];
  generator:
    | { kind: 'files'; pattern: string }
    | { kind: 'list'; elements: readonly Entry[] };
  destination: { server?: string; name?: string; namespace: string };
  annotations?: Readonly<Record<string, string>>;
  /** Whether the entries have a version of the golden path */
  hasGoldenPath?: boolean;
  policy?: {
    preserveResourcesOnDeletion?: boolean;
    applicationsSync?: string;
    /** JSON pointers */
    ignoreApplicationDifferences?: readonly string[];
    refreshOnRetry?: boolean;
  };
  /** Environments in the order in which a change rolls out; all at once where absent */
  rollingSync?: readonly string[];
}

/**
 * A missing field is an error of the set (`missingkey=error`) instead of an Application called
 * `<no value>`.
 */
export function applicationSetOf(options: ApplicationSetOptions) {
  const { name, namespace, generator, rollingSync, annotations } = options;
  const { repository, branch, sources, destination } = options;
  const {
    preserveResourcesOnDeletion,
    applicationsSync,
    ignoreApplicationDifferences: jsonPointers,
    refreshOnRetry,
  } = options.policy ?? {};
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name, namespace },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: [
        generator.kind === 'files'
          ? {
              git: {
                repoURL: repository,
                revision: branch,
                files: [{ path: generator.pattern }],
              },
            }
          : { list: { elements: generator.elements } },
      ],
      syncPolicy:
        preserveResourcesOnDeletion || applicationsSync
          ? { preserveResourcesOnDeletion, applicationsSync }
          : undefined,
      ignoreApplicationDifferences: jsonPointers && [{ jsonPointers }],
      strategy: rollingSync && {
        type: 'RollingSync',
        rollingSync: {
          steps: rollingSync.map(environment => ({
            matchExpressions: [
              { key: 'environment', operator: 'In', values: [environment] },
            ],
          })),
        },
      },
      template: {
        metadata: {
          name: '{{.service}}-{{.environment}}',
          labels: {
            [NAME_LABEL]: '{{.service}}',
            environment: '{{.environment}}',
            [GOLDEN_PATH_LABEL]: options.hasGoldenPath
              ? `{{.${GOLDEN_PATH_FIELD}}}`
              : undefined,
          },
          annotations,
        },
        spec: specOf({
          project: '{{.project}}',
          ...{ sources, destination, refreshOnRetry },
        }),
      },
    },
  };
}
