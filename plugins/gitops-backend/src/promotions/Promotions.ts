import { createHash, randomUUID } from 'node:crypto';
import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import { GateAnswer, promotionSentence } from 'backstage-plugin-gitops-common';
import type { GitRepository, MergeMethod } from 'backstage-plugin-gitops-node';
import pLimit from 'p-limit';
import type { PromotionSettings } from '../environments/PromotionSettings';
import type { Clock } from '../inventory/Clock';
import { branchOf, releaseBranchOf } from './branchNames';
import { hasSameDigests } from './gates/midPromotion';
import { changesOf } from './plan/changes';
import type { Planned, Planner, Planning } from './plan/Planner';
import { bodyOf, messageOf, PromotionStory, titleOf } from './plan/words';
import { isOpen } from './lifecycle';
import { namesOf } from './pullRequestCauses';
import type { PromotionStore } from './store/PromotionStore';
import type { PromotionRecord } from './store/Records';
import {
  isBeingDeployed,
  overriddenIn,
  Person,
  StoredPromotion,
  StoredPullRequest,
} from './StoredPromotion';
import { seen } from './worker/drivePullRequest';
import { LEASE_MS } from './worker/PromotionWorker';

/** Plans of a release that are made at once. */
const RELEASE_CONCURRENCY = 16;

/** For one request to a Git host; well below a lease. */
const MERGE_MS = 30_000;
/** How long to wait for a worker that looks at the pull request at this moment. */
const WAIT_MS = 5_000;

export interface PromotionAsk {
  readonly planning: Planning;
  readonly requester: Person;
  readonly reason: string;
  /** The plan that was seen */
  readonly planId?: string;
  /** What is tried again: nothing else may be promoted without anybody having seen it */
  readonly retries?: StoredPromotion;
  /** Names of gates that were seen to block, or all of them: goes on in spite of these. Only for those who may */
  readonly override?: readonly string[] | 'all';
}

type PromotionPlanner = Pick<Planner, 'plan' | 'lookAgain' | 'gatesAtMerge'>;

/** What people do with promotions. Whether they may is asked before. */
export class Promotions {
  readonly #planner: PromotionPlanner;
  readonly #store: PromotionStore;
  readonly #repositoryOf: (url: string) => GitRepository;
  readonly #settingsOf: (environment: string) => PromotionSettings | undefined;
  readonly #pageOf: (service: string) => string | undefined;
  readonly #wake: () => void;
  readonly #clock: Clock;

  constructor(options: {
    planner: PromotionPlanner;
    store: PromotionStore;
    repositoryOf(url: string): GitRepository;
    settingsOf(environment: string): PromotionSettings | undefined;
    /** Address of a service's page */
    pageOf(service: string): string | undefined;
    /** Something is due */
    wake(): void;
    clock: Clock;
  }) {
    this.#planner = options.planner;
    this.#store = options.store;
    this.#repositoryOf = options.repositoryOf;
    this.#settingsOf = options.settingsOf;
    this.#pageOf = options.pageOf;
    this.#wake = options.wake;
    this.#clock = options.clock;
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
      underWay.promotion.withdrawnBy === undefined &&
      underWay.promotion.kind === planned.kind &&
      underWay.promotion.version === planned.version &&
      hasSameDigests(underWay.promotion.versions, planned.versions);
    if (isFound) return { record: underWay, made: false };
    if (ask.planId !== undefined && ask.planId !== planned.id)
      throw new ConflictError(
        'What would change is not what you saw any more: the files or the versions have changed since. Look at the plan again',
      );
    refuseOtherVersions(planned, ask);
    refuseBlocked(planned, ask);
    const promotion = this.#promotionOf(planned, ask);
    const answer = await this.#store.requests.promotion(
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
        // Gates were not asked for a promotion that is only now merged
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
    const found = await this.#store.records.release(slot);
    if (found) return { records: found, made: false };
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
    const answer = await this.#store.requests.release(
      promotions,
      pullRequest,
      slot,
    );
    this.#wake();
    return answer;
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<PromotionRecord> {
    const found = await this.#store.records.find(id);
    if (!found) throw new NotFoundError(`There is no promotion ${id}`);
    return found;
  }

  list(of: { service: string; to?: string; limit: number }) {
    return this.#store.records.list(of);
  }

  /** The newest to each environment, whatever its state. */
  newest(service: string) {
    return this.#store.records.newest(service);
  }

  underWay(service: string) {
    return this.#store.records.underWay(service);
  }

  /** @throws ConflictError where it can't be withdrawn */
  async withdraw(
    record: PromotionRecord,
    by: Person,
  ): Promise<PromotionRecord> {
    const { promotion, pullRequests } = record;
    if (!isOpen(promotion.state))
      throw new ConflictError(
        `It can't be withdrawn any more. ${promotionSentence(promotion.cause)}`,
      );
    const services = await this.#store.records.servicesPer(
      pullRequests.map(({ id }) => id),
    );
    const shared = pullRequests.find(({ id }) => (services.get(id) ?? 1) > 1);
    if (shared)
      throw new ConflictError(
        `${namesOf([
          shared,
        ])} promotes other services as well: close it there if none of them is wanted`,
      );
    await this.#store.requests.withdraw(
      record,
      by,
      `Withdrawn in the portal (${by.ref.replace('@', '')}).`,
    );
    this.#wake();
    return this.get(promotion.id);
  }

  /** Stops following a promotion after its merge. @throws ConflictError */
  async stopFollowing(
    record: PromotionRecord,
    by: Person,
  ): Promise<PromotionRecord> {
    const { promotion } = record;
    if (!isBeingDeployed(promotion.state))
      throw new ConflictError(
        `It is not being deployed. ${promotionSentence(promotion.cause)}`,
      );
    await this.#store.requests.giveUp(record, by);
    this.#wake();
    return this.get(promotion.id);
  }

  /**
   * @throws ConflictError where it can't be merged now: a freeze may have begun since the request
   */
  async merge(
    record: PromotionRecord,
    by: Person,
    planning: Planning,
  ): Promise<PromotionRecord> {
    const { promotion, pullRequests } = record;
    const method = this.#settingsOf(promotion.to)?.merge;
    if (!method)
      throw new NotAllowedError(
        `Pull requests to ${promotion.to} are merged on the Git host's page: no way of merging is configured for it`,
      );
    const open = pullRequests.filter(one => one.state === 'open');
    if (open.length === 0)
      throw new ConflictError(
        `There is nothing to merge. ${promotionSentence(promotion.cause)}`,
      );
    refuseBlocked(
      { gates: await this.#planner.gatesAtMerge(planning, promotion) },
      { override: overriddenIn(promotion) },
    );
    for (const one of open) await this.#merge(one, method, by);
    this.#wake();
    return this.get(promotion.id);
  }

  /** Holds the pull request meanwhile: two replicas that merge at once would merge twice. */
  async #merge(
    { id, repository, number }: StoredPullRequest,
    method: MergeMethod,
    by: Person,
  ): Promise<void> {
    const { work } = this.#store;
    const lease = await this.#held(() => work.takeForMerge(id, by, LEASE_MS));
    if (!lease)
      throw new ConflictError(
        `${repository} #${number} is being looked at, merged or closed at this moment. Try again`,
      );
    const { ticket, subject: row } = lease;
    let after: StoredPullRequest = row;
    try {
      if (row.head === undefined)
        throw new ConflictError(
          `${repository} #${number} does not have the commit that the portal made: merge it on the Git host's page`,
        );
      const answer = await this.#repositoryOf(row.repositoryUrl).merge(
        {
          number: row.number!,
          expectedHead: row.head,
          expectedBase: row.base,
          method,
        },
        { signal: AbortSignal.timeout(MERGE_MS) },
      );
      if (!answer.merged) {
        after = { ...row, mergingBy: undefined };
        throw new ConflictError(
          answer.reason || `${repository} can't be merged`,
        );
      }
      after = seen(row, answer.pullRequest);
    } finally {
      // Whatever happened to the answer, the host is asked at once what became of it
      await work.savePullRequest(ticket, after, 0);
    }
  }

  async #held<T>(take: () => Promise<T | undefined>): Promise<T | undefined> {
    const until = this.#clock.now() + WAIT_MS;
    const { signal } = new AbortController();
    for (;;) {
      const taken = await take();
      if (taken !== undefined || this.#clock.now() >= until) return taken;
      await this.#clock.sleep(100, signal);
    }
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
      cause: { code: 'opening', params: { version, environment: planning.to } },
      requestedBy: requester.ref,
      requestedByName: requester.name,
      reason,
      overridden: blocked,
      rollsBack: planning.rollsBack?.id,
      waves: [],
      requestedAt: new Date(this.#clock.now()).toISOString(),
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

/** What ran when it was requested was judged and approved; what runs by now was not. */
function refuseOtherVersions(
  { versions, version, source }: Planned,
  { retries }: PromotionAsk,
): void {
  if (!retries) return;
  const known = new Map(retries.versions.map(one => [one.name, one.to]));
  const isSame =
    hasSameDigests(retries.versions, versions) &&
    versions.every(({ name, to }) => known.get(name) === to);
  if (!isSame)
    throw new ConflictError(
      `${source.title} runs ${version} by now, not ${retries.version}. Promote that version instead`,
    );
}

function refuseBlocked(
  { gates }: Pick<Planned, 'gates'>,
  { override = [] }: Pick<PromotionAsk, 'override'>,
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
