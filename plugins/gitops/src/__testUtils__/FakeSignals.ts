import { SignalApi } from '@backstage/plugin-signals-react';
import { act } from '@testing-library/react';
import { SignalMessage } from 'backstage-plugin-gitops-common';

/** Signals that the test sends itself. */
export class FakeSignals implements SignalApi {
  readonly #subscribers = new Map<string, Set<(message: never) => void>>();

  subscribe(channel: string, onMessage: (message: never) => void) {
    const subscribers = this.#subscribers.get(channel) ?? new Set();
    this.#subscribers.set(channel, subscribers.add(onMessage));
    return { unsubscribe: () => subscribers.delete(onMessage) };
  }

  subscriberCount(channel: string): number {
    return this.#subscribers.get(channel)?.size ?? 0;
  }

  send(channel: string, message: SignalMessage = {}) {
    act(() =>
      this.#subscribers.get(channel)?.forEach(tell => tell(message as never)),
    );
  }
}
