import {
  Fleet,
  FleetCell,
  FleetEnvironment,
  FleetService,
} from 'backstage-plugin-gitops-common';
import { ago } from './deployments';

export const fleetEnvironments: FleetEnvironment[] = [
  'dev',
  'staging',
  'production',
].map(name => ({ name, title: name, unreadSince: null }));

export function cell(given: Partial<FleetCell> = {}): FleetCell {
  return {
    state: 'healthy',
    running: ['1.0.0'],
    since: ago({ d: 1 }),
    ...given,
  };
}

/** Healthy with these versions in each environment, unless cells say otherwise. */
export function fleetService(
  name: string,
  cells: Record<string, FleetCell | string>,
  given: Partial<FleetService> = {},
): FleetService {
  return {
    ref: `component:default/${name}`,
    title: name,
    owner: 'group:default/team-a',
    system: null,
    cells: Object.fromEntries(
      Object.entries(cells).map(([environment, one]) => [
        environment,
        typeof one === 'string' ? cell({ running: [one] }) : one,
      ]),
    ),
    ...given,
  };
}

export const payments = fleetService(
  'payments',
  {
    dev: '1.10.0',
    staging: cell({
      state: 'degraded',
      cause: 'crashLoop',
      running: ['1.9.2'],
    }),
    production: cell({
      state: 'failed',
      cause: 'migrationFailed',
      running: [],
      nothingRuns: true,
    }),
  },
  {
    ahead: {
      newest: '1.10.0',
      since: ago({ d: 6 }),
      notIn: ['staging', 'production'],
    },
  },
);

export const orders = fleetService(
  'orders',
  {
    dev: '1.7.0',
    staging: cell({
      state: 'deploying',
      running: ['1.6.0'],
      wanted: ['1.7.0'],
    }),
    production: cell({
      running: ['1.6.0'],
      promotion: { id: 'p1', state: 'pullRequestOpen', number: 431 },
    }),
  },
  {
    owner: 'group:default/team-b',
    system: 'system:default/shop',
    ahead: { newest: '1.7.0', notIn: ['production'] },
  },
);

export const quotes = fleetService('fx-quotes', {
  dev: cell({ running: ['2.9.5'], staleSince: ago({ min: 5 }) }),
  staging: '2.9.5',
  production: '2.9.5',
});

export const lonely = fleetService('lonely', { dev: '0.1.0' }, { owner: null });

export function fleet(given: Partial<Fleet> = {}): Fleet {
  return {
    cursor: 'c1',
    isWhole: true,
    environments: fleetEnvironments,
    instances: [],
    services: [payments, orders, quotes, lonely],
    gone: [],
    isRestricted: false,
    ...given,
  };
}
