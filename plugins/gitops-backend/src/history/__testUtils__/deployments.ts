import { Deployment, deploymentId } from '../Deployment';
import type { Place } from '../Place';

export const minute = (count: number) =>
  new Date(Date.parse('2026-03-02T00:00:00Z') + count * 60_000);
export const iso = (count: number) => minute(count).toISOString();

/** Begins a minute before it ends, and is healthy a minute after that. */
export function deployment(
  service: string,
  environment: string,
  at: number,
  given: Partial<Deployment> = {},
): Deployment {
  const application = `eu/argocd/${service}-${environment}`;
  return {
    id: deploymentId(application, iso(at - 1)),
    application,
    service,
    environment,
    startedAt: iso(at - 1),
    finishedAt: iso(at),
    healthyAt: iso(at + 1),
    result: 'succeeded',
    version: '1.0.0',
    images: [],
    revisions: [],
    ...given,
  };
}

export const place = (service: string, environment: string): Place => ({
  application: `eu/argocd/${service}-${environment}`,
  environment,
  service,
});
