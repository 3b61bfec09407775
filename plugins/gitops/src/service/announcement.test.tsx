import { screen, waitFor } from '@testing-library/react';
import {
  serviceChannel,
  EnvironmentDeployment,
} from 'backstage-plugin-gitops-common';
import { ago, environment, service } from '../__testUtils__/deployments';
import { FakeSignals } from '../__testUtils__/FakeSignals';
import {
  passTime,
  renderCard,
  useRecordedTime,
} from '../__testUtils__/renderCard';

const channel = serviceChannel('component:default/payments');

describe('announcement of the card', () => {
  useRecordedTime();

  async function setUp(...environments: EnvironmentDeployment[]) {
    const signals = new FakeSignals();
    const { gitops } = renderCard(service({ environments }), { signals });
    await screen.findByText('dev');
    const region = screen.getByTestId('gitops-announcement');
    const change = async (...changed: EnvironmentDeployment[]) => {
      const calls = gitops.calls.length;
      gitops.answer = async () => service({ environments: changed });
      signals.send(channel);
      await waitFor(() => expect(gitops.calls.length).toBeGreaterThan(calls));
      // The answer first, then what it sets off
      await passTime(10);
      await passTime(10);
    };
    return { region, change };
  }

  it('is a polite live region that says nothing of what was there at first', async () => {
    const { region } = await setUp(environment('dev'));
    expect(region).toHaveAttribute('aria-live', 'polite');
    expect(region).toBeEmptyDOMElement();
  });

  it('tells a change of state in a sentence', async () => {
    const { region, change } = await setUp(
      environment('dev'),
      environment('test'),
    );
    await change(
      environment('dev'),
      environment('test', {
        state: 'degraded',
        running: '1.9.0',
        wanted: '1.9.0',
      }),
    );
    expect(region).toHaveTextContent(/^test: Degraded, 1\.9\.0\.$/);
  });

  it('tells the changes of five seconds together, and not what changed back', async () => {
    const { region, change } = await setUp(
      environment('dev'),
      environment('test'),
    );
    await change(
      environment('dev', { state: 'deploying' }),
      environment('test'),
    );
    expect(region).toHaveTextContent(/^dev: Deploying, 1\.10\.0\.$/);

    await change(
      environment('dev', { state: 'failed' }),
      environment('test', { state: 'deploying' }),
    );
    await change(environment('dev', { state: 'healthy' }), environment('test'));
    expect(region).toHaveTextContent(/^dev: Deploying, 1\.10\.0\.$/);
    await passTime(5_000);
    expect(region).toHaveTextContent(/^dev: Healthy, 1\.10\.0\.$/);
  });

  it('tells another version in the same state', async () => {
    const { region, change } = await setUp(environment('dev'));
    await change(environment('dev', { running: '1.11.0', wanted: '1.11.0' }));
    expect(region).toHaveTextContent(/^dev: Healthy, 1\.11\.0\.$/);
  });

  it('tells that a state is no longer current, and that it is again', async () => {
    const { region, change } = await setUp(environment('dev'));
    await change(environment('dev', { staleSince: ago({ s: 5 }) }));
    expect(region).toHaveTextContent(/^dev: Was healthy, 1\.10\.0\.$/);
    await change(environment('dev'));
    await passTime(5_000);
    expect(region).toHaveTextContent(/^dev: Healthy, 1\.10\.0\.$/);
  });

  it('tells that an environment is gone', async () => {
    const { region, change } = await setUp(
      environment('dev'),
      environment('test'),
    );
    await change(environment('dev'));
    expect(region).toHaveTextContent('test is no longer listed.');
  });
});
