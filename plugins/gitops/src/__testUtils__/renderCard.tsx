import { renderInTestApp } from '@backstage/frontend-test-utils';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { act } from '@testing-library/react';
import { ServiceDeployments } from 'backstage-plugin-gitops-common';
import { gitopsApiRef } from '../api';
import { DeploymentsCard } from '../service/DeploymentsCard';
import { recordedNow } from './deployments';
import { FakeGitops } from './FakeGitops';
import { FakeSignals } from './FakeSignals';
import { translationIn } from './translate';

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
  options: {
    signals?: FakeSignals;
    /** What else the backend answers */
    backend?: Partial<FakeGitops>;
    language?: 'en' | 'de';
    /** Of the page */
    address?: string;
  } = {},
): { gitops: FakeGitops; container: HTMLElement; unmount: () => void } {
  const gitops = Object.assign(new FakeGitops(answer), options.backend);
  const { container, unmount } = renderInTestApp(
    <DeploymentsCard entityRef="component:default/payments" />,
    {
      initialRouteEntries: [options.address ?? '/'],
      apis: [
        translationIn(options.language ?? 'en'),
        [gitopsApiRef, gitops],
        ...(options.signals ? [[signalApiRef, options.signals] as const] : []),
      ],
    },
  );
  return { gitops, container, unmount };
}
