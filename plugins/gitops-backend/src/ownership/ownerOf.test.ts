import type { Entity } from '@backstage/catalog-model';
import { listedApplication } from '../__testUtils__/recordings';
import { component } from '../__testUtils__/startGitops';
import type { Application } from '../argocd/Application';
import { ServiceLocator } from '../environments/ServiceLocator';
import { ownerOf } from './ownerOf';

const labelled = listedApplication('payments-production');
const unlabelled = listedApplication('legacy-production');

const payments = component('payments');
const legacy = component('legacy', { 'argocd/app-name': 'legacy-production' });
const selecting = component('mine', {
  'argocd/app-selector': 'app.kubernetes.io/name in (payments,orders)',
});
const inNamespace = (namespace: string, entity: Entity = payments): Entity => ({
  ...entity,
  metadata: { ...entity.metadata, namespace },
});

function owned(
  application: Application,
  entities: Entity[],
  catalogNamespaces = ['default'],
) {
  const locator = new ServiceLocator({
    serviceLabel: 'app.kubernetes.io/name',
    instances: ['eu-central'],
    catalogNamespaces,
  });
  const { owners, by } = ownerOf(application, entities, locator);
  return {
    by,
    owners: owners.map(
      ({ metadata }) => `${metadata.namespace}/${metadata.name}`,
    ),
  };
}

describe('ownerOf', () => {
  it('gives an Application to the Component that its label names, even if others claim it', () => {
    expect(owned(labelled, [selecting, payments])).toEqual({
      by: 'label',
      owners: ['default/payments'],
    });
  });

  it('gives it to the named Component even if the annotations of that leave it out', () => {
    const narrowed = component('payments', { 'argocd/app-name': 'other' });
    expect(owned(labelled, [narrowed, selecting]).owners).toEqual([
      'default/payments',
    ]);
  });

  it('compares the name as the catalog does, without regard to case', () => {
    const shouted = {
      ...labelled,
      labels: { 'app.kubernetes.io/name': 'PAYMENTS' },
    };
    expect(owned(shouted, [payments, selecting]).owners).toEqual([
      'default/payments',
    ]);
  });

  it.each([
    ['of another kind', { ...payments, kind: 'API' }],
    ['in a namespace that is not configured', inNamespace('evil')],
    [
      'with an annotation that cannot be read',
      component('mine', { 'argocd/app-selector': '(' }),
    ],
    [
      'with two annotations that exclude each other',
      component('mine', {
        'argocd/app-name': 'payments-production',
        'argocd/app-selector': 'app.kubernetes.io/name=payments',
      }),
    ],
  ])('gives nothing to an entity %s', (_, entity) => {
    expect(owned(labelled, [entity])).toEqual({
      by: 'annotations',
      owners: [],
    });
    expect(owned(labelled, [entity, payments]).owners).toEqual([
      'default/payments',
    ]);
  });

  it('gives it to nobody alone where two configured namespaces have the named Component', () => {
    expect(
      owned(
        labelled,
        [payments, inNamespace('team-b'), selecting],
        ['default', 'team-b'],
      ),
    ).toEqual({
      by: 'ambiguousLabel',
      owners: ['default/payments', 'team-b/payments'],
    });
    expect(
      owned(labelled, [payments, inNamespace('team-b')], ['team-b']),
    ).toEqual({ by: 'label', owners: ['team-b/payments'] });
  });

  it('gives it to all who claim it together where the label names no Component', () => {
    expect(owned(unlabelled, [legacy]).owners).toEqual(['default/legacy']);
    const second = {
      ...legacy,
      metadata: { ...legacy.metadata, name: 'second' },
    };
    expect(owned(unlabelled, [legacy, second, payments])).toEqual({
      by: 'annotations',
      owners: ['default/legacy', 'default/second'],
    });
    expect(owned(labelled, [selecting, legacy])).toEqual({
      by: 'annotations',
      owners: ['default/mine'],
    });
  });

  it('gives it to nobody where nothing claims it', () => {
    expect(owned(unlabelled, [payments])).toEqual({
      by: 'annotations',
      owners: [],
    });
    const empty = { ...labelled, labels: { 'app.kubernetes.io/name': '' } };
    expect(owned(empty, [payments]).owners).toEqual([]);
  });
});
