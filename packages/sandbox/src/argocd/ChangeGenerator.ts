import { Application } from './Application';
import { ApplicationStore } from './ApplicationStore';
import { isSynthetic } from './synthetic';

const tickMs = 20;
const annotation = 'sandbox.gitops/tick';

/** Changes Applications steadily, each change an event of the stream: so many a second, in turn. */
export class ChangeGenerator {
  readonly #store: ApplicationStore;
  #timer: NodeJS.Timeout | undefined;
  #perSecond = 0;
  #next = 0;
  #owed = 0;
  #count = 0;
  #targets: { size: number; names: string[] } = { size: -1, names: [] };

  constructor(store: ApplicationStore) {
    this.#store = store;
  }

  get perSecond(): number {
    return this.#perSecond;
  }

  setRate(perSecond: number): void {
    clearInterval(this.#timer);
    this.#perSecond = perSecond;
    if (perSecond === 0) return;
    let last = Date.now();
    this.#owed = 0;
    this.#timer = setInterval(() => {
      const now = Date.now();
      this.#owed += ((now - last) * perSecond) / 1000;
      last = now;
      const due = Math.floor(this.#owed);
      this.#owed -= due;
      this.changeSome(due);
    }, tickMs);
    this.#timer.unref();
  }

  /**
   * Changes so many Applications now; synthetic ones where there are any, else all, which only get
   * an annotation.
   */
  changeSome(count: number): void {
    const targets = this.#names();
    for (let i = 0; i < count && targets.length > 0; i++) {
      const application = this.#store.get(targets[this.#next % targets.length]);
      this.#next++;
      if (application) this.#store.put(this.#changed(application));
    }
  }

  #names(): string[] {
    if (this.#targets.size !== this.#store.size) {
      const all = this.#store.all();
      const synthetic = all.filter(isSynthetic);
      const names = (synthetic.length > 0 ? synthetic : all).map(
        application => application.metadata.name,
      );
      this.#targets = { size: this.#store.size, names };
    }
    return this.#targets.names;
  }

  #changed(application: Application): Application {
    if (isSynthetic(application)) {
      const status =
        application.status.health.status === 'Healthy'
          ? 'Progressing'
          : 'Healthy';
      return {
        ...application,
        status: {
          ...application.status,
          health: { ...application.status.health, status },
        },
      };
    }
    this.#count++;
    const annotations = {
      ...application.metadata.annotations,
      [annotation]: String(this.#count),
    };
    return {
      ...application,
      metadata: { ...application.metadata, annotations },
    };
  }
}
