import type { ApplicationList } from '../argocd/ArgoCdClient';
import { ArgoCdError } from '../argocd/ArgoCdError';
import type { StreamEvent } from '../argocd/events';
import type { SpecMask } from '../argocd/mask';

/** An Application as a list has it, told by what a test cares about. */
export function item(
  name: string,
  status: Record<string, unknown> = {},
  labels: Record<string, string> = {},
) {
  return {
    metadata: {
      name,
      namespace: 'argocd',
      labels: { 'app.kubernetes.io/name': name, environment: 'dev', ...labels },
    },
    spec: {
      project: 'default',
      source: { repoURL: 'https://git.example.com/gitops.git', path: name },
    },
    status: {
      sync: { status: 'Synced', revision: 'a' },
      health: { status: 'Healthy' },
      ...status,
    },
  };
}

/** An Argo CD that answers what a test puts into it, and streams what the test sends. */
export class ScriptedArgoCd {
  items: unknown[] = [];
  /** Thrown by lists while set */
  listError?: ArgoCdError;
  streamError?: ArgoCdError;
  lists: SpecMask[] = [];
  streams = 0;
  /**
   * Whether it lists and streams parts of the spec; older ones leave the spec out where they are
   * asked for parts
   */
  knowsParts = true;
  /** Mask of the last stream */
  streamMask?: SpecMask;
  /** Called within a list, before it answers */
  duringList?: () => Promise<void> | void;
  #send?: (batch: StreamEvent[] | Error | 'end') => void;

  async list<T>({
    mask,
    read,
    signal,
  }: {
    mask: SpecMask;
    read(item: unknown): T;
    signal: AbortSignal;
  }): Promise<ApplicationList<T>> {
    this.lists.push(mask);
    const { items } = this;
    await this.duringList?.();
    signal.throwIfAborted();
    if (this.listError) throw this.listError;
    return {
      resourceVersion: String(this.lists.length),
      items: items.map(one => read(this.#masked(one, mask))),
    };
  }

  async *stream({
    mask,
    signal,
  }: {
    mask: SpecMask;
    signal: AbortSignal;
  }): AsyncGenerator<StreamEvent[]> {
    this.streams += 1;
    this.streamMask = mask;
    if (this.streamError) throw this.streamError;
    const sent: (StreamEvent[] | Error | 'end')[] = [];
    let wake = () => {};
    this.#send = batch => {
      sent.push(batch);
      wake();
    };
    signal.addEventListener('abort', () => this.#send?.('end'));
    const more = () =>
      new Promise<void>(resolve => {
        wake = resolve;
      });
    for (;;) {
      if (sent.length === 0) await more();
      const batch = sent.shift()!;
      if (signal.aborted) signal.throwIfAborted();
      if (batch === 'end') return;
      if (batch instanceof Error) throw batch;
      yield batch;
    }
  }

  /** Tells changes on the stream; none are a keep-alive. */
  tell(...events: StreamEvent[]): void {
    this.#send?.(
      events.map(({ type, application }) => ({
        type,
        application: this.#masked(application, this.streamMask),
      })),
    );
  }

  endStream(error?: ArgoCdError): void {
    this.#send?.(error ?? 'end');
  }

  #masked(application: unknown, mask: SpecMask | undefined): unknown {
    if (this.knowsParts || mask === 'whole') return application;
    return { ...(application as object), spec: undefined };
  }
}
