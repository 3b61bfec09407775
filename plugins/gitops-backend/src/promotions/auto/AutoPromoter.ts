import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import {
  AutomaticPromotionReason,
  AutomaticRequest,
  automaticRequestSentence,
  VersionChanges,
} from 'backstage-plugin-gitops-common';
import type { Gitops } from '../../Gitops';
import { AUTOMATIC } from '../automatic';
import { drafted, DraftOptions } from '../drafted';
import { order } from '../gates/order';
import { freshPlanning } from '../plan/freshPlanning';
import type { Planned } from '../plan/Planning';
import type { Planner } from '../plan/Planner';
import { planProblem } from '../plan/planProblem';
import type { PromotionRequest } from '../PromotionRequest';
import { BlockedError, refuseBlocked } from '../refuseBlocked';
import type { PromotionStore } from '../store/PromotionStore';
import type { StoredPromotion } from '../StoredPromotion';
import type { AutoFactsRead, AutoFactsReader } from './AutoFactsReader';
import type { AutoPlace, AutoStore } from './AutoStore';
import { decide, endsInMs, LOOK_MS } from './decide';
import { HostPlaces } from './HostPlaces';

const MINUTE_MS = 60_000;
/**
 * What a gate has stopped, or can't be planned, is planned again so often though the deployments
 * are the same: nothing tells when a secret key comes, or what a gate of another plugin says.
 */
const AGAIN_MS = 30 * MINUTE_MS;

export interface AutoPromoterOptions extends DraftOptions {
  facts: Pick<AutoFactsReader, 'read'>;
  store: Pick<AutoStore, 'claim' | 'settle'>;
  requests: Pick<PromotionStore['requests'], 'automatic'>;
  planner: Pick<Planner, 'plan' | 'lookAgain'>;
  gitops: Pick<Gitops, 'diagnosed'>;
  /** What comes with a version, for the pull request's text; absent where it is not to be told */
  changesOf?(
    place: AutoPlace,
    read: AutoFactsRead,
    versions: { from: string; to: string },
  ): Promise<VersionChanges>;
  auditor: AuditorService;
  logger: Pick<LoggerService, 'info'>;
  /** Something is due */
  wake(): void;
  /** Told that the transitions of a service are others than before */
  onChange(service: string): void;
  now(): number;
}

type Decided =
  | { read: AutoFactsRead; version: string; lookInMs?: undefined }
  | { read?: undefined; version?: undefined; lookInMs?: number };

/** A plan reads from a Git host. */
const PLANS_PER_HOST = 4;

/** Requests the next version of a service by itself, when all gates let it through. */
export class AutoPromoter {
  readonly #options: AutoPromoterOptions;
  readonly #places = new HostPlaces(PLANS_PER_HOST);

  constructor(options: AutoPromoterOptions) {
    this.#options = options;
  }

  /**
   * Decides, and requests what is ready.
   *
   * @returns in how many milliseconds to look again though nothing has changed; undefined where
   * that is not needed
   */
  async look(place: AutoPlace): Promise<number | undefined> {
    const { read, version, lookInMs } = await this.#decide(place);
    return version === undefined
      ? lookInMs
      : this.#places.on(read.host, () => this.#promote(place));
  }

  /** Decides again, because it may have waited for its host. */
  async #promote(place: AutoPlace): Promise<number | undefined> {
    const { store, onChange } = this.#options;
    const { read, version, lookInMs } = await this.#decide(place);
    if (version === undefined) return lookInMs;
    if (!(await store.claim(place, read.basis))) return LOOK_MS;
    const { outcome, againInMs } = await this.#request(place, read, version);
    await store.settle(place, outcome, againInMs);
    onChange(place.service);
    return Math.min(LOOK_MS, againInMs);
  }

  /** Which version is ready, if any. */
  async #decide(place: AutoPlace): Promise<Decided> {
    const read = await this.#options.facts.read(place);
    if (!read) return {};
    const { reason, lookInMs } = decide(read.facts);
    return reason.code === 'ready'
      ? { read, version: reason.params.version }
      : { lookInMs };
  }

  /** Plans and asks the gates as for a person who may promote, and may override nothing. */
  async #request(
    place: AutoPlace,
    read: AutoFactsRead,
    version: string,
  ): Promise<{ outcome?: AutomaticPromotionReason; againInMs: number }> {
    const { planner, gitops, requests, wake, now, logger } = this.#options;
    const { changesOf } = this.#options;
    const { service, environment: to } = place;
    const { from, made } = read;
    const at = new Date(now()).toISOString();
    try {
      planner.lookAgain();
      const planning = await freshPlanning(gitops, read, {
        ...{ from, to, version },
        isPermitted: true,
      });
      const planned = await planner.plan(planning);
      if (planned.underWay) return { againInMs: 0 };
      refuseBlocked(planned, { isOverridden: () => false });
      refuseGoingBack(planned);
      const automatic = becauseOf(read, version);
      const request: PromotionRequest = {
        planning,
        requester: AUTOMATIC,
        reason: automaticRequestSentence(automatic),
        automatic,
        changesOf: changesOf && (versions => changesOf(place, read, versions)),
      };
      const { promotion, pullRequests } = await drafted(
        planned,
        request,
        at,
        this.#options,
      );
      const isMade = await requests.automatic(promotion, pullRequests, made);
      if (!isMade) return { againInMs: 0 };
      wake();
      await this.#audit(promotion);
      return { againInMs: 0 };
    } catch (error) {
      if (error instanceof BlockedError) {
        const [reason] = error.gates;
        return {
          outcome: { code: 'waitsForGate', params: { version, reason } },
          againInMs: Math.min(AGAIN_MS, endsInMs(reason, now())),
        };
      }
      const detail = planProblem(error);
      logger.info(
        `${version} of ${service} can't be promoted to ${to} automatically, which is tried again: ${detail}`,
      );
      return {
        outcome: { code: 'planFailed', params: { version, detail } },
        againInMs: AGAIN_MS,
      };
    }
  }

  async #audit(promotion: StoredPromotion): Promise<void> {
    const { id, service, from, to, version, reason } = promotion;
    const event = await this.#options.auditor.createEvent({
      eventId: 'promotion-request',
      severityLevel: 'medium',
      meta: { service, from, to, reason, override: [], by: AUTOMATIC.ref },
    });
    await event.success({ meta: { id, version, made: true, overridden: [] } });
  }
}

function becauseOf(
  { facts, healthyForMs }: AutoFactsRead,
  version: string,
): AutomaticRequest {
  const { source, environment, now } = facts;
  const healthySince =
    healthyForMs === undefined
      ? null
      : new Date(now - healthyForMs).toISOString();
  return {
    code: 'gatesPass',
    params: { version, source, environment, healthySince },
  };
}

/** A person may bring back what ran there before; the portal does not. */
function refuseGoingBack({ gates, version }: Planned): void {
  const back = gates.filter(
    ({ gate, result }) => gate === order.name && result === 'warn',
  );
  if (back.length > 0) throw new BlockedError(back, { version });
}
