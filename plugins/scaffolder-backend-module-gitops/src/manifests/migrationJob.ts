import { waveAnnotation, waves } from './waves';
import { containerOf, environmentOf, podOf } from './pod';
import { NAME_LABEL, Workload } from './workload';

/**
 * The Job that changes the database before the new version starts. A hook of the Sync phase, not of
 * PreSync: that would run before the wave in which the ExternalSecret is applied, without its
 * secrets. It has no label that the Service selects by: what it runs serves nobody.
 */
export function migrationJobOf(
  options: Pick<
    Workload,
    | 'service'
    | 'image'
    | 'env'
    | 'secretName'
    | 'resources'
    | 'runAsNonRoot'
    | 'pullSecrets'
    | 'writable'
  > & {
    /** As which it runs, where the service has one of its own */
    serviceAccount?: string;
    command: readonly string[];
    /** Retries before it counts as failed */
    retries: number;
    /** Seconds until it is ended */
    timeoutSeconds: number;
  },
) {
  const { service, image, command, retries, timeoutSeconds, serviceAccount } =
    options;
  const labels = {
    [NAME_LABEL]: `${service}-migrate`,
    'app.kubernetes.io/component': 'migration',
    'app.kubernetes.io/part-of': service,
  };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: `${service}-migrate`,
      labels,
      annotations: {
        'argocd.argoproj.io/hook': 'Sync',
        'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
        ...waveAnnotation(waves.migration),
      },
    },
    spec: {
      backoffLimit: retries,
      activeDeadlineSeconds: timeoutSeconds,
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: 'Never',
          ...(serviceAccount && { serviceAccountName: serviceAccount }),
          ...podOf(options),
          containers: [
            {
              name: 'migrate',
              image,
              command,
              ...environmentOf(options),
              resources: options.resources,
              ...containerOf(options),
            },
          ],
        },
      },
    },
  };
}
