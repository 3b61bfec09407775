import type { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import { Application, applicationKey } from '../argocd/Application';
import type { FinishedSync } from '../inventory/Diagnosis';
import type { Entry } from '../inventory/Entry';
import type { Change } from '../inventory/Inventory';
import { Deployment, deploymentId } from './Deployment';
import { Followed, hasEndedSeen, isAfter, sameSync } from './Followed';
import {
  failedOutcome,
  Outcome,
  outcomeOf,
  Present,
  unknownOutcome,
} from './outcomeOf';

/** What is unhealthy for a shorter time may just take long to start. */
const DEGRADED_MS = 5 * 60_000;

export interface FinishedDeploymentsOptions {
  deploymentOf(application: Application): ApplicationDeployment;
  /** Empty where the Application belongs to none */
  environmentOf(application: Application): string;
  /** The value of its service label */
  serviceOf(application: Application): string | undefined;
  now(): number;
}

/**
 * Finds finished deployments in what is heard of Applications. The last deployment is finished when
 * it is healthy, has failed, or is replaced. Those before come from Argo CD's own history.
 */
export class FinishedDeployments {
  readonly #options: FinishedDeploymentsOptions;
  readonly #followed = new Map<string, Followed>();
  readonly #rolling = new Map<string, Followed>();

  constructor(options: FinishedDeploymentsOptions) {
    this.#options = options;
  }

  /** @returns the same deployment again where more is known of it */
  take({ previous, current, finishedSyncs }: Change): Deployment[] {
    const { application } = (current ?? previous)!;
    const key = applicationKey(application);
    const { operationPhase, operationStartedAt } = application;
    const followed = this.#followed.get(key) ?? {
      first: { operationPhase, operationStartedAt },
    };
    this.#followed.set(key, followed);
    const replaced = this.#replaced(key, followed, { current, finishedSyncs });
    if (!current) this.#followed.delete(key);
    if (!current?.diagnosis) return replaced;
    const earlier = finishedSyncs
      ? this.#earlier(current, followed, finishedSyncs)
      : [];
    const sync = finishedSyncs
      ? finishedSyncs.at(-1)
      : sameSync(followed.rolling, application);
    if (!sync) return [...replaced, ...earlier];
    return [...replaced, ...earlier, ...this.#last(current, followed, sync)];
  }

  /** Those that have been unhealthy for too long. To be called every few seconds. */
  tick(): Deployment[] {
    const now = this.#options.now();
    return [...this.#rolling.values()].flatMap(followed => {
      const { present, degradedSince, hasFailed } = followed.rolling!;
      if (hasFailed || degradedSince === undefined) return [];
      const { application } = present.entry;
      if (this.#options.deploymentOf(application).staleSince !== null) {
        // It may have recovered unseen
        followed.rolling = { ...followed.rolling!, degradedSince: now };
        return [];
      }
      if (now - degradedSince < DEGRADED_MS) return [];
      followed.rolling = { ...followed.rolling!, hasFailed: true };
      return [this.#finished(present, failedOutcome(present, true))];
    });
  }

  /**
   * The deployment that was not healthy yet when another one ended, or when its Application was
   * deleted. An operation that is no deployment, such as a self-heal, replaces none.
   */
  #replaced(
    key: string,
    followed: Followed,
    { current, finishedSyncs }: Pick<Change, 'current' | 'finishedSyncs'>,
  ): Deployment[] {
    const { rolling } = followed;
    if (!rolling) return [];
    const { present, degradedSince, hasFailed } = rolling;
    const last = finishedSyncs?.at(-1);
    if (current && !(last && isAfter(last.startedAt, present.sync.startedAt)))
      return [];
    this.#settle(key, followed);
    if (hasFailed) return [];
    const isFailure =
      degradedSince !== undefined &&
      this.#options.now() - degradedSince >= DEGRADED_MS;
    const outcome = isFailure
      ? failedOutcome(present, true)
      : unknownOutcome(present);
    return [this.#finished(present, outcome)];
  }

  /** Those of Argo CD's history that were not seen. */
  #earlier(
    entry: Entry,
    followed: Followed,
    syncs: readonly FinishedSync[],
  ): Deployment[] {
    const missed = syncs
      .slice(0, -1)
      .filter(one => isAfter(one.startedAt, followed.recordedUntil));
    const last = missed.at(-1);
    if (last) followed.recordedUntil = last.startedAt;
    return missed.map(sync =>
      this.#record(
        entry.application,
        sync,
        sync.hasSucceeded
          ? unknownOutcome()
          : { ...unknownOutcome(), result: 'failed' },
      ),
    );
  }

  #last(entry: Entry, followed: Followed, sync: FinishedSync): Deployment[] {
    const key = applicationKey(entry.application);
    if (!followed.rolling && !isAfter(sync.startedAt, followed.recordedUntil))
      return [];
    const { operationPhase, operationStartedAt, health } = entry.application;
    if (operationPhase === 'Running' && operationStartedAt !== sync.startedAt) {
      // What is seen now may be what this other operation does
      if (followed.rolling && health !== 'Degraded')
        followed.rolling = { ...followed.rolling, degradedSince: undefined };
      return [];
    }
    const deployment = this.#options.deploymentOf(entry.application);
    const present = { entry, sync, deployment };
    const isWatched = hasEndedSeen(sync, followed.first);
    const outcome = outcomeOf(present, { isWatched });
    followed.recordedUntil = sync.startedAt;
    if (outcome) {
      this.#settle(key, followed);
      return [this.#finished(present, outcome)];
    }
    const isDegraded = deployment.state === 'degraded';
    if (!followed.rolling && !isWatched) followed.wasDegraded = isDegraded;
    const { degradedSince = this.#options.now(), hasFailed = false } =
      followed.rolling ?? {};
    const isBlind = !isWatched && followed.wasDegraded;
    followed.rolling = {
      present,
      degradedSince: isDegraded && !isBlind ? degradedSince : undefined,
      hasFailed,
    };
    this.#rolling.set(key, followed);
    return [];
  }

  #settle(key: string, followed: Followed): void {
    followed.rolling = undefined;
    this.#rolling.delete(key);
  }

  #finished({ entry, sync }: Present, outcome: Outcome): Deployment {
    return this.#record(entry.application, sync, outcome);
  }

  #record(
    application: Application,
    sync: FinishedSync,
    outcome: Outcome,
  ): Deployment {
    const { environmentOf, serviceOf } = this.#options;
    const key = applicationKey(application);
    return {
      ...outcome,
      id: deploymentId(key, sync.startedAt),
      application: key,
      service: serviceOf(application),
      environment: environmentOf(application),
      startedAt: sync.startedAt,
      finishedAt: sync.finishedAt,
      revisions: sync.revisions,
      startedBy: sync.startedBy,
      isAutomated: sync.isAutomated,
    };
  }
}
