import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { SignalApi, signalApiRef } from '@backstage/plugin-signals-react';
import { act } from '@testing-library/react';
import {
  GitopsApi,
  Instance,
  ServiceDeployments,
} from 'backstage-plugin-gitops-common';
import { gitopsApiRef } from '../api';
import { DeploymentsCard } from '../deployments/DeploymentsCard';
import { recordedNow } from './deployments';

/** A backend that answers as the test says, at once or when it lets it. */
export class FakeGitops implements GitopsApi {
  readonly calls: { entityRef: string; signal?: AbortSignal }[] = [];
  answer: () => Promise<ServiceDeployments>;

  constructor(first: ServiceDeployments | (() => Promise<ServiceDeployments>)) {
    this.answer = typeof first === 'function' ? first : async () => first;
  }

  async serviceDeployments(
    entityRef: string,
    options?: { signal?: AbortSignal },
  ) {
    this.calls.push({ entityRef, signal: options?.signal });
    return this.answer();
  }

  environments = async () => [];
  instances = async (): Promise<Instance[]> => [];
  applicationDetails = async () => {
    throw new Error('Not asked for by the card');
  };
}

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

  send(channel: string) {
    act(() =>
      this.#subscribers.get(channel)?.forEach(tell => tell({} as never)),
    );
  }
}

export function useRecordedTime() {
  beforeEach(() => {
    jest.useFakeTimers({ now: Date.parse(recordedNow), advanceTimers: true });
  });
  afterEach(() => {
    jest.useRealTimers();
  });
}

export async function passTime(ms: number) {
  await act(() => jest.advanceTimersByTimeAsync(ms));
}

export function renderCard(
  answer: ServiceDeployments | (() => Promise<ServiceDeployments>),
  options: { signals?: FakeSignals } = {},
): { gitops: FakeGitops; container: HTMLElement; unmount: () => void } {
  const gitops = new FakeGitops(answer);
  const { container, unmount } = renderInTestApp(
    <DeploymentsCard entityRef="component:default/payments" />,
    {
      apis: [
        mockApis.translation(),
        [gitopsApiRef, gitops],
        ...(options.signals ? [[signalApiRef, options.signals] as const] : []),
      ],
    },
  );
  return { gitops, container, unmount };
}
