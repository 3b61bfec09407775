import type { GateAnswer } from 'backstage-plugin-gitops-common';
import { change } from './change';
import { freeze } from './freeze';
import type { Gate, GateContext } from './Gate';
import { health } from './health';
import { midPromotion } from './midPromotion';
import { migration } from './migration';
import { order } from './order';
import { permission } from './permission';
import { secretParity } from './secretParity';
import { soakTime } from './soakTime';
import { syncWindows } from './syncWindows';

/** In the order in which people read them. */
const gates: readonly Gate[] = [
  change,
  midPromotion,
  freeze,
  syncWindows,
  migration,
  order,
  health,
  soakTime,
  secretParity,
  permission,
];

const urgency = ['block', 'warn', 'pass'];

/** What every gate says, blocking ones first. */
export function askGates(context: GateContext): GateAnswer[] {
  return gates
    .flatMap(gate => {
      const verdict = gate.check(context);
      return verdict ? [{ gate: gate.name, ...verdict }] : [];
    })
    .sort((a, b) => urgency.indexOf(a.result) - urgency.indexOf(b.result));
}
