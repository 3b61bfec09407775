import type { Workload } from './workload';

/** What every Pod of a service has, its migration too. */
export function podOf({
  runAsNonRoot,
  pullSecrets,
  writable = [],
}: Pick<Workload, 'runAsNonRoot' | 'pullSecrets' | 'writable'>) {
  return {
    automountServiceAccountToken: false,
    ...(pullSecrets.length > 0 && {
      imagePullSecrets: pullSecrets.map(name => ({ name })),
    }),
    securityContext: {
      ...(runAsNonRoot && { runAsNonRoot }),
      seccompProfile: { type: 'RuntimeDefault' },
    },
    ...(writable.length > 0 && {
      volumes: writable.map((_, index) => ({
        name: volumeName(index),
        emptyDir: {},
      })),
    }),
  };
}

/** What every container of a service has. */
export function containerOf({ writable }: Pick<Workload, 'writable'>) {
  return {
    securityContext: {
      allowPrivilegeEscalation: false,
      ...(writable && { readOnlyRootFilesystem: true }),
      capabilities: { drop: ['ALL'] },
    },
    ...(writable &&
      writable.length > 0 && {
        volumeMounts: writable.map((mountPath, index) => ({
          name: volumeName(index),
          mountPath,
        })),
      }),
  };
}

function volumeName(index: number): string {
  return `writable-${index + 1}`;
}

/** Of a container: settings as they are, secrets by the name of their Secret. */
export function environmentOf({
  env,
  secretName,
}: Pick<Workload, 'env' | 'secretName'>) {
  const settings = Object.entries(env).map(([name, value]) => ({
    name,
    value,
  }));
  return {
    ...(settings.length > 0 && { env: settings }),
    ...(secretName && { envFrom: [{ secretRef: { name: secretName } }] }),
  };
}
