import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  type DeploymentHistory,
  type FinishedDeployment,
  type SeenVersion,
  type SeenVersions,
  type VersionCandidate,
  sentenceOf,
} from 'backstage-plugin-gitops-common';
import { environmentsBefore } from '../environments/routes';
import type { Gitops } from '../Gitops';
import type { Deployment } from '../history/Deployment';
import { cursorOf, PageEnd } from '../promotions/store/pages';
import type { HistoryRecorder } from '../history/HistoryRecorder';
import type { HistoryStore } from '../history/HistoryStore';
import type { Place } from '../history/Place';
import { seenVersions } from '../history/seenVersions';
import { stored } from '../history/stored';
import { versionCandidates } from '../history/versionCandidates';
import type { VersionRun } from '../history/VersionRun';
import type { Access } from './Access';
import type { ServiceAccess } from './ServiceAccess';
import { visibleDeployments } from './visibleDeployments';
import { visiblePlaces } from './visiblePlaces';

/** Maximum of ended runs of one service: more than a person chooses from */
const MAX_ENDED = 250;

export interface HistoryCallsOptions {
  access: Pick<Access, 'service' | 'entity'>;
  gitops: Pick<
    Gitops,
    'inventory' | 'locator' | 'deploymentOf' | 'environments' | 'instances'
  >;
  store: HistoryStore;
  recorder: Pick<HistoryRecorder, 'failedSince'>;
}

/** What a caller may see of the history of a service. */
export class HistoryCalls {
  readonly #options: HistoryCallsOptions;

  constructor(options: HistoryCallsOptions) {
    this.#options = options;
  }

  /** @throws NotFoundError, NotAllowedError, ServiceUnavailableError */
  async deployments(
    of: {
      service: string;
      environment?: string;
      before?: PageEnd;
      limit: number;
    },
    credentials: BackstageCredentials,
  ): Promise<DeploymentHistory> {
    const { access, store } = this.#options;
    const { service, environment, before, limit } = of;
    const seen = await access.service(service, credentials);
    const places = await this.#places(seen, environment, store.deployments);
    // One more than is shown tells whether there is another page
    const page = { places, before, limit: limit + 1 };
    const [found, watches] = await stored(
      Promise.all([store.deployments.page(page), store.watches.all()]),
    );
    const shown = found.slice(0, limit);
    const promotions = await stored(store.promotionsOf(seen.service, shown));
    const last = found.length > limit ? shown.at(-1) : undefined;
    const since = seen.query.instances.map(name => watches.get(name)?.since);
    return {
      items: shown.map(one => presented(one, promotions.get(one.id))),
      next: last ? cursorOf({ at: last.startedAt, id: last.id }) : null,
      watchedSince: latestOrNone(since),
      notRecordedSince: this.#notRecordedSince(),
    };
  }

  /**
   * @param of - `to`: says what may be promoted there, from all environments before or from one
   * @throws NotFoundError, NotAllowedError, ServiceUnavailableError
   */
  async versions(
    of: { service: string; environment?: string; from?: string; to?: string },
    credentials: BackstageCredentials,
  ): Promise<SeenVersions> {
    const { access, store } = this.#options;
    const seen = await access.service(of.service, credentials);
    const places = await this.#places(seen, of.environment, store.versions);
    const runs = await stored(store.versions.list(places, MAX_ENDED));
    const items = seenVersions(runs, run => this.#isRunning(run));
    return {
      items,
      ...(of.to !== undefined && {
        candidates: this.#candidates(seen, items, { ...of, to: of.to }),
      }),
      notRecordedSince: this.#notRecordedSince(),
    };
  }

  #candidates(
    seen: ServiceAccess,
    items: readonly SeenVersion[],
    { from, to }: { from?: string; to: string },
  ): VersionCandidate[] {
    const { gitops } = this.#options;
    const { environments } = visibleDeployments(seen, gitops);
    const find = (name: string) =>
      environments.find(one => one.environment === name);
    const target = seen.sees(to) ? find(to) : undefined;
    if (!target)
      throw new NotFoundError(
        `${seen.service} has no environment ${to}, or you may not see it`,
      );
    const before = environmentsBefore(to, gitops.environments.all());
    return versionCandidates(items, {
      target,
      sources: (from === undefined ? before : [from]).flatMap(
        name => find(name) ?? [],
      ),
    });
  }

  async #places(
    seen: ServiceAccess,
    environment: string | undefined,
    recorded: { placesOf(service: string): Promise<Place[]> },
  ): Promise<Place[]> {
    const label = await this.#soleLabel(seen);
    const past =
      label === undefined ? [] : await stored(recorded.placesOf(label));
    const places = visiblePlaces(seen, past, this.#options.gitops.inventory);
    return environment === undefined
      ? places
      : places.filter(one => one.environment === environment);
  }

  /** The value of the service label that can mean this entity alone. */
  async #soleLabel({
    query: { by, problems, service },
  }: ServiceAccess): Promise<string | undefined> {
    if (!('service' in by) || problems.length > 0) return undefined;
    const { access, gitops } = this.#options;
    const { serviceLabel } = gitops.locator;
    const labels = { [serviceLabel]: by.service };
    const named = await Promise.all(
      gitops.locator
        .namesOf({ labels })
        .map(async ref => ((await access.entity(ref)) ? [ref] : [])),
    );
    const refs = named.flat();
    return refs.length === 1 && refs[0] === service ? by.service : undefined;
  }

  #isRunning({ application, version, until }: VersionRun): boolean | null {
    const { gitops } = this.#options;
    const entry = gitops.inventory.get(application);
    if (!entry) return until === undefined ? null : false;
    const { versions, nothingRuns, staleSince } = gitops.deploymentOf(
      entry.application,
    );
    if (staleSince !== null) return null;
    if (versions.length === 0) return nothingRuns ? false : null;
    return versions.includes(version);
  }

  #notRecordedSince(): string | null {
    const { failedSince } = this.#options.recorder;
    return failedSince === undefined
      ? null
      : new Date(failedSince).toISOString();
  }
}

function presented(
  deployment: Deployment,
  promotion: string | undefined,
): FinishedDeployment {
  const { application, service, images, revisions, ...shown } = deployment;
  const [instance, namespace, name] = application.split('/');
  const { cause } = shown;
  return {
    ...shown,
    instance,
    namespace,
    name,
    images: [...images],
    revisions: [...revisions],
    cause: cause ?? null,
    reason: cause ? sentenceOf(cause) : null,
    version: shown.version ?? null,
    healthyAt: shown.healthyAt ?? null,
    startedBy: shown.startedBy ?? null,
    isAutomated: shown.isAutomated ?? null,
    promotion: promotion ?? null,
  };
}

/** Null where one of them is missing. */
function latestOrNone(times: readonly (string | undefined)[]): string | null {
  if (times.includes(undefined)) return null;
  return [...times].sort().at(-1) ?? null;
}
