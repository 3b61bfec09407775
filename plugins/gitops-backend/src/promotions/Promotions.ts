import { createHash, randomUUID } from 'node:crypto';
import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import type {
  GateAnswer,
  PromotedVersion,
} from 'backstage-plugin-gitops-common';
import type { GitRepository } from 'backstage-plugin-gitops-node';
import pLimit from 'p-limit';
import type { PromotionSettings } from '../environments/PromotionSettings';
import { branchOf, releaseBranchOf } from './branchNames';
import { changesOf } from './plan/changes';
import type { Planned, Planner, Planning } from './plan/Planner';
import { bodyOf, messageOf, PromotionStory, titleOf } from './plan/words';
import type { PromotionRecord, PromotionStore } from './store/PromotionStore';
import {
  isBeingDeployed,
  StoredPromotion,
  StoredPullRequest,
} from './StoredPromotion';

/** Plans of a release that are made at once. */
const RELEASE_CONCURRENCY = 16;

/** Who asks, and what for. */
export interface Requester {
  /** Reference of the entity */
  readonly ref: string;
  /** As people call them */
  readonly name: string;
}

export interface PromotionAsk {
  readonly planning: Planning;
  readonly requester: Requester;
  readonly reason: string;
  /** The plan that was seen */
  readonly planId?: string;
  /** Names of gates that were seen to block, or all of them: goes on in spite of these. Only for those who may */
  readonly override?: readonly string[] | 'all';
}

/** What people do with promotions. Whether they may is asked before. */
export class Promotions {
  readonly #planner: Planner;
  readonly #store: PromotionStore;
  readonly #repositoryOf: (url: string) => GitRepository;
  readonly #settingsOf: (environment: string) => PromotionSettings | undefined;
  readonly #pageOf: (service: string) => string | undefined;
  readonly #wake: () => void;
  readonly #now: () => number;

  constructor(options: {
    planner: Planner;
    store: PromotionStore;
    repositoryOf(url: string): GitRepository;
    settingsOf(environment: string): PromotionSettings | undefined;
    /** Address of a service's page */
    pageOf(service: string): string | undefined;
    /** Something is due */
    wake(): void;
    now(): number;
  }) {
    this.#planner = options.planner;
    this.#store = options.store;
    this.#repositoryOf = options.repositoryOf;
    this.#settingsOf = options.settingsOf;
    this.#pageOf = options.pageOf;
    this.#wake = options.wake;
    this.#now = options.now;
  }

  plan(planning: Planning): Promise<Planned> {
    return this.#planner.plan(planning);
  }

  /**
   * Requests a promotion, or finds it where the same is under way.
   *
   * @throws ConflictError where a gate blocks, or the plan is another than the one that was seen; InputError
   */
  async request(
    ask: PromotionAsk,
  ): Promise<{ record: PromotionRecord; made: boolean }> {
    this.#planner.lookAgain();
    const planned = await this.#planner.plan(ask.planning);
    const { underWay } = planned;
    const isFound =
      underWay &&
      underWay.promotion.kind === planned.kind &&
      underWay.promotion.version === planned.version &&
      hasSameDigests(underWay.promotion.versions, planned.versions);
    if (isFound) return { record: underWay, made: false };
    if (ask.planId !== undefined && ask.planId !== planned.id)
      throw new ConflictError(
        'What would change is not what you saw any more: the files or the versions have changed since. Look at the plan again',
      );
    refuseBlocked(planned, ask);
    const promotion = this.#promotionOf(planned, ask);
    const answer = await this.#store.request(
      promotion,
      planned.changes.map(change =>
        this.#pullRequestOf(change, [this.#storyOf(promotion, ask.planning)], {
          branch: branchOf(
            promotion,
            ask.planning.name,
            change,
            planned.changes,
          ),
          settings: planned.settings,
        }),
      ),
      {
        replaces: ask.planning.replaces,
        // Of what is merged only now, no gate has told
        overtakes:
          underWay && isBeingDeployed(underWay.promotion.state)
            ? underWay.promotion.id
            : undefined,
      },
    );
    this.#wake();
    return answer;
  }

  /**
   * Requests promotions of several services in one pull request. Services that have the version already are left out.
   *
   * @throws ConflictError where a gate blocks one of them; InputError where they are of several repositories, want different versions at one place, or there is nothing to change
   */
  async release(
    asks: readonly PromotionAsk[],
  ): Promise<{ records: PromotionRecord[]; made: boolean }> {
    const limit = pLimit(RELEASE_CONCURRENCY);
    this.#planner.lookAgain();
    const planned = await Promise.all(
      asks.map(ask =>
        limit(async () => ({
          ask,
          plan: await this.#planner.plan(ask.planning),
        })),
      ),
    );
    const changed = planned.filter(({ plan }) => plan.changes.length > 0);
    const [first] = changed;
    if (!first)
      throw new InputError(
        'Git asks for these versions already: there is nothing to release',
      );
    const [{ repositoryUrl, repository, branch }] = first.plan.changes;
    const elsewhere = changed.find(({ plan }) =>
      plan.changes.some(
        one => one.repositoryUrl !== repositoryUrl || one.branch !== branch,
      ),
    );
    if (elsewhere)
      throw new InputError(
        `A release is one pull request: ${elsewhere.ask.planning.name} is not in ${repository}, branch ${branch}, alone. Promote it by itself`,
      );
    const slot = `release#${createHash('sha256')
      .update(
        JSON.stringify(
          changed.map(({ plan, ask }) => [
            ask.planning.query.service,
            ask.planning.to,
            plan.versions,
          ]),
        ),
      )
      .digest('base64url')}`;
    // What is under way as this very release is found; anything else is looked at closely
    const isUnderWay = changed.every(
      ({ plan }) => plan.underWay?.promotion.version === plan.version,
    );
    if (!isUnderWay)
      for (const { plan, ask } of changed) refuseBlocked(plan, ask);
    const promotions = changed.map(({ plan, ask }) =>
      this.#promotionOf(plan, ask),
    );
    // Services may share a file: of plans made one by one, each leaves the others' versions as they were
    const [change] = changesOf(changed.flatMap(({ plan }) => plan.edits));
    const stories = promotions.map((promotion, index) =>
      this.#storyOf(promotion, changed[index].ask.planning),
    );
    const pullRequest = this.#pullRequestOf(change, stories, {
      branch: releaseBranchOf(randomUUID(), first.ask.planning.to),
      settings: first.plan.settings,
    });
    const answer = await this.#store.requestRelease(
      promotions,
      pullRequest,
      slot,
    );
    this.#wake();
    return answer;
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<PromotionRecord> {
    const found = await this.#store.find(id);
    if (!found) throw new NotFoundError(`There is no promotion ${id}`);
    return found;
  }

  list(of: { service: string; to?: string; limit: number }) {
    return this.#store.list(of);
  }

  /** The newest to each environment, whatever its state. */
  newest(service: string) {
    return this.#store.newest(service);
  }

  underWay(service: string) {
    return this.#store.underWay(service);
  }

  /** @throws ConflictError where there is nothing to close */
  async close(
    { promotion, pullRequests }: PromotionRecord,
    requester: Requester,
  ): Promise<PromotionRecord> {
    if (!['requested', 'pullRequestOpen'].includes(promotion.state))
      throw new ConflictError(
        `It can't be withdrawn any more. ${promotion.sentence}`,
      );
    for (const { id, repository, number } of pullRequests)
      if ((await this.#store.othersIn(id)) > 0)
        throw new ConflictError(
          `${repository}${
            number ? ` #${number}` : ''
          } promotes other services as well: close it there if none of them is wanted`,
        );
    await this.#store.requestClosing(
      promotion.id,
      `Withdrawn in the portal (${requester.ref.replace('@', '')}).`,
    );
    this.#wake();
    return this.get(promotion.id);
  }

  /** @throws ConflictError where it can't be merged now */
  async merge(record: PromotionRecord): Promise<PromotionRecord> {
    const { promotion, pullRequests } = record;
    const method = this.#settingsOf(promotion.to)?.merge;
    if (!method)
      throw new NotAllowedError(
        `Pull requests to ${promotion.to} are merged on the Git host's page: no way of merging is configured for it`,
      );
    const open = pullRequests.filter(one => one.state === 'open');
    if (open.length === 0)
      throw new ConflictError(
        `There is nothing to merge. ${promotion.sentence}`,
      );
    for (const { repositoryUrl, number, head, repository } of open) {
      const answer = await this.#repositoryOf(repositoryUrl).merge(
        { number: number!, expectedHead: head!, method },
        { signal: AbortSignal.timeout(30_000) },
      );
      if (!answer.merged)
        throw new ConflictError(
          answer.reason || `${repository} can't be merged`,
        );
    }
    await this.#store.hastenPullRequests({ promotion: promotion.id });
    this.#wake();
    return this.get(promotion.id);
  }

  #promotionOf(planned: Planned, ask: PromotionAsk): StoredPromotion {
    const { planning, requester, reason } = ask;
    const { kind, version, previous, versions, targets, gates } = planned;
    const blocked = gates.some(one => one.result === 'block');
    return {
      id: randomUUID(),
      kind,
      service: planning.query.service,
      from: planning.from,
      to: planning.to,
      version,
      previous,
      versions,
      targets,
      gates,
      state: 'requested',
      sentence: `${version} to ${planned.target.title} is requested; the pull request is being opened.`,
      requestedBy: requester.ref,
      requestedByName: requester.name,
      reason,
      overridden: blocked,
      rollsBack: planning.rollsBack?.id,
      waves: [],
      requestedAt: new Date(this.#now()).toISOString(),
      attempts: 0,
    };
  }

  #storyOf(promotion: StoredPromotion, { name }: Planning): PromotionStory {
    return { ...promotion, name, page: this.#pageOf(promotion.service) };
  }

  #pullRequestOf(
    change: Planned['changes'][number],
    stories: readonly PromotionStory[],
    options: { branch: string; settings: PromotionSettings | undefined },
  ): StoredPullRequest {
    const [first] = stories;
    return {
      id: randomUUID(),
      repositoryUrl: change.repositoryUrl,
      repository: change.repository,
      base: change.branch,
      baseSha: change.base,
      branch: options.branch,
      files: new Map(
        [...change.files].map(([path, { after }]) => [
          path,
          Buffer.from(after, 'utf8'),
        ]),
      ),
      message: messageOf(stories),
      title:
        stories.length === 1
          ? titleOf(first)
          : `Promote ${stories.length} services to ${first.to}`,
      body: bodyOf(stories),
      labels: options.settings?.labels ?? [],
      reviewers: options.settings?.reviewers ?? [],
      state: 'planned',
      attempts: 0,
    };
  }
}

/** A tag may have been pushed again. */
function hasSameDigests(
  a: readonly PromotedVersion[],
  b: readonly PromotedVersion[],
): boolean {
  const digests = new Map(a.map(one => [one.name, one.toDigest]));
  return b.every(
    ({ name, toDigest }) =>
      !digests.has(name) || digests.get(name) === toDigest,
  );
}

function refuseBlocked(
  { gates }: Planned,
  { override = [] }: PromotionAsk,
): void {
  const stops = gates
    .filter(({ result }) => result === 'block')
    .filter(
      ({ gate, canOverride }) =>
        !canOverride || (override !== 'all' && !override.includes(gate)),
    );
  if (stops.length > 0) throw new ConflictError(sentencesOf(stops));
}

function sentencesOf(gates: readonly GateAnswer[]): string {
  return gates.map(one => one.sentence).join(' ');
}
