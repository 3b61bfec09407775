import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  applicationSetsSchema,
  SetCondition,
} from 'backstage-plugin-gitops-common';
import { application, diagnosis } from '../__testUtils__/builtEntry';
import { emptyInventory } from '../__testUtils__/emptyInventory';
import { ifRule } from '../__testUtils__/ownersPolicy';
import { turnsDuring } from '../__testUtils__/turnsDuring';
import { applicationKey } from '../argocd/Application';
import { ApplicationSetCalls } from './ApplicationSetCalls';
import { gitopsDeploymentRules } from './permissions';
import { Policy } from './Policy';

const readAt = Date.parse('2026-11-23T05:29:38Z');
const credentials = mockCredentials.user();

const broken: SetCondition = {
  type: 'ErrorOccurred',
  status: 'True',
  message: 'payments is broken',
  since: '2026-11-23T05:00:00Z',
};

/** One set generates orders and payments, one tools, which nobody owns, and one nothing. */
function listed(
  options: {
    decision?: PolicyDecision;
    hidden?: string[];
    /** Applications that nobody owns besides */
    unowned?: number;
    instances?: () => Promise<void>;
  } = {},
) {
  const inventory = emptyInventory();
  const of = (name: string, project: string, set: string) => {
    const one = application({ name, project });
    inventory.observed([one], 'stream');
    inventory.diagnosed(
      inventory.get(applicationKey(one))!,
      diagnosis({ applicationSet: set }),
    );
    return applicationKey(one);
  };
  const owned = [
    of('orders', 'team-a', 'services'),
    of('payments', 'team-b', 'services'),
  ];
  of('tools', 'team-a', 'platform');
  for (let index = 0; index < (options.unowned ?? 0); index += 1)
    of(`tools-${index}`, 'team-a', 'platform');
  const sets = ['services', 'platform', 'empty'].map(name => ({
    namespace: 'argocd',
    name,
    conditions: name === 'services' ? [broken] : [],
    ...(name === 'services' && {
      steps: [{ Healthy: 2 }],
    }),
  }));
  const calls = new ApplicationSetCalls({
    access: { instances: options.instances ?? (async () => {}) },
    fleet: {
      visibility: async () =>
        new Map(
          owned.map(key => [
            key,
            !options.hidden?.some(name => key.endsWith(`/${name}`)),
          ]),
        ),
    },
    gitops: {
      inventory,
      environmentOf: () => 'production',
      listedSets: () => new Map([['eu-central', { sets, readAt }]]),
    },
    policy: new Policy({
      permissions: mockServices.permissions.mock({
        authorizeConditional: async questions =>
          questions.map(
            () => options.decision ?? { result: AuthorizeResult.ALLOW },
          ),
      }),
      permissionsRegistry: mockServices.permissionsRegistry.mock({
        getPermissionRuleset: () => ({
          getRuleByName: (name: string) =>
            Object.values(gitopsDeploymentRules).find(
              one => one.name === name,
            ) as never,
        }),
      }),
    }),
  });
  return calls.list(credentials);
}

const namesIn = async (answer: ReturnType<typeof listed>) => {
  const { instances, isRestricted } = await answer;
  return [...instances[0].items.map(({ name }) => name), isRestricted];
};

it('has every set with what it generates, its error and its steps, and when it was listed', async () => {
  const answer = await listed();
  expect(applicationSetsSchema.parse(answer)).toEqual(answer);
  expect(answer).toEqual({
    instances: [
      {
        name: 'eu-central',
        readAt: '2026-11-23T05:29:38.000Z',
        problem: null,
        reason: null,
        items: [
          {
            namespace: 'argocd',
            name: 'services',
            applications: 2,
            conditions: [broken],
            steps: [{ Healthy: 2 }],
          },
          {
            namespace: 'argocd',
            name: 'platform',
            applications: 1,
            conditions: [],
            steps: null,
          },
          {
            namespace: 'argocd',
            name: 'empty',
            applications: 0,
            conditions: [],
            steps: null,
          },
        ],
      },
    ],
    isRestricted: false,
  });
});

it('hides a set of which one Application is hidden from the caller', async () => {
  expect(await namesIn(listed({ hidden: ['payments'] }))).toEqual([
    'platform',
    'empty',
    true,
  ]);
});

it('applies conditions to Applications without an owner, and hides sets that generate nothing', async () => {
  const only = (project: string) =>
    ifRule('IN_PROJECT', { projects: [project] });
  expect(
    await namesIn(listed({ decision: only('team-a'), hidden: ['payments'] })),
  ).toEqual(['platform', true]);
  expect(
    await namesIn(listed({ decision: only('team-b'), hidden: ['orders'] })),
  ).toEqual([true]);
});

it('applies conditions to ten thousand Applications, and lets others have their turns meanwhile', async () => {
  const decision = ifRule('IN_PROJECT', { projects: ['team-a'] });
  let names: unknown[] = [];
  const turns = await turnsDuring(async () => {
    names = await namesIn(listed({ decision, unowned: 10_000 }));
  });
  expect(names).toEqual(['services', 'platform', true]);
  expect(turns).toBeGreaterThan(50);
});

it('refuses those who may not see the instances', async () => {
  await expect(
    listed({
      instances: async () => {
        throw new NotAllowedError('You may not see the Argo CD instances');
      },
    }),
  ).rejects.toThrow('You may not see the Argo CD instances');
});
