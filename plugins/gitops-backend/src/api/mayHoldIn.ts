import {
  AuthorizeResult,
  PermissionCondition,
  PermissionCriteria,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { gitopsDeploymentRules } from './permissions';

const { inEnvironment } = gitopsDeploymentRules;

/**
 * Whether a decision can hold for some service in an environment. Only conditions on the
 * environment are known; what is not known may hold.
 */
export function mayHoldIn(
  decision: PolicyDecision,
  environment: string,
): boolean {
  if (decision.result !== AuthorizeResult.CONDITIONAL)
    return decision.result === AuthorizeResult.ALLOW;
  return holdsIn(decision.conditions, environment) !== false;
}

/** Undefined where that depends on the service. */
function holdsIn(
  criteria: PermissionCriteria<PermissionCondition>,
  environment: string,
): boolean | undefined {
  const each = (some: PermissionCriteria<PermissionCondition>[]) =>
    some.map(one => holdsIn(one, environment));
  if ('not' in criteria) {
    const result = holdsIn(criteria.not, environment);
    return result === undefined ? undefined : !result;
  }
  if ('allOf' in criteria) {
    const results = each(criteria.allOf);
    if (results.includes(false)) return false;
    return results.includes(undefined) ? undefined : true;
  }
  if ('anyOf' in criteria) {
    const results = each(criteria.anyOf);
    if (results.includes(true)) return true;
    return results.includes(undefined) ? undefined : false;
  }
  const { rule, params } = criteria;
  const names = (params as { environments?: unknown } | undefined)
    ?.environments;
  return rule === inEnvironment.name && Array.isArray(names)
    ? names.includes(environment)
    : undefined;
}
