import type { BranchChange } from '../../git/BareRepository';
import type { HostedRepository } from '../HostedRepository';
import type { PullRequest } from '../pulls/PullRequest';
import type { Review, ReviewState } from '../pulls/Review';
import type { User } from '../Users';
import { deliver } from './deliver';
import { pullRequestPayload, pushPayload } from './payloads';
import type { Delivery, Webhook } from './Webhook';

const deliveriesKept = 20;

interface Event {
  /** `X-Gitea-Event` */
  name: string;
  /** `X-Gitea-Event-Type`, which tells more; the name where absent */
  type?: string;
  /** Under which name somebody asks for it; the name where absent */
  listed?: string;
}

/** Types of the actions of a pull request that have one of their own. */
const pullRequestTypes: Record<string, string> = {
  synchronized: 'pull_request_sync',
  review_requested: 'pull_request_review_request',
};

const reviewEvents: Record<ReviewState, { name: string; type: string }> = {
  APPROVED: {
    name: 'pull_request_approved',
    type: 'pull_request_review_approved',
  },
  REQUEST_CHANGES: {
    name: 'pull_request_rejected',
    type: 'pull_request_review_rejected',
  },
  COMMENT: {
    name: 'pull_request_comment',
    type: 'pull_request_review_comment',
  },
};

/** Webhooks of one repository and what was sent to them. */
export class Webhooks {
  private readonly webhooks: Webhook[] = [];
  private readonly closing = new AbortController();
  private lastId = 0;
  /** Events go out in the order in which they happened */
  private sending: Promise<void> = Promise.resolve();

  constructor(private readonly repository: HostedRepository) {}

  all(): readonly Webhook[] {
    return this.webhooks;
  }

  add(
    options: Pick<
      Webhook,
      'url' | 'contentType' | 'secret' | 'events' | 'active'
    >,
  ): Webhook {
    const createdAt = this.repository.forge.now();
    const webhook = {
      ...options,
      id: ++this.lastId,
      createdAt,
      deliveries: [],
    };
    this.webhooks.push(webhook);
    return webhook;
  }

  /** False where there is none */
  delete(id: number): boolean {
    const index = this.webhooks.findIndex(webhook => webhook.id === id);
    if (index >= 0) this.webhooks.splice(index, 1);
    return index >= 0;
  }

  /**
   * Of a branch that was deleted Gitea tells by another event, `delete`, which nobody can ask for
   * here.
   */
  branchChanged(change: BranchChange): void {
    if (!change.after) return;
    this.send({ name: 'push' }, () => pushPayload(this.repository, change));
  }

  pullRequest(action: string, pull: PullRequest, by: User): void {
    this.send({ name: 'pull_request', type: pullRequestTypes[action] }, () =>
      pullRequestPayload(this.repository, pull, { action, by }),
    );
  }

  /** A subscription to pull requests includes their reviews, as in Gitea. */
  review(pull: PullRequest, review: Review): void {
    const { name, type } = reviewEvents[review.state];
    this.send({ name, type, listed: 'pull_request' }, () =>
      pullRequestPayload(this.repository, pull, {
        action: 'reviewed',
        by: review.user,
        review: { type, content: review.body },
      }),
    );
  }

  /** When all that happened so far has been delivered, or could not be */
  async settled(): Promise<void> {
    await this.sending;
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.sending;
  }

  private send(event: Event, payloadOf: () => Promise<unknown>): void {
    const listed = event.listed ?? event.name;
    const listeners = this.webhooks.filter(
      ({ active, events }) => active && events.includes(listed),
    );
    if (listeners.length === 0) return;
    // Begun now, since it tells what is so now; awaited when its turn has come
    const payload = payloadOf();
    payload.catch(() => {});
    this.sending = this.sending.then(async () => {
      if (this.closing.signal.aborted) return;
      const deliveries = await this.deliverAll(listeners, event, payload);
      listeners.forEach((webhook, i) => {
        webhook.deliveries.unshift(deliveries[i]);
        webhook.deliveries.length = Math.min(
          webhook.deliveries.length,
          deliveriesKept,
        );
      });
    });
  }

  /** Never throws: a payload that cannot be made is a failed delivery too */
  private async deliverAll(
    listeners: Webhook[],
    { name, type = name }: Event,
    made: Promise<unknown>,
  ): Promise<Delivery[]> {
    try {
      const payload = await made;
      return await Promise.all(
        listeners.map(hook =>
          deliver(hook, { name, type, payload }, this.closing.signal),
        ),
      );
    } catch (error) {
      return listeners.map(() => ({
        id: '',
        event: name,
        error: String(error),
      }));
    }
  }
}
