import { pairRendered } from './pairRendered';

const resource = (kind: string, name: string, namespace = 'shop') => ({
  group: '',
  kind,
  namespace,
  name,
  manifest: {},
});

const paired = (
  from: ReturnType<typeof resource>[],
  to: ReturnType<typeof resource>[],
) =>
  pairRendered(
    { environment: 'staging', resources: from },
    { environment: 'production', resources: to },
  ).map(pair => [
    pair.from && `${pair.from.namespace}/${pair.from.name}`,
    pair.to && `${pair.to.namespace}/${pair.to.name}`,
  ]);

it('pairs resources of one kind and name, whatever their namespace', () => {
  expect(
    paired(
      [resource('Service', 'orders', 'staging')],
      [
        resource('Service', 'orders', 'production'),
        resource('Deployment', 'orders', 'production'),
      ],
    ),
  ).toEqual([
    [undefined, 'production/orders'],
    ['staging/orders', 'production/orders'],
  ]);
});

it('pairs names that differ in the name of the environment, or in a hash of the content', () => {
  expect(
    paired(
      [
        resource('Ingress', 'orders-staging'),
        resource('ConfigMap', 'settings-7h2k4m9t6b'),
      ],
      [
        resource('Ingress', 'orders-production'),
        resource('ConfigMap', 'settings-b8c6d4f2gm'),
      ],
    ),
  ).toEqual([
    ['shop/settings-7h2k4m9t6b', 'shop/settings-b8c6d4f2gm'],
    ['shop/orders-staging', 'shop/orders-production'],
  ]);
});

it('pairs none where several could be meant', () => {
  expect(
    paired(
      [
        resource('ConfigMap', 'settings', 'a'),
        resource('ConfigMap', 'settings', 'b'),
      ],
      [resource('ConfigMap', 'settings', 'c')],
    ),
  ).toEqual([
    ['a/settings', undefined],
    ['b/settings', undefined],
    [undefined, 'c/settings'],
  ]);
  expect(
    paired(
      [
        resource('ConfigMap', 'settings', 'a'),
        resource('ConfigMap', 'settings', 'b'),
      ],
      [resource('ConfigMap', 'settings', 'a')],
    ),
  ).toEqual([
    ['a/settings', 'a/settings'],
    ['b/settings', undefined],
  ]);
});
