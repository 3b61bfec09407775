import { mockCredentials } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { gitopsPromotionReadPermission } from 'backstage-plugin-gitops-common';
import { emptyInventory } from '../__testUtils__/emptyInventory';
import { ifOwner } from '../__testUtils__/ownersPolicy';
import { component } from '../__testUtils__/startGitops';
import { turnsDuring } from '../__testUtils__/turnsDuring';
import { ServiceLocator } from '../environments/ServiceLocator';
import { Policy } from './Policy';
import { ReadablePlaces, ServicePlace } from './ReadablePlaces';
import { ShownEntities } from './ShownEntities';
import { VisibleClaims } from './VisibleClaims';

const allowed: PolicyDecision = { result: AuthorizeResult.ALLOW };

/** Of services that own nothing any more; the policy shows those with an odd number. */
const places = new ReadablePlaces({
  policy: {
    reading: async () => ({ entities: allowed, deployments: ifOwner('me') }),
    acting: async () =>
      new Map([[gitopsPromotionReadPermission.name, allowed]]),
    holds: (decision, { metadata }) =>
      decision === allowed || /[13579]$/.test(metadata.name),
  } as Partial<Policy> as Policy,
  shown: {
    among: async () => 'all',
  } as Partial<ShownEntities> as ShownEntities,
  claims: { of: async () => [] } as Partial<VisibleClaims> as VisibleClaims,
  entities: {
    get: async (ref: string) => component(ref.split('/')[1]),
  } as ConstructorParameters<typeof ReadablePlaces>[0]['entities'],
  gitops: {
    inventory: emptyInventory(),
    locator: new ServiceLocator({
      serviceLabel: 'app.kubernetes.io/name',
      instances: ['eu-central'],
      catalogNamespaces: ['default'],
    }),
  },
});

it('looks at the rights of ten thousand services, and lets others have their turns meanwhile', async () => {
  const all = Array.from({ length: 10_000 }, (_, index) => ({
    service: `component:default/svc-${index}`,
    environment: 'production',
  }));
  let readable: readonly ServicePlace[] | 'all' = [];
  const turns = await turnsDuring(async () => {
    readable = await places.of(
      gitopsPromotionReadPermission,
      mockCredentials.user(),
      async () => all,
    );
  });
  expect(readable).toEqual(all.filter((_, index) => index % 2 === 1));
  expect(turns).toBeGreaterThan(50);
});
