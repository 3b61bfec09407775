import { AutoStore } from '../../../plugins/gitops-backend/src/promotions/auto/AutoStore';
import {
  isChanged,
  isRetargeted,
} from '../../../plugins/gitops-backend/src/promotions/pullRequestCauses';
import type { PromotionRequest } from '../../../plugins/gitops-backend/src/promotions/PromotionRequest';
import type { Promotions } from '../../../plugins/gitops-backend/src/promotions/Promotions';
import {
  PULL_REQUESTS,
  PullRequestRow,
} from '../../../plugins/gitops-backend/src/promotions/store/rows';
import type { PromotionStore } from '../../../plugins/gitops-backend/src/promotions/store/PromotionStore';
import type { PromotionRecord } from '../../../plugins/gitops-backend/src/promotions/store/Records';
import type { Person } from '../../../plugins/gitops-backend/src/promotions/StoredPromotion';
import { ask } from './ask';
import type { Chances } from './chances';
import type { Service } from './Cluster';
import { HOLD, Replica } from './Replica';
import type { SimulatedHost } from './SimulatedHost';
import type { SimulatedPull, SimulatedRepository } from './SimulatedRepository';

const names = ['ana', 'ben', 'cleo'];
export const versions = ['1.1.0', '1.2.0', '1.3.0'];

export interface PeopleOptions {
  chances: Chances;
  store: PromotionStore;
  host: SimulatedHost;
  services: readonly Service[];
  /** Told of what must never be */
  note(violation: string): void;
  say(what: string): void;
}

/** People who change their minds, in the portal and on the host's pages. */
export class People {
  readonly #options: PeopleOptions;

  constructor(options: PeopleOptions) {
    this.#options = options;
  }

  /** @param replicas - the one that answers, then the others */
  useThePortal(replicas: readonly Replica[]): void {
    const { chances, services, host, say } = this.#options;
    const service = chances.one(services)!;
    const name = chances.one(names)!;
    const by = { ref: `user:default/${name}`, name };
    this.#act(replicas, service, by)
      .catch(error => say(`${name} is refused: ${error.message}`))
      .finally(() => host.noteAsked(service.ref));
  }

  async #act(
    replicas: readonly Replica[],
    service: Service,
    by: Person,
  ): Promise<void> {
    const { chances, store, services, say } = this.#options;
    const [{ promotions, releases, index }] = replicas;
    const chance = chances.next();
    const tell = (what: string) =>
      say(`${by.name} ${what} ${service.name} at ${index}`);
    // Somebody may still look at an older one
    const record = (
      await store.records.list({ service: service.ref, limit: 3 })
    ).at(chances.isTrue(0.8) ? 0 : -1);
    const version = chances.one(versions)!;
    if (chance < 0.08) {
      tell(`releases ${version} of all, asked for`);
      this.#judge(
        await releases.request(services.map(one => ask(one, by, { version }))),
      );
    } else if (!record || chance < 0.35) {
      tell(`requests ${version} of`);
      await this.#request(promotions, ask(service, by, { version }));
    } else if (chance < 0.45) {
      tell('tries again');
      await this.#retry(replicas[0], service, by, record);
    } else if (chance < 0.52) {
      tell('rolls back');
      if (!record.promotion.mergedAt) return;
      await this.#request(
        promotions,
        ask(service, by, { rollsBack: record.promotion }),
      );
    } else if (chance < 0.64) {
      tell('withdraws');
      const { release, version: withdrawn } = record.promotion;
      const again = (one: Service) => ask(one, by, { version: withdrawn });
      const isWantedAgain = chances.isTrue(0.3);
      if (release && chances.isTrue(0.5)) {
        await promotions.withdrawRelease(
          await store.records.release(release),
          by,
        );
        if (isWantedAgain)
          this.#judge(await releases.request(services.map(again)));
      } else {
        await promotions.withdraw(record, by);
        if (isWantedAgain) await this.#request(promotions, again(service));
      }
    } else if (chance < 0.68) {
      tell('resumes the automatic promotion of');
      await new AutoStore(store.database).resume(
        { service: service.ref, environment: 'production' },
        by,
      );
    } else if (chance < 0.95) {
      const both = chances.isTrue(0.3) ? replicas : replicas.slice(0, 1);
      tell(both.length > 1 ? 'merges at both, asked for' : 'merges');
      await Promise.all(both.map(one => one.merges.merge(record, by)));
    } else {
      tell('stops following');
      await promotions.stopFollowing(record, by);
    }
  }

  async #request(
    promotions: Promotions,
    request: PromotionRequest,
  ): Promise<void> {
    const { record, made } = await promotions.request(request);
    this.#judge({ records: [record], made });
  }

  /** Who asks for what is being withdrawn would get nothing. */
  #judge(answer: { records: readonly PromotionRecord[]; made: boolean }): void {
    const { host, note } = this.#options;
    for (const { promotion } of answer.records) {
      host.noteAsked(promotion.service);
      if (!answer.made && promotion.withdrawnBy)
        note(
          `${promotion.service} ${promotion.version} was asked for, and one is answered that is being withdrawn`,
        );
    }
  }

  /** As the portal offers it. */
  async #retry(
    { promotions }: Replica,
    service: Service,
    by: Person,
    { promotion, pullRequests }: PromotionRecord,
  ): Promise<void> {
    const { state, mergedAt, rollsBack, version } = promotion;
    const isOvertaken = pullRequests.some(
      one =>
        one.observed?.isMergeable === false ||
        (one.state === 'open' && (isChanged(one) || isRetargeted(one))),
    );
    const isOver = ['closed', 'failed'].includes(state) && !mergedAt;
    if (!isOver && !(state === 'pullRequestOpen' && isOvertaken)) return;
    const { store } = this.#options;
    const before = rollsBack && (await store.records.find(rollsBack));
    await this.#request(promotions, {
      ...ask(service, by, {
        version,
        replaces: promotion.id,
        ...(before && { rollsBack: before.promotion }),
      }),
      retries: promotion,
    });
  }

  async useTheHost(): Promise<void> {
    const { chances, host, store, say } = this.#options;
    const repository = chances.one(host.repositories)!;
    const pull = chances.one(repository.pulls.slice(-4));
    const person = chances.one(names)!;
    const chance = chances.next();
    const tell = (what: string) =>
      say(
        `${person} ${what} ${
          pull ? `#${pull.number} (${pull.state}) ` : ''
        }in ${repository.name}`,
      );
    if (chance < 0.08 || !pull) {
      tell('commits beside');
      repository.commit('main');
    } else if (chance < 0.4) {
      tell('merges');
      if (!repository.stop(pull)) repository.merge(pull, person);
    } else if (chance < 0.55) {
      tell('closes');
      repository.close(pull, person);
    } else if (chance < 0.7) {
      tell('reopens');
      await this.#reopen(repository, pull);
    } else if (chance < 0.8) {
      tell('retargets');
      if (pull.state === 'open')
        pull.base = pull.base === 'main' ? 'next' : 'main';
    } else if (chance < 0.85) {
      tell('pushes to');
      repository.push(pull);
    } else if (chance < 0.9) {
      tell('approves');
      pull.approvedBy = [...new Set([...pull.approvedBy, person])];
    } else if (chance < 0.95) {
      tell('holds or frees');
      pull.labels = pull.labels.includes(HOLD) ? [] : [HOLD];
    } else this.serveQueue(repository);
    // Else nobody tells the portal
    if (chances.isTrue(0.5))
      await store.work.hastenPullRequests({ repositoryUrls: [repository.url] });
  }

  async #reopen(
    repository: SimulatedRepository,
    pull: SimulatedPull,
  ): Promise<void> {
    const { store, host } = this.#options;
    const row = await store.database
      .knex<PullRequestRow>(PULL_REQUESTS)
      .where({ repository_url: repository.url, number: pull.number })
      .first('state');
    repository.reopen(pull);
    pull.reopenedAfter =
      row?.state === 'closed' ? host.askedFor(pull.branch) : undefined;
  }

  /** The host merges what is ready of its queue, or drops it. */
  serveQueue(repository: SimulatedRepository, isSettling = false): void {
    const { chances, say } = this.#options;
    for (const pull of repository.pulls) {
      if (!pull.isQueued || (!isSettling && chances.isTrue(0.5))) continue;
      const stop = repository.stop(pull);
      pull.isQueued = false;
      say(
        `the queue of ${repository.name} ${stop ? 'drops' : 'merges'} #${
          pull.number
        }`,
      );
      if (!stop) repository.merge(pull, 'queue');
    }
  }
}
