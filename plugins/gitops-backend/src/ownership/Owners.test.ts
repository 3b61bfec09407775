import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { listedApplication } from '../__testUtils__/recordings';
import { component } from '../__testUtils__/startGitops';
import { ServiceLocator } from '../environments/ServiceLocator';
import { Entities } from './Entities';
import { Owners } from './Owners';

const labelled = ['payments-dev', 'payments-production', 'orders-dev'].map(
  name => listedApplication(name),
);
const unlabelled = listedApplication('legacy-production');

/** @param entities - in the catalog */
function setUp(entities: Entity[], catalogNamespaces = ['default']) {
  const catalog = catalogServiceMock({ entities });
  const byRefs = jest.spyOn(catalog, 'getEntitiesByRefs');
  const streamed = jest.spyOn(catalog, 'streamEntities');
  const auth = mockServices.auth();
  const locator = new ServiceLocator({
    serviceLabel: 'app.kubernetes.io/name',
    instances: ['eu-central'],
    catalogNamespaces,
  });
  const owners = new Owners({
    auth,
    catalog,
    locator,
    entities: new Entities({ auth, catalog }),
  });
  return {
    owners,
    byRefs,
    streamed,
    async namesOf(...of: Parameters<Owners['of']>) {
      const found = await owners.of(...of);
      return found.map(one => one.owners.map(({ metadata }) => metadata.name));
    },
  };
}

const claiming = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    component(`other-${index}`, { 'argocd/app-selector': `app=${index}` }),
  );

describe('Owners', () => {
  it('asks once for the Components of all labels, and reads no lists', async () => {
    const { namesOf, byRefs, streamed } = setUp([
      component('payments'),
      component('orders'),
    ]);
    expect(await namesOf(labelled)).toEqual([
      ['payments'],
      ['payments'],
      ['orders'],
    ]);
    expect(byRefs.mock.calls.map(([{ entityRefs }]) => entityRefs)).toEqual([
      ['component:default/payments', 'component:default/orders'],
    ]);
    expect(byRefs.mock.calls[0][0].fields).toEqual(
      expect.arrayContaining(['metadata.name', 'relations']),
    );
    expect(streamed).not.toHaveBeenCalled();
  });

  it('reads every page of those who claim by a selector, once for all who ask meanwhile', async () => {
    const mine = component('mine', {
      'argocd/app-selector': 'app.kubernetes.io/name=payments',
    });
    const { namesOf, streamed } = setUp([...claiming(1_200), mine]);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => namesOf(labelled)),
    );
    for (const names of answers)
      expect(names).toEqual([['mine'], ['mine'], []]);
    const lists = streamed.mock.calls.filter(([request]) =>
      JSON.stringify(request?.filter, (_, value) =>
        typeof value === 'symbol' ? 'exists' : value,
      ).includes('app-selector'),
    );
    expect(lists).toHaveLength(1);
    expect(lists[0][0]).toMatchObject({
      fields: expect.arrayContaining(['metadata.annotations']),
      pageSize: 500,
    });
  });

  it('looks those up who name an Application, and adds the entity that asks', async () => {
    const legacy = (name: string) =>
      component(name, { 'argocd/app-name': 'legacy-production' });
    const { namesOf } = setUp([legacy('first'), component('legacy')]);
    expect(await namesOf([unlabelled])).toEqual([['first']]);
    expect(await namesOf([unlabelled], legacy('new'))).toEqual([
      ['new', 'first'],
    ]);
    expect(await namesOf([unlabelled], component('other'))).toEqual([
      ['first'],
    ]);
  });

  it('asks again at once after the catalog has failed', async () => {
    const { namesOf, byRefs } = setUp([component('payments')]);
    byRefs.mockRejectedValueOnce(new Error('The catalog is away'));
    await expect(namesOf([labelled[0]])).rejects.toThrow('is away');
    expect(await namesOf([labelled[0]])).toEqual([['payments']]);
  });
});
