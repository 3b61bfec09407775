import type { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import { listedApplication } from '../__testUtils__/recordings';
import { deploymentEvent } from './deploymentEvent';

const application = listedApplication('orders-production');
const context = {
  serviceLabel: 'app.kubernetes.io/name',
  now: Date.parse('2026-11-23T06:00:00Z'),
};

describe('deploymentEvent', () => {
  it('has the states, the cause and the versions', () => {
    const deployment = {
      state: 'failed',
      cause: { code: 'hookFailed' },
      reason: 'The migration failed.',
      running: '1.5.0',
      wanted: '1.6.0',
      since: '2026-11-23T05:59:00Z',
    } as ApplicationDeployment;
    const event = deploymentEvent(
      {
        application,
        environment: 'production',
        from: 'deploying',
        to: 'failed',
        deployment,
      },
      context,
    );
    expect(event).toEqual({
      topic: 'gitops.deployment',
      eventPayload: {
        service: 'orders',
        environment: 'production',
        instance: 'eu-central',
        namespace: 'argocd',
        application: 'orders-production',
        from: 'deploying',
        to: 'failed',
        cause: 'hookFailed',
        reason: 'The migration failed.',
        running: '1.5.0',
        wanted: '1.6.0',
        since: '2026-11-23T05:59:00Z',
        at: '2026-11-23T06:00:00.000Z',
      },
    });
  });

  it('has no versions of an Application that is gone', () => {
    const { eventPayload } = deploymentEvent(
      { application, environment: '', from: 'healthy', to: 'notDeployed' },
      { ...context, serviceLabel: 'another/label' },
    );
    expect(eventPayload).toMatchObject({
      service: null,
      to: 'notDeployed',
      cause: null,
      running: null,
      wanted: null,
    });
  });
});
