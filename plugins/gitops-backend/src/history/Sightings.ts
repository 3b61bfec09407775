import type { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import { Application, applicationKey } from '../argocd/Application';
import type { Change } from '../inventory/Inventory';
import { revisionsOf } from '../promotions/plan/candidates';
import type { FinishedDeploymentsOptions } from './FinishedDeployments';
import type { Sighting } from './VersionRun';

/** Makes of what is heard of Applications what was seen to run, as often as that changes. */
export class Sightings {
  readonly #options: FinishedDeploymentsOptions;
  /** What was last seen of each, in one text */
  readonly #seen = new Map<string, string>();

  constructor(options: FinishedDeploymentsOptions) {
    this.#options = options;
  }

  /** Undefined where it says nothing new of what runs. */
  take({ previous, current }: Change): Sighting | undefined {
    const { application } = (current ?? previous)!;
    const key = applicationKey(application);
    if (!current) {
      this.#seen.delete(key);
      return this.#sightingOf(application);
    }
    if (!current.diagnosis || current === previous) return undefined;
    const deployment = this.#options.deploymentOf(application);
    const { running, wanted, nothingRuns, state } = deployment;
    // What runs is not known: it may be what ran before
    if (running === null && !nothingRuns) return undefined;
    // Several run, of which none is the version of the Application
    if (running?.includes(', ')) return undefined;
    const isHealthy =
      application.health === 'Healthy' &&
      state !== 'unknown' &&
      state !== 'degraded';
    const isOwn = wanted === null || wanted === running;
    const what = {
      version: nothingRuns ? undefined : running ?? undefined,
      state: isOwn ? state : undefined,
      isHealthy,
      artifacts:
        isHealthy && isOwn
          ? { images: deployment.images, revisions: revisionsOf(application) }
          : undefined,
      since: sinceOf(deployment, isHealthy),
    };
    const text = JSON.stringify([what, lastChange(application)]);
    if (text === this.#seen.get(key)) return undefined;
    this.#seen.set(key, text);
    return { ...this.#sightingOf(application), ...what };
  }

  #sightingOf(application: Application): Sighting {
    const { environmentOf, serviceOf, now } = this.#options;
    return {
      application: applicationKey(application),
      instance: application.instance,
      service: serviceOf(application),
      environment: environmentOf(application),
      isHealthy: false,
      at: new Date(now()).toISOString(),
      changedAt: lastChange(application),
    };
  }
}

/** By the clock of its Argo CD. */
function lastChange({
  operationStartedAt,
  operationFinishedAt,
  healthSince,
}: Application): string | undefined {
  return [operationStartedAt, operationFinishedAt, healthSince]
    .flatMap(time => time ?? [])
    .sort((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);
}

/** Of a state that is not healthy though all of its Pods are, the time is another one. */
function sinceOf(
  { state, since }: ApplicationDeployment,
  isHealthy: boolean,
): string | undefined {
  return isHealthy === (state === 'healthy') ? since ?? undefined : undefined;
}
