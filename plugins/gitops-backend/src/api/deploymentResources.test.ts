import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { emptyInventory } from '../__testUtils__/emptyInventory';
import { listedApplication } from '../__testUtils__/recordings';
import { component } from '../__testUtils__/startGitops';
import { ServiceLocator } from '../environments/ServiceLocator';
import { Entities } from '../ownership/Entities';
import { loadDeploymentResources } from './deploymentResources';
import {
  deploymentResourceName,
  gitopsDeploymentRules,
  parseDeploymentResourceName,
} from './permissions';

const orders = 'component:default/orders';
const { isEntityOwner, inEnvironment, inProject } = gitopsDeploymentRules;

function load(names: string[]) {
  const inventory = emptyInventory();
  const production = listedApplication('orders-production');
  inventory.observed(
    [
      production,
      listedApplication('orders-dev'),
      { ...production, namespace: 'other', project: 'team-x' },
    ],
    'list',
  );
  return loadDeploymentResources(names, {
    entities: new Entities({
      auth: mockServices.auth(),
      catalog: catalogServiceMock({
        entities: [component('orders', {}, 'group:default/team-b')],
      }),
    }),
    gitops: {
      inventory,
      environmentOf: ({ labels }) => labels.environment ?? '',
      locator: new ServiceLocator({
        serviceLabel: 'app.kubernetes.io/name',
        instances: ['eu-central'],
        catalogNamespaces: ['default'],
      }),
    },
  });
}

describe('what rules are applied to', () => {
  it('is loaded by its name, and nothing for what does not exist', async () => {
    const loaded = await load([
      deploymentResourceName(orders, 'production'),
      deploymentResourceName(orders, 'moon'),
      deploymentResourceName('component:default/gone', 'dev'),
      'orders',
      `${orders}#%E0`,
    ]);
    expect(loaded).toEqual([
      {
        entityRef: orders,
        owners: ['group:default/team-b'],
        environment: 'production',
        projects: ['team-b', 'team-x'],
      },
      {
        entityRef: orders,
        owners: ['group:default/team-b'],
        environment: 'moon',
        projects: [],
      },
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each(['production', 'a#b', '#', '', 'a/b c%23', 'Größe', 'x'.repeat(63)])(
    'has a name from which the environment %j is read back',
    environment => {
      expect(
        parseDeploymentResourceName(
          deploymentResourceName(orders, environment),
        ),
      ).toEqual({ entityRef: orders, environment });
    },
  );
});

describe('the rules', () => {
  const resource = {
    entityRef: orders,
    owners: ['group:default/team-b'],
    environment: 'production',
    projects: ['team-b', 'team-x'],
  };

  it('IS_ENTITY_OWNER holds where one of the claims owns the service', () => {
    const holds = (...claims: string[]) =>
      isEntityOwner.apply(resource, { claims });
    expect(holds('user:default/ana', 'group:default/team-b')).toBe(true);
    expect(holds('group:default/team-a')).toBe(false);
  });

  it('IN_ENVIRONMENT holds in the named environments', () => {
    const holds = (...environments: string[]) =>
      inEnvironment.apply(resource, { environments });
    expect(holds('dev', 'production')).toBe(true);
    expect(holds('dev')).toBe(false);
  });

  it('IN_PROJECT holds only where all Applications are in the named AppProjects, and there is one', () => {
    const holds = (...projects: string[]) =>
      inProject.apply(resource, { projects });
    expect(holds('team-b', 'team-x')).toBe(true);
    expect(holds('team-b')).toBe(false);
    expect(
      inProject.apply({ ...resource, projects: [] }, { projects: ['team-b'] }),
    ).toBe(false);
  });
});
