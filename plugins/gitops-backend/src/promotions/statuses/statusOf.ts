import { GateAnswer, gateSentence } from 'backstage-plugin-gitops-common';
import { isOverridden, overriddenAnswers } from '../gates/overrides';
import type { StoredPromotion } from '../StoredPromotion';
import type { GateResult } from './GateStatus';

/** What the gates say of one of the services in a pull request, or why that isn't known. */
export interface GateAnswers {
  readonly promotion: StoredPromotion;
  readonly answers: readonly GateAnswer[] | { readonly unknown: string };
}

/** Reasons for which a gate warns, since it could not read what it judges by. */
const unreadable: readonly string[] = [
  'syncWindowsUnreadable',
  'secretsUnreadable',
  'gateFailed',
];

const worstFirst = ['failure', 'pending', 'success'] as const;

/**
 * What a gate says of a pull request: the worst that it says of one of its services. Each gate
 * always says something, since a required status that is missing would hold up the merge for ever.
 * Pure.
 */
export function statusOf(
  gate: string,
  evaluated: readonly GateAnswers[],
): GateResult {
  const results = evaluated.map(one => ({
    ...resultOf(gate, one),
    ...(evaluated.length > 1 && { service: one.promotion.service }),
  }));
  const worst = worstFirst
    .map(state => results.find(one => one.state === state))
    .find(Boolean);
  if (worst && (worst.state !== 'success' || evaluated.length === 1))
    return worst;
  return {
    gate,
    state: 'success',
    code: 'noObjections',
    params: { count: evaluated.length },
  };
}

function resultOf(
  gate: string,
  { promotion, answers }: GateAnswers,
): GateResult {
  if ('unknown' in answers)
    return {
      gate,
      state: 'pending',
      code: 'gateFailed',
      params: { detail: answers.unknown },
    };
  const answer = answers.find(one => one.gate === gate);
  if (!answer)
    return { gate, state: 'success', code: 'noObjection', params: {} };
  const isBlock = answer.result === 'block';
  if (isBlock && isOverridden(answer, overriddenAnswers(promotion)))
    return {
      gate,
      state: 'success',
      code: 'overridden',
      params: { by: promotion.requestedByName, reason: promotion.reason },
    };
  const { code, params } = answer;
  const state = isBlock ? 'failure' : 'success';
  return {
    gate,
    state: unreadable.includes(code) ? 'pending' : state,
    code,
    params,
  } as GateResult;
}

/**
 * The sentence that the host shows. What failed within is not for everybody who may read the
 * repository: the portal shows it.
 */
export function descriptionOf(result: GateResult): string {
  const { service } = result;
  const sentence = unreadable.includes(result.code)
    ? 'This gate could not be evaluated.'
    : gateSentence(result);
  return service ? `${service.split('/').at(-1)}: ${sentence}` : sentence;
}

/** Whether both say the same. */
export function isSame(one: GateResult, other: GateResult): boolean {
  const meaning = ({ gate, state, code, params, service }: GateResult) =>
    JSON.stringify([gate, state, code, params, service]);
  return meaning(one) === meaning(other);
}
