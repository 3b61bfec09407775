import { screen } from '@testing-library/react';
import {
  aliveChannel,
  serviceChannel,
  ServiceDeployments,
} from 'backstage-plugin-gitops-common';
import { environment, payments, service } from '../__testUtils__/deployments';
import { FakeSignals } from '../__testUtils__/FakeSignals';
import {
  passTime,
  renderCard,
  useRecordedTime,
} from '../__testUtils__/renderCard';

const channel = serviceChannel('component:default/payments');

function devRuns(version: string): ServiceDeployments {
  return service({
    environments: [environment('dev', { running: version, wanted: version })],
  });
}

describe('useService', () => {
  useRecordedTime();

  it('asks for the entity of the page', async () => {
    const { gitops } = renderCard(payments);
    await screen.findByText('dev');
    expect(gitops.calls.map(({ entityRef }) => entityRef)).toEqual([
      'component:default/payments',
    ]);
  });

  it('shows a change when a signal tells of it', async () => {
    const signals = new FakeSignals();
    const { gitops } = renderCard(devRuns('1.0.0'), { signals });
    await screen.findByText('1.0.0');
    gitops.answer = async () => devRuns('1.1.0');
    signals.send(channel);
    expect(await screen.findByText('1.1.0')).toBeInTheDocument();
    expect(gitops.calls).toHaveLength(2);
  });

  it('reads again after an answer during which a signal came', async () => {
    const signals = new FakeSignals();
    let answer: (deployments: ServiceDeployments) => void = () => {};
    const { gitops } = renderCard(
      () => new Promise(resolve => (answer = resolve)),
      { signals },
    );
    await screen.findByText('Loading deployments');
    signals.send(channel);
    expect(gitops.calls).toHaveLength(1);
    gitops.answer = async () => devRuns('1.1.0');
    answer(devRuns('1.0.0'));
    expect(await screen.findByText('1.1.0')).toBeInTheDocument();
    expect(gitops.calls).toHaveLength(2);
  });

  it('catches up once after the start, then looks every minute where signals are there', async () => {
    const signals = new FakeSignals();
    const { gitops } = renderCard(devRuns('1.0.0'), { signals });
    await screen.findByText('1.0.0');
    await passTime(6_000);
    expect(gitops.calls).toHaveLength(2);
    signals.send(aliveChannel);
    await passTime(25_000);
    signals.send(aliveChannel);
    await passTime(25_000);
    expect(gitops.calls).toHaveLength(2);
    signals.send(aliveChannel);
    await passTime(12_000);
    expect(gitops.calls).toHaveLength(3);
  });

  it('looks every 10 seconds where signals are not installed', async () => {
    const { gitops } = renderCard(devRuns('1.0.0'));
    await screen.findByText('1.0.0');
    gitops.answer = async () => devRuns('1.1.0');
    await passTime(10_500);
    expect(screen.getByText('1.1.0')).toBeInTheDocument();
  });

  it('stops asking and listening when the page is left', async () => {
    const signals = new FakeSignals();
    const { gitops, unmount } = renderCard(() => new Promise(() => {}), {
      signals,
    });
    await screen.findByText('Loading deployments');
    expect(signals.subscriberCount(channel)).toBe(1);
    unmount();
    expect(gitops.calls[0].signal?.aborted).toBe(true);
    expect(signals.subscriberCount(channel)).toBe(0);
    await passTime(120_000);
    expect(gitops.calls).toHaveLength(1);
  });
});
