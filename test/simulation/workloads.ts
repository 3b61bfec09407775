import type { Desired, Failure } from './manifests';
import { isHealthIgnored, isTask, kindOf, Place } from './places';

/** What runs the service, in the way of its kind. */
export function workloadOf(place: Place, desired: Desired) {
  const { version, replicas, failure } = desired;
  const { service } = place;
  const kind = kindOf(place);
  const labels = { 'app.kubernetes.io/name': service };
  const containers = [{ name: 'app', image: imageOf(service, version) }];
  if (isTask(place)) return taskOf(place, desired, { labels, containers });
  const isPaused = failure === 'paused' && kind === 'Deployment';
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: {
      name: service,
      labels,
      ...(isHealthIgnored(place) && {
        annotations: { 'argocd.argoproj.io/ignore-healthcheck': 'true' },
      }),
    },
    spec: {
      replicas,
      ...(isPaused ? { paused: true } : {}),
      selector: { matchLabels: labels },
      template: {
        metadata: {
          labels: { ...labels, ...(failure && { [`lab-${failure}`]: 'true' }) },
        },
        spec: { containers },
      },
    },
  };
}

export function imageOf(service: string, version: string): string {
  return `registry.example.com/${service}:${version}`;
}

/** Of the ways to fail, a run knows two: it fails, or it takes long. */
const labelsOfRuns: Partial<Record<Failure, string>> = {
  crash: 'lab-fail',
  slow: 'lab-slow',
};

function taskOf(
  place: Place,
  { replicas, failure }: Desired,
  { labels, containers }: { labels: object; containers: object[] },
) {
  const asked = failure && labelsOfRuns[failure];
  const template = {
    metadata: { labels: { ...labels, ...(asked && { [asked]: 'true' }) } },
    spec: { containers },
  };
  const metadata = { name: place.service, labels };
  return kindOf(place) === 'Job'
    ? {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: {
          ...metadata,
          // The template of a Job can't be changed
          annotations: {
            'argocd.argoproj.io/sync-options': 'Force=true,Replace=true',
          },
        },
        spec: { template },
      }
    : {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata,
        spec: {
          schedule: '*/5 * * * *',
          suspend: replicas === 0,
          jobTemplate: { spec: { template } },
        },
      };
}
