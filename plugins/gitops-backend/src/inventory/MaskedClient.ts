import type { ApplicationList, ArgoCdClient } from '../argocd/ArgoCdClient';
import { ArgoCdError } from '../argocd/ArgoCdError';
import type { StreamEvent } from '../argocd/events';
import type { SpecMask } from '../argocd/mask';

/**
 * Lists and streams Applications with the mask that the server knows. Each answer shows whether it
 * does: versions don't say, and of several replicas, or after a rollback, the next may be an older
 * one.
 */
export class MaskedClient {
  readonly #client: Pick<ArgoCdClient, 'list' | 'stream'>;
  #mask: SpecMask = 'parts';

  constructor(options: { client: Pick<ArgoCdClient, 'list' | 'stream'> }) {
    this.#client = options.client;
  }

  /**
   * @param read - makes of each item what is kept of it, while the list arrives
   * @throws ArgoCdError
   */
  async list<T>(
    read: (item: unknown) => T,
    signal: AbortSignal,
  ): Promise<ApplicationList<T>> {
    let isWithSpec = false;
    const list = await this.#client.list({
      mask: this.#mask,
      read(item) {
        isWithSpec ||= hasSpec(item);
        return read(item);
      },
      signal,
    });
    if (this.#mask === 'whole' || list.items.length === 0 || isWithSpec)
      return list;
    this.#mask = 'whole';
    return this.#client.list({ mask: this.#mask, read, signal });
  }

  /**
   * @throws ArgoCdError, also where the server turns out not to know the mask: its events are not
   * whole
   */
  async *stream(options: {
    resourceVersion: string;
    signal: AbortSignal;
  }): AsyncGenerator<StreamEvent[]> {
    const mask = this.#mask;
    try {
      for await (const events of this.#client.stream({ mask, ...options })) {
        if (mask === 'parts' && !events.every(isWhole)) this.#mask = 'whole';
        if (mask !== this.#mask)
          throw new ArgoCdError({ code: 'maskUnknown', params: {} });
        yield events;
      }
    } finally {
      // The next server may know the small one, unless this one has just shown that it doesn't
      if (mask === this.#mask) this.#mask = 'parts';
    }
  }
}

function isWhole({ type, application }: StreamEvent): boolean {
  return type === 'DELETED' || hasSpec(application) || !isNamed(application);
}

/** What has no name is no Application: it says nothing about what the server knows. */
function isNamed(item: unknown): boolean {
  const { metadata } = Object(item);
  return typeof metadata?.name === 'string';
}

/** Every Application has one: a server that does not know the mask leaves it out. */
function hasSpec(item: unknown): boolean {
  return (
    typeof item === 'object' && item !== null && 'spec' in item && !!item.spec
  );
}
