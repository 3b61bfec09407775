import {
  DeploymentState,
  deploymentStates,
} from 'backstage-plugin-gitops-common';

/** Which services are shown. */
export interface FleetFilters {
  q: string;
  /** References of groups and users */
  owners: readonly string[];
  systems: readonly string[];
  states: readonly DeploymentState[];
  causes: readonly string[];
  differs: boolean;
  /** Environments, any of which does not have the newest version yet */
  notIn: readonly string[];
  underWay: boolean;
  stale: boolean;
}

export type Grouping = 'owner' | 'system' | 'none';

/** All that the page's address says of the fleet. */
export interface FleetView extends FleetFilters {
  group: Grouping;
  /** Keys of groups that are closed */
  closed: readonly string[];
  /** The environments that a narrow page shows */
  env: readonly string[];
}

export const noFilters: FleetFilters = {
  q: '',
  owners: [],
  systems: [],
  states: [],
  causes: [],
  differs: false,
  notIn: [],
  underWay: false,
  stale: false,
};

/** The same text for the same filters, whatever else the view says. */
export function filterText(filters: FleetFilters): string {
  const names = Object.keys(noFilters) as (keyof FleetFilters)[];
  return JSON.stringify(names.map(name => filters[name]));
}

const kinds = { owners: 'group', systems: 'system' } as const;
const lists = {
  owners: 'owner',
  systems: 'system',
  states: 'state',
  causes: 'cause',
  notIn: 'notIn',
  closed: 'closed',
  env: 'env',
} as const;
const flags = ['differs', 'underWay', 'stale'] as const;

/** What an address says; what it can't mean is passed over. */
export function viewOf(params: URLSearchParams): FleetView {
  const list = (name: string) =>
    (params.get(name) ?? '').split(',').filter(Boolean);
  const group = params.get('group');
  return {
    q: params.get('q') ?? '',
    owners: list('owner').map(one => longRef(one, kinds.owners)),
    systems: list('system').map(one => longRef(one, kinds.systems)),
    states: deploymentStates.filter(one => list('state').includes(one)),
    causes: list('cause'),
    differs: params.has('differs'),
    notIn: list('notIn'),
    underWay: params.has('underWay'),
    stale: params.has('stale'),
    group: group === 'system' || group === 'none' ? group : 'owner',
    closed: list('closed'),
    env: list('env').slice(0, 2),
  };
}

/** The address of a view. Parameters of others are kept. */
export function paramsOf(
  view: FleetView,
  others: URLSearchParams,
): URLSearchParams {
  const params = new URLSearchParams(others);
  const set = (name: string, value: string | undefined) =>
    value === undefined ? params.delete(name) : params.set(name, value);
  set('q', view.q || undefined);
  for (const [key, name] of Object.entries(lists)) {
    const values = view[key as keyof typeof lists].map(shortRef);
    set(name, values.join() || undefined);
  }
  for (const flag of flags) set(flag, view[flag] ? '' : undefined);
  set('group', view.group === 'owner' ? undefined : view.group);
  return params;
}

/** Most owners are groups, and most systems, of the default namespace. */
export function shortRef(ref: string): string {
  return ref.replace(/^(group|system):default\//, '');
}

function longRef(text: string, kind: string): string {
  return text.includes(':') ? text : `${kind}:default/${text}`;
}
