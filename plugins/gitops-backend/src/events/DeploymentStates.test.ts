import type {
  ApplicationDeployment,
  DeploymentState,
} from 'backstage-plugin-gitops-common';
import { listedApplication } from '../__testUtils__/recordings';
import type { Application } from '../argocd/Application';
import { DeploymentStates, StateChange } from './DeploymentStates';

const payments = listedApplication('payments-dev');
const orders = listedApplication('orders-production');

/** States that a test sets, of Applications whose environment is the end of their name. */
function states() {
  const judged = new Map<Application, Partial<ApplicationDeployment>>();
  const changes: StateChange[] = [];
  const world = { isListed: true };
  const all = new DeploymentStates({
    deploymentOf: application =>
      ({ cause: null, ...judged.get(application) } as ApplicationDeployment),
    environmentOf: ({ name }) => name.split('-').at(-1)!,
    isListed: () => world.isListed,
    onChange: news => changes.push(...news),
  });
  const take = (
    application: Application,
    state: DeploymentState | undefined,
    cause: ApplicationDeployment['cause'] = null,
  ) => {
    const previous = judged.has(application) ? { application } : undefined;
    if (!state) {
      all.take([{ previous }]);
      return;
    }
    judged.set(application, { state, cause });
    all.take([{ previous, current: { application } }]);
  };
  const told = () =>
    changes
      .splice(0)
      .map(({ application, environment, from, to }) =>
        [application.name, environment, from, to].join(' '),
      );
  return { all, take, told, world };
}

const hookFailed = { code: 'hookFailed' } as ApplicationDeployment['cause'];

describe('DeploymentStates', () => {
  it('does not report the Applications of the first list', () => {
    const { take, told, world } = states();
    world.isListed = false;
    take(payments, 'healthy');
    take(orders, 'failed');
    expect(told()).toEqual([]);
    world.isListed = true;
    take(payments, 'deploying');
    expect(told()).toEqual(['payments-dev dev healthy deploying']);
  });

  it('reports a state once, however often it is judged', () => {
    const { take, told } = states();
    take(payments, 'healthy');
    take(payments, 'healthy');
    take(payments, 'healthy', hookFailed);
    expect(told()).toEqual(['payments-dev dev notDeployed healthy']);
  });

  it('reports an Application that is gone as not deployed', () => {
    const { take, told } = states();
    take(orders, 'healthy');
    told();
    take(orders, undefined);
    expect(told()).toEqual([
      'orders-production production healthy notDeployed',
    ]);
    take(orders, 'deploying');
    expect(told()).toEqual([
      'orders-production production notDeployed deploying',
    ]);
  });

  it('counts Applications by environment, state and cause', () => {
    const { all, take } = states();
    take(payments, 'healthy');
    take(orders, 'failed', hookFailed);
    take(listedApplication('orders-dev'), 'healthy');
    expect([...all.counts()]).toEqual([
      { environment: 'dev', state: 'healthy', cause: '', count: 2 },
      {
        environment: 'production',
        state: 'failed',
        cause: 'hookFailed',
        count: 1,
      },
    ]);
  });

  it('forgets a group that no Application is in any more', () => {
    const { all, take } = states();
    take(payments, 'healthy');
    take(payments, 'degraded');
    take(orders, 'healthy');
    take(orders, undefined);
    expect([...all.counts()]).toEqual([
      { environment: 'dev', state: 'degraded', cause: '', count: 1 },
    ]);
  });
});
