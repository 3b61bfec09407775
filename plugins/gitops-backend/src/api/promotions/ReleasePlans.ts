import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import {
  gitopsPromotionReadPermission,
  PlannedService,
  PromotionKind,
  ReleaseObstacleReason,
  releaseObstacleSentence,
  ReleasePlan,
  ReleaseRequest,
} from 'backstage-plugin-gitops-common';
import pLimit from 'p-limit';
import type { Gitops } from '../../Gitops';
import type { Route } from '../../promotions/plan/freshPlanning';
import { isOpen } from '../../promotions/lifecycle';
import { changesOf, Edit } from '../../promotions/plan/changes';
import type { Planner } from '../../promotions/plan/Planner';
import type { Planned } from '../../promotions/plan/Planning';
import { PLANS_AT_ONCE } from '../../promotions/Releases';
import type { Records } from '../../promotions/store/Records';
import type { Access } from '../Access';
import type { PromotionAccess } from '../PromotionAccess';
import { planProblem } from '../../promotions/plan/planProblem';
import { planningOf } from './planningOf';
import type { Caller, Presenter } from './Presenter';
import { hidesService, ReleaseAccess } from './ReleaseAccess';
import { servicesOf } from './servicesOf';

export interface ReleasePlansOptions {
  gitops: Gitops;
  access: Access;
  allowed: PromotionAccess;
  released: ReleaseAccess;
  planner: Pick<Planner, 'plan'>;
  records: Pick<Records, 'sharing'>;
  presenter: Presenter;
}

/** A service as far as it could be planned. */
interface Attempt {
  service: string;
  caller?: Caller;
  route: Route;
  planned?: Planned;
  obstacle?: ReleaseObstacleReason;
}

/** Plans releases. What can't come is an answer, not an error. Writes nothing. */
export class ReleasePlans {
  readonly #options: ReleasePlansOptions;

  constructor(options: ReleasePlansOptions) {
    this.#options = options;
  }

  /** What a release would do. */
  async plan(
    request: Pick<ReleaseRequest, 'services' | 'from' | 'to'>,
    credentials: BackstageCredentials,
  ): Promise<ReleasePlan> {
    const { access, allowed } = this.#options;
    const { from, to } = request;
    const services = servicesOf(request);
    const find = async (service: string): Promise<Attempt> => {
      const route = { from, to };
      try {
        const seen = await allowed.service(service, [from, to], credentials);
        const rights = await access.rights(seen, credentials);
        rights.demand(gitopsPromotionReadPermission, to);
        return { service, route, caller: { seen, rights } };
      } catch (error) {
        if (!isError(error) || !hidesService(error)) throw error;
        const { message } = error;
        return {
          service,
          route,
          obstacle: { code: 'unavailable', params: { message } },
        };
      }
    };
    const limit = pLimit(PLANS_AT_ONCE);
    const found = await Promise.all(
      services.map(service => limit(() => find(service))),
    );
    return this.#planAll('promotion', { from, to }, found);
  }

  /** What going back to the versions before a release would do. */
  async planRollback(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<ReleasePlan> {
    const { released, presenter } = this.#options;
    const { shown } = await released.read(id, credentials);
    const promotions = await presenter.all(shown);
    const [{ to }] = promotions;
    const found = shown.map((caller, index): Attempt => {
      const { service, can, cause } = promotions[index];
      const rollsBack = caller.record.promotion;
      return {
        service,
        caller,
        route: { from: to, to, rollsBack },
        ...(!can.rollback && {
          obstacle: { code: 'noRollback', params: { cause } },
        }),
      };
    });
    return this.#planAll('rollback', { from: to, to }, found);
  }

  async #planAll(
    kind: PromotionKind,
    route: { from: string; to: string },
    found: readonly Attempt[],
  ): Promise<ReleasePlan> {
    const limit = pLimit(PLANS_AT_ONCE);
    const services = new Set(found.map(({ service }) => service));
    const attempts = await Promise.all(
      found.map(one => limit(() => this.#plan(one, services))),
    );
    const planned = withConflicts(attempts);
    return {
      kind,
      ...route,
      services: await Promise.all(planned.map(one => this.#present(one))),
    };
  }

  async #plan(
    attempt: Attempt,
    services: ReadonlySet<string>,
  ): Promise<Attempt> {
    const { planner, gitops } = this.#options;
    const { caller, route, obstacle } = attempt;
    if (!caller || obstacle) return attempt;
    let planned: Planned;
    try {
      planned = await planner.plan(await planningOf(gitops, caller, route));
    } catch (error) {
      const params = { message: planProblem(error) };
      return { ...attempt, obstacle: { code: 'noPlan', params } };
    }
    const isShared = await this.#isInOtherRelease(planned, services);
    return {
      ...attempt,
      planned,
      ...(isShared && {
        obstacle: {
          code: 'inOtherRelease',
          params: {
            version: planned.underWay!.promotion.version,
            environment: planned.target.title,
          },
        },
      }),
    };
  }

  /** What is open for other services as well is not closed for the sake of some of them. */
  async #isInOtherRelease(
    { underWay }: Planned,
    services: ReadonlySet<string>,
  ): Promise<boolean> {
    if (!underWay || !isOpen(underWay.promotion.state)) return false;
    const sharing = await this.#options.records.sharing(underWay);
    return sharing.some(({ promotion }) => !services.has(promotion.service));
  }

  async #present({
    service,
    caller,
    route,
    planned,
    obstacle,
  }: Attempt): Promise<PlannedService> {
    const { presenter } = this.#options;
    return {
      service,
      plan:
        planned && caller ? await presenter.plan(planned, route, caller) : null,
      obstacle: obstacle
        ? { ...obstacle, sentence: releaseObstacleSentence(obstacle) }
        : null,
    };
  }
}

/** Leaves out who wants another version at a place that a service before it changes. */
function withConflicts(attempts: readonly Attempt[]): Attempt[] {
  const editsOf = ({ planned, obstacle }: Attempt) =>
    planned && !obstacle ? planned.edits : [];
  if (conflictIn(attempts.flatMap(editsOf)) === undefined) return [...attempts];
  const edits: Edit[] = [];
  return attempts.map(attempt => {
    const own = editsOf(attempt);
    const message = conflictIn([...edits, ...own]);
    if (message === undefined) {
      edits.push(...own);
      return attempt;
    }
    return { ...attempt, obstacle: { code: 'samePlace', params: { message } } };
  });
}

function conflictIn(edits: readonly Edit[]): string | undefined {
  try {
    changesOf(edits);
    return undefined;
  } catch (error) {
    return planProblem(error);
  }
}
