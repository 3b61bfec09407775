import {
  AuthorizeResult,
  createPermission,
  Permission,
} from '@backstage/plugin-permission-common';
import type { PolicyQueryUser } from '@backstage/plugin-permission-node';
import { gitopsDeploymentRules } from 'backstage-plugin-gitops-backend';
import { gitopsPermissions } from 'backstage-plugin-gitops-common';
import { GitopsPolicy } from './policy';

const OWNERS = 'group:default/payments';

/** What each person may, of a service that `payments` owns, in the order of the permissions. */
const expected: Record<
  string,
  Record<'owner' | 'other' | 'reviewer' | 'platform' | 'guest', boolean>
> = {
  'gitops.deployment.read': everyone(true),
  'gitops.instance.read': everyone(true),
  'gitops.promotion.read': { ...everyone(true), guest: false },
  'gitops.promotion.create': {
    ...everyone(false),
    owner: true,
    platform: true,
  },
  'gitops.promotion.override': { ...everyone(false), platform: true },
  'gitops.promotion.merge': { ...everyone(false), reviewer: true },
  'gitops.workflow.run': { ...everyone(false), owner: true, platform: true },
  'gitops.application.refresh': {
    ...everyone(false),
    owner: true,
    platform: true,
  },
  'gitops.application.sync': {
    ...everyone(false),
    owner: true,
    platform: true,
  },
  'gitops.secret.refresh': { ...everyone(false), owner: true, platform: true },
  'gitops.logs.read': { ...everyone(false), owner: true, platform: true },
  'gitops.changes.read': { ...everyone(false), owner: true, platform: true },
  'gitops.freeze.create': { ...everyone(false), owner: true, platform: true },
  'gitops.freeze.end': { ...everyone(false), owner: true, platform: true },
};

const people = {
  owner: ['user:default/ana', OWNERS],
  other: ['user:default/ben', 'group:default/search'],
  reviewer: ['user:default/rita', 'group:default/reviewers'],
  platform: ['user:default/pia', 'group:default/platform'],
  guest: ['user:development/guest'],
};

function everyone(may: boolean) {
  return {
    owner: may,
    other: may,
    reviewer: may,
    platform: may,
    guest: may,
  };
}

function user(claims: string[]): PolicyQueryUser {
  return {
    info: { userEntityRef: claims[0], ownershipEntityRefs: claims },
  } as PolicyQueryUser;
}

/** The decision for a service of {@link OWNERS}, conditions applied by the rules themselves. */
async function isAllowed(permission: Permission, who?: PolicyQueryUser) {
  const decision = await new GitopsPolicy().handle({ permission }, who);
  if (decision.result !== AuthorizeResult.CONDITIONAL)
    return decision.result === AuthorizeResult.ALLOW;
  expect(decision).toMatchObject({
    pluginId: 'gitops',
    resourceType: 'gitops-deployment',
    conditions: { rule: 'IS_ENTITY_OWNER' },
  });
  const { params } = decision.conditions as unknown as {
    params: { claims: string[] };
  };
  return gitopsDeploymentRules.isEntityOwner.apply(
    {
      entityRef: 'component:default/payments',
      owners: [OWNERS],
      environment: 'production',
      projects: ['team-a'],
    },
    params,
  );
}

describe('GitopsPolicy', () => {
  it('is written down here for every permission', () => {
    expect(gitopsPermissions.map(({ name }) => name).sort()).toEqual(
      Object.keys(expected).sort(),
    );
  });

  const cases = gitopsPermissions.flatMap(permission =>
    Object.entries(people).map(
      ([who, claims]) =>
        [
          who,
          expected[permission.name][who as keyof typeof people]
            ? 'may'
            : 'may not',
          permission.name,
          permission,
          claims,
        ] as const,
    ),
  );

  it.each(cases)('%s %s %s', async (_, verb, __, permission, claims) => {
    expect(await isAllowed(permission, user(claims))).toBe(verb === 'may');
  });

  it('lets nobody who is not signed in do or read more than what runs', async () => {
    for (const permission of gitopsPermissions)
      expect([permission.name, await isAllowed(permission)]).toEqual([
        permission.name,
        ['gitops.deployment.read', 'gitops.instance.read'].includes(
          permission.name,
        ),
      ]);
  });

  it('does not keep the platform team from its own, nor let a name alone make one of it', async () => {
    const [create] = gitopsPermissions.filter(
      ({ name }) => name === 'gitops.promotion.create',
    );
    for (const claim of [
      'group:default/platform-users',
      'group:other/platform',
      'user:default/platform',
    ])
      expect(await isAllowed(create, user(['user:default/x', claim]))).toBe(
        false,
      );
  });

  it('leaves alone what is not about GitOps', async () => {
    const permission = createPermission({
      name: 'catalog.entity.create',
      attributes: { action: 'create' },
    });
    expect(await isAllowed(permission, user(people.guest))).toBe(true);
  });
});
