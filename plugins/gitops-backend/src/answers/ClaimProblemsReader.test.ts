import { mockServices } from '@backstage/backend-test-utils';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { application } from '../__testUtils__/builtEntry';
import { emptyInventory } from '../__testUtils__/emptyInventory';
import { component } from '../__testUtils__/startGitops';
import type { Application } from '../argocd/Application';
import { ServiceLocator } from '../environments/ServiceLocator';
import { Entities } from '../ownership/Entities';
import { ClaimProblemsReader, UnclearClaim } from './ClaimProblemsReader';

const label = 'app.kubernetes.io/name';

/** @param service - value of its label; none where it is empty */
function named(name: string, service: string, environment = 'production') {
  return application({
    name,
    labels: {
      ...(service && { [label]: service }),
      ...(environment && { environment }),
    },
  });
}

function readerOf(applications: Application[], entities: Entity[]) {
  const catalog = catalogServiceMock({ entities });
  const byRefs = jest.spyOn(catalog, 'getEntitiesByRefs');
  const streamed = jest.spyOn(catalog, 'streamEntities');
  const auth = mockServices.auth();
  const inventory = emptyInventory();
  inventory.observed(applications, 'list');
  const reader = new ClaimProblemsReader({
    auth,
    catalog,
    entities: new Entities({ auth, catalog }),
    gitops: {
      inventory,
      locator: new ServiceLocator({
        serviceLabel: label,
        instances: ['eu-central'],
        catalogNamespaces: ['default', 'payments'],
      }),
      environmentOf: ({ labels }) => labels.environment ?? '',
    },
  });
  return { reader, byRefs, streamed };
}

const inNamespace = (namespace: string, entity: Entity): Entity => ({
  ...entity,
  metadata: { ...entity.metadata, namespace },
});

const brief = (claims: readonly UnclearClaim[]) =>
  claims.map(one => ({
    name: one.application.name,
    code: one.code,
    owners: one.owners.map(stringifyEntityRef),
    claimedBy: one.claimedBy,
  }));

describe('ClaimProblemsReader', () => {
  it('finds the Applications that no service claims, and says whether a label or a Component is missing', async () => {
    const { reader } = readerOf(
      [
        named('owned', 'orders'),
        named('bare', ''),
        named('misspelt', 'oders'),
        named('annotated', 'nobody'),
      ],
      [
        component('orders'),
        component('web', { 'argocd/app-name': 'annotated' }),
      ],
    );
    const { service } = await reader.read();
    expect(brief(service)).toEqual([
      { name: 'bare', code: 'noLabel', owners: [], claimedBy: [] },
      { name: 'misspelt', code: 'unknownLabel', owners: [], claimedBy: [] },
    ]);
  });

  it('finds the Applications that fit no environment, with their owners', async () => {
    const { reader } = readerOf(
      [named('owned', 'orders', ''), named('placed', 'orders')],
      [component('orders')],
    );
    const { environment } = await reader.read();
    expect(brief(environment)).toEqual([
      {
        name: 'owned',
        code: 'noEnvironment',
        owners: ['component:default/orders'],
        claimedBy: [],
      },
    ]);
  });

  it('finds the Applications that several entities claim, by annotation and by name, and those of which an entity is not the owner', async () => {
    const { reader } = readerOf(
      [
        named('shared', ''),
        named('twins', 'ledger'),
        named('taken', 'orders'),
        named('fine', 'payments'),
      ],
      [
        component('orders'),
        component('payments', { 'argocd/app-name': 'fine' }),
        component('one', { 'argocd/app-name': 'shared' }),
        component('two', { 'argocd/app-selector': `!${label}` }),
        component('ledger'),
        inNamespace('payments', component('ledger')),
        component('thief', { 'argocd/app-selector': `${label}=orders` }),
      ],
    );
    const { colliding } = await reader.read();
    expect(brief(colliding)).toEqual([
      {
        name: 'shared',
        code: 'sharedClaim',
        owners: ['component:default/one', 'component:default/two'],
        claimedBy: [],
      },
      {
        name: 'twins',
        code: 'ambiguousName',
        owners: ['component:default/ledger', 'component:payments/ledger'],
        claimedBy: [],
      },
      {
        name: 'taken',
        code: 'ownedByOther',
        owners: ['component:default/orders'],
        claimedBy: ['component:default/thief'],
      },
    ]);
  });

  it('takes no claim from an annotation that can not be used', async () => {
    const { reader } = readerOf(
      [named('bare', '')],
      [
        component('confused', {
          'argocd/app-name': 'bare',
          'argocd/app-selector': `!${label}`,
        }),
      ],
    );
    const { service, colliding } = await reader.read();
    expect([brief(service).length, colliding]).toEqual([1, []]);
  });

  it('asks the catalog once per hundred labels, and shares the answer among concurrent callers', async () => {
    const applications = Array.from({ length: 3_000 }, (_, index) =>
      named(`application-${index}`, `service-${index % 60}`),
    );
    const { reader, byRefs, streamed } = readerOf(applications, []);
    const answers = await Promise.all([reader.read(), reader.read()]);
    for (const { service } of answers) expect(service).toHaveLength(3_000);
    // 60 labels in two namespaces, 100 references a request
    expect(byRefs).toHaveBeenCalledTimes(2);
    expect(streamed).toHaveBeenCalledTimes(1);
  });
});
