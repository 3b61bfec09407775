import { mockServices } from '@backstage/backend-test-utils';
import { application, entry } from '../../__testUtils__/builtEntry';
import { FakeClock } from '../../__testUtils__/FakeClock';
import { deployment } from '../__testUtils__/samples';
import { AutoPlace } from './AutoStore';
import { AutoQueue } from './AutoQueue';

const orders = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'orders', namespace: 'default' },
};
const MINUTE_MS = 60_000;

/** A queue over staging and production, and what it has looked at. */
function started(
  options: { look?(place: AutoPlace): Promise<number | undefined> } = {},
) {
  const clock = new FakeClock();
  const looked: string[] = [];
  let running = '1.4.0';
  const promoter = {
    async look(place: AutoPlace) {
      looked.push(`${place.service} ${place.environment}`);
      return options.look?.(place);
    },
  };
  const queue = new AutoQueue({
    targets: ['production'],
    owners: {
      of: async applications =>
        applications.map(() => ({ owners: [orders], by: 'label' as const })),
    },
    gitops: {
      environments: {
        all: () => [
          { name: 'dev', from: [] },
          { name: 'staging', from: ['dev'] },
          { name: 'production', from: ['staging'] },
        ],
      } as never,
      environmentOf: ({ namespace }) => namespace,
      deploymentOf: () => deployment({ running }) as never,
    },
    logger: mockServices.logger.mock(),
    clock,
  });
  return {
    clock,
    looked,
    queue,
    promoter,
    work: () => queue.work(promoter),
    /** An Application in an environment shows a version. */
    shows(environment: string, version: string) {
      running = version;
      const current = entry(application({ namespace: environment }));
      queue.take([{ current }]);
    },
  };
}

describe('Services that are promoted automatically', () => {
  it('are looked at when the source or the target shows something new', async () => {
    const { work, looked, shows } = started();
    for (const environment of ['staging', 'production']) {
      shows(environment, '1.5.0');
      await work();
    }
    expect(looked).toEqual([
      'component:default/orders production',
      'component:default/orders production',
    ]);
  });

  it('are not looked at for what shows the same, or lies in other environments', async () => {
    const { work, looked, shows } = started();
    shows('staging', '1.5.0');
    await work();
    shows('staging', '1.5.0');
    shows('dev', '1.6.0');
    await work();
    expect(looked).toHaveLength(1);
  });

  it('are not looked at again because time passes', async () => {
    const { queue, promoter, looked, clock, shows } = started();
    const ended = new AbortController();
    void queue.run(promoter, ended.signal);
    shows('staging', '1.5.0');
    await clock.pass(60 * MINUTE_MS);
    ended.abort();
    expect(looked).toHaveLength(1);
  });

  it('are looked at when the time has come that the decision names', async () => {
    let inMs: number | undefined = 5 * MINUTE_MS;
    const { queue, work, looked, clock } = started({ look: async () => inMs });
    queue.look('component:default/orders');
    await work();
    inMs = undefined;
    await clock.pass(4 * MINUTE_MS);
    await work();
    expect(looked).toHaveLength(1);
    await clock.pass(MINUTE_MS);
    await work();
    await clock.pass(60 * MINUTE_MS);
    await work();
    expect(looked).toHaveLength(2);
  });

  it('are looked at before that time when a freeze of everything has ended', async () => {
    const { queue, work, looked } = started({
      look: async () => 5 * MINUTE_MS,
    });
    queue.look('component:default/orders');
    await work();
    queue.lookAtAll();
    await work();
    expect(looked).toHaveLength(2);
  });

  it('are looked at again a minute after a look has failed', async () => {
    let isDown = true;
    const { queue, work, looked, clock } = started({
      look: async () => {
        if (isDown) throw new Error('The database is down');
        return undefined;
      },
    });
    queue.look('component:default/orders');
    await work();
    isDown = false;
    await clock.pass(MINUTE_MS);
    await work();
    expect(looked).toHaveLength(2);
  });

  it('do not wait for others whose Git host hangs', async () => {
    const { queue, promoter, looked } = started({
      look: ({ service }) =>
        service.includes('slow') ? new Promise(() => {}) : Promise.resolve(1),
    });
    for (let i = 0; i < 20; i++) queue.look(`component:default/slow-${i}`);
    void queue.work(promoter);
    await new Promise(resolve => setImmediate(resolve));
    queue.look('component:default/orders');
    await queue.work(promoter);
    expect(looked).toContain('component:default/orders production');
  });
});
