import {
  AuthorizeResult,
  PermissionCondition,
  PermissionCriteria,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { mayHoldIn } from './mayHoldIn';

const resourceType = 'gitops-deployment';
const owned: PermissionCondition = {
  rule: 'IS_ENTITY_OWNER',
  resourceType,
  params: { claims: ['group:default/team-a'] },
};
const inPreprod: PermissionCondition = {
  rule: 'IN_ENVIRONMENT',
  resourceType,
  params: { environments: ['preprod'] },
};

function when(
  conditions: PermissionCriteria<PermissionCondition>,
): PolicyDecision {
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'gitops',
    resourceType,
    conditions: conditions as never,
  };
}

it.each<[string, PolicyDecision, inPreprod: boolean, inProduction: boolean]>([
  ['allowed', { result: AuthorizeResult.ALLOW }, true, true],
  ['denied', { result: AuthorizeResult.DENY }, false, false],
  ['owners', when(owned), true, true],
  ['preprod', when(inPreprod), true, false],
  ['owners in preprod', when({ allOf: [owned, inPreprod] }), true, false],
  ['owners, and preprod', when({ anyOf: [owned, inPreprod] }), true, true],
  ['all but preprod', when({ not: inPreprod }), false, true],
  [
    'owners outside of preprod',
    when({ allOf: [owned, { not: inPreprod }] }),
    false,
    true,
  ],
  ['who is no owner', when({ not: owned }), true, true],
])(
  'a decision for %s can hold for a service where its conditions on the environment let it',
  (_, decision, preprod, production) => {
    expect(mayHoldIn(decision, 'preprod')).toBe(preprod);
    expect(mayHoldIn(decision, 'production')).toBe(production);
  },
);
