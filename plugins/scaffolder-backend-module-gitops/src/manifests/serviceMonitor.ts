import { NAME_LABEL } from './workload';

/** Has the Prometheus Operator read the metrics of a service. */
export function serviceMonitorOf(
  service: string,
  options: {
    path: string;
    interval: string;
    /** By which a Prometheus selects its ServiceMonitors */
    labels: Readonly<Record<string, string>>;
  },
) {
  const own = { [NAME_LABEL]: service };
  const { path, interval, labels } = options;
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: { name: service, labels: { ...labels, ...own } },
    spec: {
      selector: { matchLabels: own },
      endpoints: [{ port: 'http', path, interval }],
    },
  };
}
