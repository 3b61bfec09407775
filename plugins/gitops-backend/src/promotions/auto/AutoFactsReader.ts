import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  EnvironmentDeployment,
  gitopsAnnotations,
} from 'backstage-plugin-gitops-common';
import pLimit from 'p-limit';
import type { PromotionSettings } from '../../environments/PromotionSettings';
import type { ServiceQuery } from '../../environments/ServiceLocator';
import type { Gitops } from '../../Gitops';
import type { Owners } from '../../ownership/Owners';
import type { FreezesInForce } from '../freezes/FreezesInForce';
import { manifestsOf } from '../ManifestsAt';
import { hashOf, shownBy } from '../plan/basis';
import { onlyVersionOf, transitionState } from '../plan/transitionState';
import type { VersionHistory, VersionRan } from '../plan/VersionHistory';
import { versionSeen } from '../plan/versionSeen';
import type { Records } from '../store/Records';
import { hostOf } from '../store/rows';
import type { AutoPlace } from './AutoStore';
import type { AutoFacts } from './decide';
import { PastOptions, readPast } from './readPast';

/** After a start, every service is looked at: the database has others to answer, too. */
const READS_AT_ONCE = 4;

export interface AutoFactsReaderOptions extends PastOptions {
  gitops: Pick<
    Gitops,
    'environments' | 'locator' | 'deploymentsOf' | 'application'
  >;
  owners: Pick<Owners, 'of'>;
  records: Pick<Records, 'list' | 'count' | 'underWay'>;
  freezes: Pick<FreezesInForce, 'ofService'>;
  history: VersionHistory;
  entity(ref: string): Promise<Entity | undefined>;
  settingsOf(
    environment: string,
    annotation?: string,
  ): PromotionSettings | undefined;
  now(): number;
}

/** What is decided by, and what a plan is made of. */
export interface AutoFactsRead {
  readonly facts: AutoFacts;
  readonly entity: Entity;
  readonly query: ServiceQuery;
  /** The Git host of the target's manifests */
  readonly host: string;
  /** Name of the source */
  readonly from: string;
  /** How many promotions to the target there have been */
  readonly made: number;
  /** Stands for the deployments in the source and the target */
  readonly basis: string;
  /** For how long the version has been healthy in the source, in milliseconds, as far as known */
  readonly healthyForMs?: number;
}

/** Reads from memory, the catalog and the database, and asks neither Argo CD nor a Git host. */
export class AutoFactsReader {
  readonly #options: AutoFactsReaderOptions;
  readonly #limit = pLimit(READS_AT_ONCE);

  constructor(options: AutoFactsReaderOptions) {
    this.#options = options;
  }

  /** @returns undefined where nothing is promoted automatically, or nothing could move */
  read(place: AutoPlace): Promise<AutoFactsRead | undefined> {
    return this.#limit(() => this.#read(place));
  }

  async #read(place: AutoPlace): Promise<AutoFactsRead | undefined> {
    const { gitops, settingsOf, records, now } = this.#options;
    const entity = await this.#options.entity(place.service);
    if (!entity) return undefined;
    const { service, environment: to } = place;
    const settings = settingsOf(
      to,
      entity.metadata.annotations?.[gitopsAnnotations.promotion],
    );
    if (!settings?.auto) return undefined;
    const query = gitops.locator.query(entity);
    const { environments } = gitops.deploymentsOf(query);
    const find = (name?: string) =>
      environments.find(one => one.environment === name);
    const [from] =
      gitops.environments.all().find(one => one.name === to)?.from ?? [];
    const [source, target] = [find(from), find(to)];
    if (!source || !target) return undefined;
    const context = { settings, service, name: entity.metadata.name };
    const none = { ...context, freezes: [], runs: [], record: undefined };
    // Most changes move no version: what is in memory tells, without the database
    if (
      transitionState(source, target, { ...none, now: now() }).state ===
      'nothing'
    )
      return undefined;
    // Before the list: what is requested in between is missing in neither
    const made = await records.count({ service, to });
    const [past, underWay, freezes, runs, isOwn] = await Promise.all([
      readPast(place, this.#options),
      records.underWay(service),
      this.#options.freezes.ofService(service),
      this.#runs(query, source),
      this.#isOwn(entity, [source, target]),
    ]);
    const version = onlyVersionOf(source) ?? null;
    const transition = transitionState(source, target, {
      ...context,
      freezes,
      runs,
      record: underWay.find(({ promotion }) => promotion.to === to),
      now: now(),
    });
    return {
      facts: {
        ...past,
        transition,
        version,
        source: source.title,
        environment: target.title,
        isOwn,
        now: now(),
      },
      entity,
      query,
      host: this.#hostOf(target),
      from: source.environment,
      made,
      basis: hashOf(shownBy([source, target])),
      healthyForMs: versionSeen(source, version ?? '', runs, now())
        .healthyForMs,
    };
  }

  #hostOf({ applications: [first] }: EnvironmentDeployment): string {
    const manifests =
      first && manifestsOf(this.#options.gitops.application(first));
    return hostOf(manifests?.repository ?? '');
  }

  /** While the database of the past does not answer, what runs now tells since when it is healthy. */
  async #runs(
    query: ServiceQuery,
    source: EnvironmentDeployment,
  ): Promise<readonly VersionRan[]> {
    return this.#options.history.runs(query, [source]).catch(() => []);
  }

  /** Where others claim an Application too, a person has to be asked. */
  async #isOwn(
    entity: Entity,
    environments: readonly EnvironmentDeployment[],
  ): Promise<boolean> {
    const { gitops, owners } = this.#options;
    const applications = environments.flatMap(one =>
      one.applications.flatMap(ref => gitops.application(ref) ?? []),
    );
    const ref = stringifyEntityRef(entity);
    return (await owners.of(applications, entity)).every(
      one =>
        one.owners.length === 1 && stringifyEntityRef(one.owners[0]) === ref,
    );
  }
}
