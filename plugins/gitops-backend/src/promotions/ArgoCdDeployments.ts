import type {
  ApplicationDeployment,
  ApplicationDetails,
} from 'backstage-plugin-gitops-common';
import type { ApplicationManifests } from 'backstage-plugin-gitops-node';
import { LRUCache } from 'lru-cache';
import type { Application } from '../argocd/Application';
import type { SecretKeys } from '../details/secretKeys';
import type { Diagnosis } from '../inventory/Diagnosis';
import type { Gitops } from '../Gitops';
import { memoize } from '../memoize';
import type { SyncWindow } from '../argocd/window';
import { readManifests } from './plan/readManifests';
import { Comparison, comparisonOf } from './tracking/Comparison';
import type { Deployments } from './tracking/TargetReader';

/** How old a project's windows may be: people change them by hand. */
const PROJECT_MS = 60_000;
const MAX_PROJECTS = 1_000;

type ProjectWindows = {
  kind: string;
  schedule: string;
  duration: string;
  timeZone: string;
  description?: string;
}[];

/**
 * Argo CD as promotions need it: what is held in memory, and what is asked of it for one plan or
 * one promotion.
 */
export class ArgoCdDeployments implements Deployments {
  readonly #gitops: Gitops;
  readonly #projects = new LRUCache<string, Promise<ProjectWindows>>({
    max: MAX_PROJECTS,
    ttl: PROJECT_MS,
  });

  constructor(gitops: Gitops) {
    this.#gitops = gitops;
  }

  application(address: {
    instance: string;
    namespace: string;
    name: string;
  }): Application | undefined {
    return this.#gitops.application(address);
  }

  deploymentOf(application: Application): ApplicationDeployment {
    return this.#gitops.deploymentOf(application);
  }

  diagnosisOf(application: Application): Diagnosis | undefined {
    return this.#gitops.diagnosisOf(application);
  }

  details(application: Application): Promise<ApplicationDetails> {
    return this.#gitops.reads.details(application);
  }

  secretKeys(application: Application): Promise<SecretKeys> {
    return this.#gitops.reads.secretKeys(application);
  }

  async comparison(
    application: Application,
    signal: AbortSignal,
  ): Promise<Comparison | undefined> {
    const client = this.#gitops.clientOf(application);
    return comparisonOf(
      await client.manifests(application, signal),
      application,
    );
  }

  refresh(application: Application, signal: AbortSignal): Promise<void> {
    return this.#gitops.clientOf(application).refresh(application, signal);
  }

  manifests(
    application: Application,
    signal: AbortSignal,
  ): Promise<ApplicationManifests> {
    const client = this.#gitops.clientOf(application);
    return readManifests(
      {
        manifests: (...of) => client.manifests(...of),
        applicationSet: set => this.#gitops.applicationSet(application, set),
      },
      application,
      address => this.#gitops.application(address),
      signal,
    );
  }

  /**
   * The windows that Argo CD assigns to an Application. It tells neither their time zone nor their
   * description there; those are the project's, where that may be read.
   *
   * @throws Error where they can't be read
   */
  async syncWindows(
    application: Application,
    signal: AbortSignal,
  ): Promise<SyncWindow[]> {
    const { syncWindows, unavailable } = await this.details(application);
    const unread = unavailable.find(({ part }) => part === 'syncWindows');
    if (unread) throw new Error(unread.reason);
    if (syncWindows.length === 0) return [];
    const project = await this.#project(application, signal).catch(() => []);
    return syncWindows.map(({ kind, schedule, duration, active }) => {
      const known = project.find(
        one =>
          one.kind === kind &&
          one.schedule === schedule &&
          one.duration === duration,
      );
      return {
        kind: kind === 'allow' ? 'allow' : 'deny',
        schedule,
        duration,
        isActive: active,
        timeZone: known?.timeZone,
        description: known?.description,
      };
    });
  }

  #project(
    application: Application,
    signal: AbortSignal,
  ): Promise<ProjectWindows> {
    const { instance, project } = application;
    const read = async () => {
      const { spec } = await this.#gitops
        .clientOf(application)
        .project(project, signal);
      return (spec?.syncWindows ?? []).map(one => ({
        kind: one.kind ?? '',
        schedule: one.schedule ?? '',
        duration: one.duration ?? '',
        timeZone: one.timeZone || 'UTC',
        description: one.description || undefined,
      }));
    };
    return memoize(this.#projects, `${instance} ${project}`, read, signal);
  }
}
