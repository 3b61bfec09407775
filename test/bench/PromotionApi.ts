import { setTimeout } from 'node:timers/promises';
import {
  type Promotion,
  promotionStates,
  type PromotionAnswer,
  type PromotionPlan,
  type PromotionState,
  type ReleaseAnswer,
} from '../../plugins/gitops-common/src';
import type { Answer, Backend } from './Backend';

/**
 * Between two looks at something that is waited for: what is measured is late by as much at most,
 * and by the look itself
 */
const lookEveryMs = 20;
const giveUpMs = 120_000;
const way = { from: 'staging', to: 'preprod' };
const reason = 'To be measured';

/** When something was first seen, in ms as `performance.now()` has it. */
export type Times = Partial<Record<PromotionState, number>>;

/** Promotions as their page asks for them, of one person who may promote every service. */
export class PromotionApi {
  readonly #backend: Backend;
  readonly #token: string;

  constructor(backend: Backend, token: string) {
    this.#backend = backend;
    this.#token = token;
  }

  static async signIn(backend: Backend): Promise<PromotionApi> {
    const token = await backend.signIn('user:default/releaser', [
      'group:default/platform',
    ]);
    return new PromotionApi(backend, token);
  }

  async plan(
    service: string,
  ): Promise<{ plan: PromotionPlan; serverMs: number; clientMs: number }> {
    const answer = await this.#post('/promotions/plan', {
      service: refOf(service),
      ...way,
    });
    return { plan: JSON.parse(answer.body), ...answer };
  }

  async promote(service: string): Promise<Promotion> {
    const { body } = await this.#post('/promotions', {
      service: refOf(service),
      ...way,
      reason,
    });
    const { promotion, made }: PromotionAnswer = JSON.parse(body);
    if (!made) throw new Error(`${service} is being promoted already`);
    return promotion;
  }

  async release(services: readonly string[]): Promise<Promotion[]> {
    const { body } = await this.#post('/releases', {
      services: services.map(refOf),
      ...way,
      reason,
    });
    const { release, made }: ReleaseAnswer = JSON.parse(body);
    if (!made) throw new Error('This release is under way already');
    return release.promotions;
  }

  async get(id: string): Promise<Promotion> {
    const answer = await this.#backend.get(
      `/api/gitops/v1/promotions/${id}`,
      this.#token,
    );
    return JSON.parse(bodyOf(answer));
  }

  /**
   * Looks again and again until it is so. @throws Error where the promotion has ended otherwise, or
   * it takes too long
   */
  async until(
    id: string,
    wanted: PromotionState,
  ): Promise<{ promotion: Promotion; seen: Times }> {
    const seen: Times = {};
    const deadline = performance.now() + giveUpMs;
    for (;;) {
      const promotion = await this.get(id);
      const { state, sentence, problem } = promotion;
      const now = performance.now();
      seen[state] ??= now;
      if (state === wanted) return { promotion, seen };
      if (isEnd(state) || now > deadline)
        throw new Error(
          `${promotion.service} is ${state}, not ${wanted}: ${sentence} ${
            problem ?? ''
          }`,
        );
      await setTimeout(lookEveryMs);
    }
  }

  async #post(path: string, body: object): Promise<Answer> {
    const answer = await this.#backend.post(
      `/api/gitops/v1${path}`,
      this.#token,
      body,
    );
    bodyOf(answer);
    return answer;
  }
}

function bodyOf({ status, body }: Answer): string {
  if (status < 300) return body;
  throw new Error(`The backend answered ${status}: ${body.slice(0, 500)}`);
}

function refOf(service: string): string {
  return `component:default/${service}`;
}

function isEnd(state: PromotionState): boolean {
  return promotionStates.indexOf(state) >= promotionStates.indexOf('succeeded');
}
