import { mockCredentials } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { component } from '../__testUtils__/startGitops';
import { loadDeploymentResources } from './deploymentResources';
import { deploymentResourceName, gitopsDeploymentRules } from './permissions';

it('loads what rules are applied to, by its name, and nothing for what the catalog lacks', async () => {
  const catalog = catalogServiceMock({
    entities: [component('orders', {}, 'group:default/team-b')],
  });
  const names = [
    deploymentResourceName('component:default/orders', 'production'),
    deploymentResourceName('component:default/gone', 'dev'),
  ];
  const credentials = mockCredentials.service();
  const [orders, gone] = await loadDeploymentResources(names, {
    catalog,
    credentials,
  });
  expect(gone).toBeUndefined();
  expect(orders).toEqual({
    entityRef: 'component:default/orders',
    owners: ['group:default/team-b'],
    environment: 'production',
  });

  const { isEntityOwner, inEnvironment } = gitopsDeploymentRules;
  expect(
    isEntityOwner.apply(orders!, {
      claims: ['user:default/ana', 'group:default/team-b'],
    }),
  ).toBe(true);
  expect(
    isEntityOwner.apply(orders!, { claims: ['group:default/team-a'] }),
  ).toBe(false);
  expect(
    inEnvironment.apply(orders!, { environments: ['dev', 'production'] }),
  ).toBe(true);
  expect(inEnvironment.apply(orders!, { environments: ['dev'] })).toBe(false);
});
