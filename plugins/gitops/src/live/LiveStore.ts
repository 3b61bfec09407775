import { SignalApi } from '@backstage/plugin-signals-react';
import { GitopsApi } from 'backstage-plugin-gitops-common';
import { Live } from './LiveResource';
import { Question, SharedAnswer } from './SharedAnswer';

/** Who comes back within this time sees at once what was there */
const graceMs = 60_000;
const loading: Live<unknown> = { status: 'loading' };

/**
 * The answers that a page shows, by key: each is read and kept up to date while at least one part
 * shows it, and kept for a minute after that.
 */
export class LiveStore {
  readonly #backend: { api: GitopsApi; signals: SignalApi | undefined };
  readonly #answers = new Map<string, SharedAnswer>();
  readonly #graces = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(backend: { api: GitopsApi; signals: SignalApi | undefined }) {
    this.#backend = backend;
  }

  /** What is known, also before anybody subscribed. */
  get(key: string): Live<unknown> {
    return this.#answers.get(key)?.live ?? loading;
  }

  refresh(key: string): void {
    this.#answers.get(key)?.refresh();
  }

  /** Reads it every few seconds for a while, until it changes. */
  follow(key: string): void {
    this.#answers.get(key)?.follow();
  }

  /** Reads the answer and keeps it up to date until the function that it returns is called. */
  subscribe(question: Question<unknown>, onChange: () => void): () => void {
    const { key } = question;
    const answer =
      this.#answers.get(key) ?? new SharedAnswer(question, this.#backend);
    this.#answers.set(key, answer);
    clearTimeout(this.#graces.get(key));
    answer.add(onChange);
    return () => {
      answer.remove(onChange);
      if (!answer.isRead) this.#forgetLater(key);
    };
  }

  #forgetLater(key: string): void {
    const forget = () => {
      this.#answers.delete(key);
      this.#graces.delete(key);
    };
    this.#graces.set(key, setTimeout(forget, graceMs));
  }
}
