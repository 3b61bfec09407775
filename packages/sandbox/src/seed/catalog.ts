import { stringify } from 'yaml';
import { services } from './services';
import { sourceLocation } from './sourceRepository';

interface Entity {
  apiVersion: 'backstage.io/v1alpha1';
  kind: string;
  metadata: {
    name: string;
    title?: string;
    description?: string;
    annotations?: Record<string, string>;
  };
  spec: Record<string, unknown>;
}

/**
 * Entities of a Backstage catalog that fit the seed.
 *
 * @param forge - address of the forge that has the services' sources; absent where there is none
 */
export function catalogEntities(forge?: string): Entity[] {
  const entity = (
    kind: string,
    metadata: Entity['metadata'],
    spec: Entity['spec'],
  ): Entity => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata,
    spec,
  });
  const component = (
    name: string,
    owner: string,
    rest: {
      system: string;
      description: string;
      annotations?: Record<string, string>;
    },
  ) =>
    entity(
      'Component',
      {
        name,
        description: rest.description,
        ...(rest.annotations ? { annotations: rest.annotations } : {}),
      },
      { type: 'service', lifecycle: 'production', owner, system: rest.system },
    );
  const group = (name: string, title: string, members: string[]) =>
    entity(
      'Group',
      { name, title },
      { type: 'team', profile: { displayName: title }, children: [], members },
    );
  const user = (name: string, displayName: string, memberOf: string[]) =>
    entity(
      'User',
      { name },
      { profile: { displayName, email: `${name}@example.com` }, memberOf },
    );
  const system = (name: string, owner: string, description: string) =>
    entity('System', { name, description }, { owner, domain: 'shop' });
  return [
    entity(
      'Domain',
      { name: 'shop', description: 'The shop of the simulation' },
      { owner: 'platform' },
    ),
    system('storefront', 'team-b', 'What customers see'),
    system('fulfilment', 'team-a', 'From the shelf to the door'),
    system('billing', 'team-a', 'Money'),
    system('platform', 'platform', 'What the others stand on'),
    group('team-a', 'Team A', ['ana']),
    group('team-b', 'Team B', ['jonas']),
    group('platform', 'Platform', ['mei']),
    group('reviewers', 'Reviewers', ['nora']),
    user('ana', 'Ana Ribeiro', ['team-a']),
    user('jonas', 'Jonas Weber', ['team-b']),
    user('mei', 'Mei Tanaka', ['platform']),
    user('nora', 'Nora Lindqvist', ['reviewers']),
    user('guest', 'Guest', []),
    ...services.map(({ name, project, description, system: part }) =>
      component(name, project, {
        system: part,
        description,
        annotations: forge
          ? { 'backstage.io/source-location': sourceLocation(forge, name) }
          : undefined,
      }),
    ),
    component('alpha', 'platform', {
      system: 'platform',
      description: 'Rolled out step by step by an ApplicationSet',
    }),
    component('legacy', 'team-a', {
      system: 'billing',
      description: 'Deployed by hand, from before the labels',
      annotations: { 'argocd/app-name': 'legacy-production' },
    }),
    component('redis', 'platform', {
      system: 'platform',
      description: 'Cache, one in each environment',
      annotations: {
        'argocd/app-selector': 'app.kubernetes.io/component=cache',
      },
    }),
  ];
}

/** All entities as one catalog-info.yaml. */
export function catalogYaml(forge?: string): string {
  const header = '# The catalog of a simulation\n';
  return (
    header +
    catalogEntities(forge)
      .map(entity => stringify(entity))
      .join('---\n')
  );
}
