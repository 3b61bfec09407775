import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type {
  ArgoCdAction,
  MissingPart,
  MissingPartReason,
  Service,
  ServiceDeployments,
  ServicePart,
} from 'backstage-plugin-gitops-common';
import { missingPartSentence } from 'backstage-plugin-gitops-common';
import type { Gitops } from '../Gitops';
import type { Access } from './Access';
import type { ArgoCdCalls } from './ArgoCdCalls';
import { callerRef } from './audited';
import type { FreezeCalls } from './FreezeCalls';
import { DatabaseError } from './fromDatabase';
import type { PromotionCalls } from './promotions/PromotionCalls';
import type { ServiceAccess } from './ServiceAccess';
import { visibleDeployments } from './visibleDeployments';

/** After this, what is deployed is answered without the other parts. */
const TIME_LIMIT_S = 5;
/** Errors whose words may be shown: they are Backstage's own. */
const WITH_WORDS = new Set([
  'ConflictError',
  'NotAllowedError',
  'NotFoundError',
  'ResponseError',
  'ServiceUnavailableError',
]);

export interface ServiceReadsOptions {
  gitops: Gitops;
  access: Pick<Access, 'service' | 'rights'>;
  argocd: Pick<ArgoCdCalls, 'allowed'>;
  calls: { reads: Pick<PromotionCalls['reads'], 'transitionsOf'> };
  freezes: Pick<FreezeCalls, 'ofService'>;
  logger: LoggerService;
}

/** All that a caller may see of a service, of one moment. */
export class ServiceReads {
  readonly #options: ServiceReadsOptions;

  constructor(options: ServiceReadsOptions) {
    this.#options = options;
  }

  /** @throws NotFoundError, NotAllowedError */
  async get(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<Service> {
    const { gitops, access, calls, freezes, logger } = this.#options;
    const seen = await access.service(entityRef, credentials, {
      isLookedAt: true,
    });
    gitops.pages.read(callerRef(credentials), seen.service);
    const deployments = visibleDeployments(seen, gitops);
    const missing: MissingPart[] = [];
    // What runs does not depend on the other parts, and they don't on each other
    const orNone = async <T>(part: ServicePart, work: Promise<T>, none: T) => {
      try {
        return await inTime(work);
      } catch (error) {
        logger.warn(`The ${part} of ${seen.service} can't be read: ${error}`);
        const reason = reasonOf(error);
        const problem = { ...reason, sentence: missingPartSentence(reason) };
        missing.push({ part, problem });
        return none;
      }
    };
    const [transitions, frozen, actions] = await Promise.all([
      orNone('transitions', calls.reads.transitionsOf(seen, credentials), []),
      orNone('freezes', freezes.ofService(seen, credentials), []),
      orNone('actions', this.#actions(seen, deployments, credentials), {}),
    ]);
    const goldenPath = gitops.reads.goldenPath(
      deployments.environments.flatMap(({ applications }) =>
        applications.flatMap(one => gitops.application(one) ?? []),
      ),
    );
    return {
      ...{ deployments, transitions, freezes: frozen, goldenPath },
      ...{ actions, missing },
    };
  }

  /** What the caller may ask of Argo CD, by environment. */
  async #actions(
    seen: ServiceAccess,
    { environments }: ServiceDeployments,
    credentials: BackstageCredentials,
  ): Promise<Record<string, ArgoCdAction[]>> {
    const { access, argocd } = this.#options;
    const { may } = await access.rights(seen, credentials);
    return Object.fromEntries(
      environments.flatMap(({ environment }) => {
        const allowed = argocd.allowed(environment, may);
        return allowed.length > 0 ? [[environment, allowed]] : [];
      }),
    );
  }
}

class NoAnswer extends Error {}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new NoAnswer(`no answer in ${TIME_LIMIT_S} s`)),
      TIME_LIMIT_S * 1_000,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What else went wrong is for the log alone. */
function reasonOf(error: unknown): MissingPartReason {
  if (error instanceof DatabaseError) return { code: 'database', params: {} };
  if (error instanceof NoAnswer)
    return { code: 'noAnswer', params: { seconds: TIME_LIMIT_S } };
  return error instanceof Error && WITH_WORDS.has(error.name)
    ? { code: 'refused', params: { detail: error.message } }
    : { code: 'internal', params: {} };
}
