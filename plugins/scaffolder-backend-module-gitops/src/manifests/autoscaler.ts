import { NAME_LABEL } from './workload';

/** How many Pods run, by how busy they are. */
export interface Scale {
  min: number;
  max: number;
  /** Percent of the CPU that they request */
  cpu: number;
}

export function autoscalerOf(service: string, { min, max, cpu }: Scale) {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: service, labels: { [NAME_LABEL]: service } },
    spec: {
      scaleTargetRef: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name: service,
      },
      minReplicas: min,
      maxReplicas: max,
      metrics: [
        {
          type: 'Resource',
          resource: {
            name: 'cpu',
            target: { type: 'Utilization', averageUtilization: cpu },
          },
        },
      ],
    },
  };
}
