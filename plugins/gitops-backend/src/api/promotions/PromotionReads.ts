import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  gitopsAnnotations,
  gitopsPromotionReadPermission,
  Promotion,
  RepositoryChange,
  Transition,
} from 'backstage-plugin-gitops-common';
import type { Gitops } from '../../Gitops';
import { AutoPast, readPast } from '../../promotions/auto/readPast';
import type { AutoStore } from '../../promotions/auto/AutoStore';
import type { FreezesInForce } from '../../promotions/freezes/FreezesInForce';
import { manifestsOf } from '../../promotions/ManifestsAt';
import type { VersionHistory } from '../../promotions/plan/VersionHistory';
import type { Records } from '../../promotions/store/Records';
import type { Started, WorkflowStarts } from '../../promotions/WorkflowStarts';
import type { Access } from '../Access';
import { fromDatabase } from '../fromDatabase';
import type { PromotionAccess } from '../PromotionAccess';
import type { ServiceAccess } from '../ServiceAccess';
import { visibleDeployments } from '../visibleDeployments';
import type { Presenter } from './Presenter';
import type { Transitions } from './Transitions';

const MAX_LISTED = 50;

export interface PromotionReadsOptions {
  gitops: Gitops;
  access: Access;
  allowed: PromotionAccess;
  records: Pick<Records, 'list' | 'newest' | 'underWay' | 'changesOf'>;
  automatic: Pick<AutoStore, 'find'>;
  starts: Pick<WorkflowStarts, 'expectedOf'>;
  freezes: Pick<FreezesInForce, 'ofService'>;
  history: VersionHistory;
  transitions: Transitions;
  presenter: Presenter;
}

/** What callers may see of promotions. */
export class PromotionReads {
  readonly #options: PromotionReadsOptions;

  constructor(options: PromotionReadsOptions) {
    this.#options = options;
  }

  /** What is between the environments of a service. */
  async transitionsOf(
    seen: ServiceAccess,
    credentials: BackstageCredentials,
  ): Promise<Transition[]> {
    const { gitops, access, records, freezes, starts } = this.#options;
    const { presenter, history, transitions } = this.#options;
    const rights = await access.rights(seen, credentials);
    const { service } = seen.query;
    const ownSettings =
      seen.entity.metadata.annotations?.[gitopsAnnotations.promotion];
    const [underWay, newest, frozen, automatic, started] = await fromDatabase(
      Promise.all([
        records.underWay(service),
        records.newest(service),
        freezes.ofService(service),
        this.#automatic(service, transitions.automaticTargets(ownSettings)),
        transitions.hasWorkflow()
          ? starts.expectedOf(service)
          : new Map<string, Started>(),
      ]),
    );
    const { environments } = visibleDeployments(seen, gitops);
    return transitions.of({
      service,
      name: seen.entity.metadata.name,
      ownSettings,
      deployments: environments,
      runs: transitions.hasSoakTime(ownSettings)
        ? // Without it, a version has the time that Argo CD tells of
          await history.runs(seen.query, environments).catch(() => [])
        : [],
      underWay,
      newest,
      automatic,
      started,
      isOwn: environment =>
        seen
          .claimsIn(environment)
          .every(
            ({ isOwn, ownership }) => isOwn && ownership.owners.length === 1,
          ),
      freezes: frozen,
      may: rights.may,
      sourceOf: ({ applications: [first] }) =>
        first && manifestsOf(gitops.application(first)),
      present: await presenter.of([...underWay, ...newest], { rights, seen }),
    });
  }

  async #automatic(
    service: string,
    targets: readonly string[],
  ): Promise<ReadonlyMap<string, AutoPast>> {
    return new Map(
      await Promise.all(
        targets.map(async environment => {
          const past = await readPast({ service, environment }, this.#options);
          return [environment, past] as const;
        }),
      ),
    );
  }

  /**
   * The newest of a service that the caller may read, as a whole.
   *
   * @throws NotAllowedError where that is none at all
   */
  async list(
    of: { service: string; to?: string },
    credentials: BackstageCredentials,
  ): Promise<Promotion[]> {
    const { access, records, presenter } = this.#options;
    const readable = await this.readableEnvironments(of, credentials);
    const { seen } = readable;
    const found = await records.list({
      service: readable.service,
      to: of.to,
      limit: MAX_LISTED,
    });
    const shown = found.filter(({ promotion }) =>
      readable.environments.includes(promotion.to),
    );
    const rights = await access.rights(seen, credentials);
    return shown.map(await presenter.of(shown, { rights, seen }));
  }

  /**
   * The environments to which the caller may read promotions of a service.
   *
   * @throws NotAllowedError where that is none at all
   */
  async readableEnvironments(
    of: { service: string; to?: string },
    credentials: BackstageCredentials,
  ): Promise<{
    seen: ServiceAccess;
    service: string;
    environments: string[];
  }> {
    const { access, gitops } = this.#options;
    const seen = await access.service(of.service, credentials);
    const rights = await access.rights(seen, credentials);
    const { service } = seen;
    const environments = (
      of.to ? [of.to] : gitops.environments.all().map(one => one.name)
    ).filter(
      environment =>
        seen.sees(environment) &&
        rights.may(gitopsPromotionReadPermission, environment),
    );
    if (environments.length === 0)
      throw new NotAllowedError(
        `You may not see promotions of ${service} (${gitopsPromotionReadPermission.name})`,
      );
    return { seen, service, environments };
  }

  /** @throws NotFoundError */
  async get(id: string, credentials: BackstageCredentials): Promise<Promotion> {
    const { allowed, presenter } = this.#options;
    const found = await allowed.read(id, credentials);
    return presenter.one(found.record, found);
  }

  /**
   * How the files of its pull requests change. Those of a release are of several services, and are
   * shown to those who may read the promotions of each.
   *
   * @throws NotFoundError, NotAllowedError
   */
  async changes(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<RepositoryChange[]> {
    const { allowed, records } = this.#options;
    const found = await allowed.read(id, credentials);
    await allowed.everyService(
      found,
      gitopsPromotionReadPermission,
      credentials,
    );
    return records.changesOf(id);
  }
}
