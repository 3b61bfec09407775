import { Fleet, FleetCell } from 'backstage-plugin-gitops-common';
import { ago } from './deployments';

export function cell(overrides: Partial<FleetCell> = {}): FleetCell {
  return {
    state: 'healthy',
    since: ago({ h: 3 }),
    running: ['1.9.0'],
    ...overrides,
  };
}

/** Services by their names, and what each has in dev and production. */
export function fleet(
  services: Record<string, { dev?: FleetCell; production?: FleetCell }>,
  overrides: Partial<Fleet> = {},
): Fleet {
  return {
    cursor: 'c',
    isWhole: true,
    environments: ['dev', 'production'].map(name => ({
      name,
      title: name,
      unreadSince: null,
    })),
    instances: [],
    services: Object.entries(services).map(([name, { dev, production }]) => ({
      ref: `component:default/${name}`,
      title: name,
      owner: 'group:default/team-a',
      system: 'system:default/shop',
      cells: { ...(dev && { dev }), ...(production && { production }) },
    })),
    gone: [],
    isRestricted: false,
    ...overrides,
  };
}
