import {
  GateAnswer,
  GateReason,
  gateSentence,
} from 'backstage-plugin-gitops-common';
import type { GateVerdict } from 'backstage-plugin-gitops-node';
import { change } from './change';
import { freeze } from './freeze';
import type { Gate, GateContext } from './Gate';
import { health } from './health';
import { midPromotion } from './midPromotion';
import { migration } from './migration';
import { order } from './order';
import { permission } from './permission';
import { reach } from './reach';
import { secretParity } from './secretParity';
import { soakTime } from './soakTime';
import { sourceInGit } from './sourceInGit';
import { syncOff } from './syncOff';
import { syncWindows } from './syncWindows';

/** Those that come along, in the order in which people read them. */
export const gates: readonly Gate[] = [
  change,
  reach,
  midPromotion,
  freeze,
  syncWindows,
  syncOff,
  migration,
  order,
  health,
  sourceInGit,
  soakTime,
  secretParity,
  permission,
];

const urgency = ['block', 'warn', 'pass'];

/** What every gate says, blocking ones first. */
export function askGates(
  context: GateContext,
  ofOthers: readonly GateAnswer[] = [],
): GateAnswer[] {
  return [
    ...gates.flatMap(gate => {
      const verdict = gate.check(context);
      return verdict ? [answerOf(gate.name, verdict)] : [];
    }),
    ...ofOthers,
  ].sort((a, b) => urgency.indexOf(a.result) - urgency.indexOf(b.result));
}

/** What a gate answers, with its sentence in English. */
export function answerOf(gate: string, verdict: GateVerdict): GateAnswer {
  const { result, canOverride = true } = verdict;
  const reason: GateReason =
    'code' in verdict
      ? ({ code: verdict.code, params: verdict.params } as GateReason)
      : { code: 'ownWords', params: { sentence: verdict.sentence } };
  return {
    gate,
    result,
    ...reason,
    sentence: gateSentence(reason),
    canOverride: result === 'block' && canOverride,
  };
}
