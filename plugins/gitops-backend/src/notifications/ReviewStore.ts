import type { Knex } from 'knex';

const TABLE = 'gitops_review_notifications';

/** A pull request whose reviewers were notified. */
export interface NotifiedReview {
  readonly pullRequest: string;
  readonly recipients: readonly string[];
  /** When they are reminded. In milliseconds since the epoch */
  readonly dueAt: number;
}

interface Row {
  pull_request_id: string;
  recipients: string;
  due_at: Date | number | string;
}

/** Decides, for all replicas, which of them notifies the reviewers of a pull request. */
export class ReviewStore {
  readonly #knex: Knex;

  constructor({ knex }: { knex: Knex }) {
    this.#knex = knex;
  }

  /** Those of which nobody was told yet that they are over. */
  async all(): Promise<NotifiedReview[]> {
    const rows = await this.#knex<Row>(TABLE).select();
    return rows.map(({ pull_request_id, recipients, due_at }) => ({
      pullRequest: pull_request_id,
      recipients: JSON.parse(recipients),
      dueAt: new Date(due_at).getTime(),
    }));
  }

  /**
   * Whether the caller is the one to notify, now.
   *
   * @param review - with the time at which somebody is to notify again
   */
  async claim(
    { pullRequest, recipients, dueAt }: NotifiedReview,
    now: number,
  ): Promise<boolean> {
    const values = {
      recipients: JSON.stringify(recipients),
      due_at: new Date(dueAt),
    };
    const taken = await this.#of(pullRequest)
      .where('due_at', '<=', new Date(now))
      .update(values);
    if (taken > 0) return true;
    const inserted = await this.#knex(TABLE)
      .insert({ pull_request_id: pullRequest, ...values })
      .onConflict('pull_request_id')
      .ignore()
      .returning('pull_request_id');
    return inserted.length > 0;
  }

  /** Has it notified again at another time. */
  async postpone(pullRequest: string, dueAt: number): Promise<void> {
    await this.#of(pullRequest).update({ due_at: new Date(dueAt) });
  }

  /** Whether the caller is the one to tell that it is over. */
  async end(pullRequest: string): Promise<boolean> {
    return (await this.#of(pullRequest).delete()) > 0;
  }

  #of(pullRequest: string) {
    return this.#knex(TABLE).where({ pull_request_id: pullRequest });
  }
}
