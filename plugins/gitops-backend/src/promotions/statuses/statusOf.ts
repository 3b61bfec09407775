import { GateAnswer, gateSentence } from 'backstage-plugin-gitops-common';
import { overriddenIn, StoredPromotion } from '../StoredPromotion';
import type { Said } from './GateStatus';

/** What the gates say of one of the services in a pull request, or why that isn't known. */
export interface Asked {
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
 * What a gate says of a pull request: the worst that it says of one of its services. Each gate always
 * says something, since a status that is required and missing would hold up the merge for ever. Pure.
 */
export function statusOf(gate: string, asked: readonly Asked[]): Said {
  const said = asked.map(one => ({
    ...saidOf(gate, one),
    ...(asked.length > 1 && { service: one.promotion.service }),
  }));
  const worst = worstFirst
    .map(state => said.find(one => one.state === state))
    .find(Boolean);
  if (worst && (worst.state !== 'success' || asked.length === 1)) return worst;
  return {
    gate,
    state: 'success',
    code: 'noObjections',
    params: { count: asked.length },
  };
}

function saidOf(gate: string, { promotion, answers }: Asked): Said {
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
  if (isBlock && answer.canOverride && overriddenIn(promotion).includes(gate))
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
  } as Said;
}

/**
 * The sentence that the host shows. What failed within is not for everybody who may read the
 * repository: the portal shows it.
 */
export function descriptionOf(said: Said): string {
  const { service } = said;
  const sentence = unreadable.includes(said.code)
    ? 'This gate could not be asked.'
    : gateSentence(said);
  return service ? `${service.split('/').at(-1)}: ${sentence}` : sentence;
}

/** Whether both say the same. */
export function isSame(one: Said, other: Said): boolean {
  const meaning = ({ gate, state, code, params, service }: Said) =>
    JSON.stringify([gate, state, code, params, service]);
  return meaning(one) === meaning(other);
}
