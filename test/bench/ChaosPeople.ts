import { setTimeout } from 'node:timers/promises';
import type { Backend } from './Backend';
import type { ChaosHost, Pull } from './ChaosHost';

const way = { from: 'staging', to: 'preprod' };
const MOST_PAUSE_MS = 1_500;

interface Options {
  services: readonly string[];
  host: ChaosHost;
  /** For an hour */
  signIn(): Promise<string>;
  /** A replica that runs; undefined while none does */
  replica(): Backend | undefined;
}

/** People who act at random, in the portal and past it. */
export class ChaosPeople {
  /** How often what was done, and what the portal refused */
  readonly counts: Record<string, number> = {};
  /** What the portal answered where it failed */
  readonly errors: string[] = [];
  readonly #options: Options;
  readonly #promotions: string[] = [];
  #token?: Promise<string>;
  readonly #acts: Record<string, () => Promise<unknown>>;

  constructor(options: Options) {
    this.#options = options;
    const { services, host } = options;
    const promote = () => this.#promote();
    const ofPromotion = (what: string) => () =>
      this.#post(`/promotions/${drawn(this.#promotions)}/${what}`);
    const byHand =
      (
        isMeant: (pull: Pull) => boolean,
        act: (pull: Pull) => Promise<unknown>,
      ) =>
      async () => {
        const pull = drawn((await host.pulls()).filter(isMeant));
        if (pull) await act(pull);
      };
    const isOpen = ({ state }: Pull) => state === 'open';
    this.#acts = {
      promote,
      'promote, again': promote,
      'promote, once more': promote,
      close: ofPromotion('close'),
      retry: ofPromotion('retry'),
      'stop following': ofPromotion('stop-following'),
      'release to the source': () =>
        host.release(drawn(services)!, way.from, anyVersion()),
      'merge by hand': byHand(isOpen, ({ number }) =>
        host.merge(number, drawn(['merge', 'squash', 'rebase'])!),
      ),
      'close by hand': byHand(isOpen, ({ number }) =>
        host.change(number, { state: 'closed' }),
      ),
      'open again by hand': byHand(
        ({ state, merged }) => state === 'closed' && !merged,
        ({ number }) => host.change(number, { state: 'open' }),
      ),
      'retarget by hand': byHand(isOpen, ({ number, base }) =>
        host.change(number, { base: base.ref === 'main' ? 'other' : 'main' }),
      ),
    };
  }

  /** Acts until aborted. */
  async act(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const name = drawn(Object.keys(this.#acts))!;
      try {
        await this.#acts[name]();
        this.#count(name);
      } catch {
        // Refused, or it did not get through: people try something else
      }
      await setTimeout(Math.random() * MOST_PAUSE_MS);
    }
  }

  async #promote(): Promise<void> {
    const { promotion } = await this.#post('/promotions', {
      service: `component:default/${drawn(this.#options.services)}`,
      ...way,
      reason: 'Chaos',
    });
    this.#promotions.push(promotion.id);
  }

  async #post(path: string, body: object = {}) {
    const replica = this.#options.replica();
    if (!replica) throw new Error('No replica runs');
    this.#token ??= this.#options.signIn().catch(error => {
      this.#token = undefined;
      throw error;
    });
    const answer = await replica.post(
      `/api/gitops/v1${path}`,
      await this.#token,
      body,
    );
    if (answer.status === 401) this.#token = undefined;
    if (answer.status < 300) return JSON.parse(answer.body);
    this.#count(`answered ${answer.status}`);
    if (answer.status >= 500) this.errors.push(`${path}: ${answer.body}`);
    throw new Error(answer.body);
  }

  #count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }
}

export function drawn<T>(of: readonly T[]): T | undefined {
  return of[Math.floor(Math.random() * of.length)];
}

function anyVersion(): string {
  return `1.${8 + Math.floor(Math.random() * 900)}.0`;
}
