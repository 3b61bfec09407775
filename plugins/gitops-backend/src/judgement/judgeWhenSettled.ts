import { applicationKey } from '../argocd/Application';
import type { Clock } from '../inventory/Clock';
import type { Inventory } from '../inventory/Inventory';
import { isSettling, SETTLING_MS } from './judge';

/** Has what settles judged again when it should have settled. */
export function judgeWhenSettled(
  inventory: Pick<Inventory, 'onChange' | 'notifyAgain'>,
  clock: Clock,
  signal: AbortSignal,
): void {
  inventory.onChange(changes => {
    const settling = changes.flatMap(({ current }) =>
      current && isSettling(current.application, clock.now())
        ? [applicationKey(current.application)]
        : [],
    );
    if (settling.length === 0) return;
    clock
      .sleep(2 * SETTLING_MS, signal)
      .then(() => inventory.notifyAgain(settling));
  });
}
