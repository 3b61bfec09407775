import type { AuditorService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import type { GitRepository } from 'backstage-plugin-gitops-node';
import type { PromotionSettings } from '../../environments/PromotionSettings';
import { FOUR_EYES, fourEyes, isAmong, Requester } from '../gates/fourEyes';
import type {
  Person,
  StoredPromotion,
  StoredPullRequest,
} from '../StoredPromotion';
import type { GateResult } from './GateStatus';
import { hostLogin } from './hostLogin';

export interface ReviewsOptions {
  repositoryOf(url: string): GitRepository;
  settingsOf(environment: string): PromotionSettings | undefined;
  entity(ref: string): Promise<Entity | undefined>;
  /** Whether a host is GitHub, where it has a name of its own */
  isGitHub(host: string): boolean;
  auditor: AuditorService;
}

/** Tells who may be the second pair of eyes, and whether there was one. */
export class Reviews {
  readonly #options: ReviewsOptions;

  constructor(options: ReviewsOptions) {
    this.#options = options;
  }

  /** @throws NotAllowedError where somebody would merge what they requested themselves */
  refuseRequester(promotions: readonly StoredPromotion[], by: Person): void {
    const own = promotions.find(
      one =>
        this.#options.settingsOf(one.to)?.fourEyes &&
        isAmong(by, [{ ref: one.requestedBy }]),
    );
    if (own)
      throw new NotAllowedError(
        `You requested ${own.version} for ${own.to}, where promotions need four eyes: somebody else has to merge it`,
      );
  }

  /** What the gate says of a pull request that is open, or was merged just now. */
  async answer(
    row: StoredPullRequest,
    promotions: readonly StoredPromotion[],
  ): Promise<GateResult> {
    const strict = this.#strict(promotions);
    const { observed, statuses, head } = row;
    const approved = statuses?.approved;
    return {
      gate: FOUR_EYES,
      ...fourEyes({
        environment: (strict ?? promotions[0])?.to ?? '',
        isRequired: strict !== undefined,
        requesters: strict ? await this.#requesters(row, promotions) : [],
        approvedBy: approversOf(row),
        approvedInPortal: approved?.head === head ? approved?.by : undefined,
        isChanged: observed !== undefined && observed.head !== head,
      }),
    };
  }

  /** Writes down that nobody is known to have wanted a merge but who requested it. */
  async audit(
    { endedBy, url }: StoredPullRequest,
    promotions: readonly StoredPromotion[],
  ): Promise<void> {
    for (const { id, service, to, version, requestedBy } of promotions) {
      const event = await this.#options.auditor.createEvent({
        eventId: 'promotion-without-four-eyes',
        severityLevel: 'high',
        meta: {
          ...{ id, service, to, version, requestedBy },
          mergedBy: endedBy ?? 'unknown',
          pullRequest: url ?? '',
        },
      });
      await event.success();
    }
  }

  #strict(promotions: readonly StoredPromotion[]): StoredPromotion | undefined {
    return promotions.find(({ to }) => this.#options.settingsOf(to)?.fourEyes);
  }

  /** Where the catalog can't be read, their logins are not known. */
  async #requesters(
    { repositoryUrl }: StoredPullRequest,
    promotions: readonly StoredPromotion[],
  ): Promise<Requester[]> {
    const { entity: entityOf, repositoryOf, isGitHub } = this.#options;
    const { host } = repositoryOf(repositoryUrl);
    const names = new Map(
      promotions.map(one => [one.requestedBy, one.requestedByName]),
    );
    return Promise.all(
      [...names].map(async ([ref, name]) => {
        const entity = await entityOf(ref).catch(() => undefined);
        const login =
          entity && hostLogin(entity, { host, isGitHub: isGitHub(host) });
        return { ref, name, login };
      }),
    );
  }
}

/**
 * Logins of people on the host who agreed to it: who merges on the host's page has seen it. Neither
 * a machine is a person, nor the portal's own account, by which anybody may have acted.
 */
function approversOf({ observed, state }: StoredPullRequest): string[] {
  const { approvedBy = [], endedBy, openedBy, machines = [] } = observed ?? {};
  const nobody = [...machines, openedBy].map(name => name?.toLowerCase());
  return [
    ...approvedBy,
    ...(state === 'merged' && endedBy !== undefined ? [endedBy] : []),
  ].filter(
    login => !/\[bot\]$/i.test(login) && !nobody.includes(login.toLowerCase()),
  );
}
