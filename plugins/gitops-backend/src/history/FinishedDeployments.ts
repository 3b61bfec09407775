import type { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import { Application, applicationKey } from '../argocd/Application';
import type { FinishedSync } from '../inventory/Diagnosis';
import type { Entry } from '../inventory/Entry';
import type { Change } from '../inventory/Inventory';
import { Deployment, deploymentId } from './Deployment';
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

/** A deployment whose sync has succeeded and which is not healthy yet. */
interface Rolling {
  readonly present: Present;
  /** Since when it was seen degraded, by our clock */
  readonly degradedSince?: number;
  readonly hasFailed: boolean;
}

/** What this process has seen of an Application. */
interface Followed {
  /** Start of a sync that had ended when the Application was first seen */
  readonly endedUnseen?: string;
  /** Its state was first judged for that sync, and was degraded: since when is not known */
  wasDegraded?: boolean;
  /** Start of the last sync that is recorded */
  recordedUntil?: string;
  rolling?: Rolling;
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
    const followed = this.#followed.get(key) ?? firstSight(application);
    this.#followed.set(key, followed);
    const replaced = this.#replaced(key, followed, current);
    if (!current) this.#followed.delete(key);
    if (!current?.diagnosis) return replaced;
    const earlier = finishedSyncs
      ? this.#earlier(current, followed, finishedSyncs)
      : [];
    const sync = finishedSyncs?.at(-1) ?? followed.rolling?.present.sync;
    if (!sync || sync.startedAt !== application.operationStartedAt)
      return [...replaced, ...earlier];
    return [...replaced, ...earlier, ...this.#last(current, followed, sync)];
  }

  /** Those that have been unhealthy for too long. To be called every few seconds. */
  tick(): Deployment[] {
    const now = this.#options.now();
    return [...this.#rolling.values()].flatMap(followed => {
      const { present, degradedSince, hasFailed } = followed.rolling!;
      if (hasFailed || degradedSince === undefined) return [];
      if (now - degradedSince < DEGRADED_MS) return [];
      followed.rolling = { ...followed.rolling!, hasFailed: true };
      return [this.#finished(present, failedOutcome(present, true))];
    });
  }

  /** The deployment that was not healthy yet when another one began, or when it was deleted. */
  #replaced(key: string, followed: Followed, current?: Entry): Deployment[] {
    const { rolling } = followed;
    if (!rolling) return [];
    const { present, degradedSince, hasFailed } = rolling;
    const { operationStartedAt } = current?.application ?? {};
    if (operationStartedAt === present.sync.startedAt) return [];
    this.#settle(key, followed);
    if (hasFailed) return [];
    const outcome =
      degradedSince === undefined
        ? unknownOutcome(present)
        : failedOutcome(present, true);
    return [this.#finished(present, outcome)];
  }

  /** Those of Argo CD's history that were not seen. */
  #earlier(
    entry: Entry,
    followed: Followed,
    syncs: readonly FinishedSync[],
  ): Deployment[] {
    const { operationStartedAt } = entry.application;
    const missed = syncs.filter(
      one =>
        one.startedAt !== operationStartedAt &&
        isAfter(one.startedAt, followed.recordedUntil),
    );
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
    const deployment = this.#options.deploymentOf(entry.application);
    const present = { entry, sync, deployment };
    const isWatched = followed.endedUnseen !== sync.startedAt;
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

function firstSight({
  operationPhase,
  operationStartedAt,
}: Application): Followed {
  const hasEnded = operationPhase !== undefined && operationPhase !== 'Running';
  return { endedUnseen: hasEnded ? operationStartedAt : undefined };
}

function isAfter(time: string, other: string | undefined): boolean {
  return other === undefined || Date.parse(time) > Date.parse(other);
}
