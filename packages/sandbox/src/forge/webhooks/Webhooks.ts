import type { BranchChange } from '../../git/BareRepository';
import type { HostedRepository } from '../HostedRepository';
import type { PullRequest } from '../pulls/PullRequest';
import type { User } from '../Users';
import { deliver } from './deliver';
import { pullRequestPayload, pushPayload } from './payloads';
import type { Delivery, Webhook } from './Webhook';

const deliveriesKept = 20;

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

  branchChanged(change: BranchChange): void {
    this.send('push', () => pushPayload(this.repository, change));
  }

  pullRequest(action: string, pull: PullRequest, by: User): void {
    this.send('pull_request', () =>
      pullRequestPayload(this.repository, pull, action, by),
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

  private send(name: string, payloadOf: () => Promise<unknown>): void {
    const listeners = this.webhooks.filter(
      ({ active, events }) => active && events.includes(name),
    );
    if (listeners.length === 0) return;
    this.sending = this.sending.then(async () => {
      if (this.closing.signal.aborted) return;
      const deliveries = await this.deliverAll(listeners, name, payloadOf);
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
    name: string,
    payloadOf: () => Promise<unknown>,
  ): Promise<Delivery[]> {
    try {
      const payload = await payloadOf();
      return await Promise.all(
        listeners.map(hook =>
          deliver(hook, { name, payload }, this.closing.signal),
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
