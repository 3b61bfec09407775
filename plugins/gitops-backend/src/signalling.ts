import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SignalsService } from '@backstage/plugin-signals-node';
import { aliveChannel } from 'backstage-plugin-gitops-common';
import type { Clock } from './inventory/Clock';

/** Pages poll after a silence of twice this time, and a little more. */
const ALIVE_MS = 20_000;

/** Sends empty signals: pages that receive one read again, with their own permissions. */
export function signalling(options: {
  signals: SignalsService;
  logger: LoggerService;
}): (channel: string) => void {
  const { signals, logger } = options;
  return channel => {
    signals
      .publish({ recipients: { type: 'broadcast' }, channel, message: {} })
      .catch(error =>
        logger.warn(`Open pages were not notified of a change: ${error}`),
      );
  };
}

/** Does it at once, and again no sooner than a second later, however often it is asked for. */
export function onceASecond(
  act: () => void,
  options: { clock: Pick<Clock, 'sleep'>; ended: AbortSignal },
): () => void {
  const { clock, ended } = options;
  let isWaiting = false;
  let isDue = false;
  const run = () => {
    isDue = isWaiting;
    if (isWaiting || ended.aborted) return;
    act();
    isWaiting = true;
    void clock.sleep(1_000, ended).then(() => {
      isWaiting = false;
      if (isDue) run();
    });
  };
  return run;
}

/** Lets open pages know that signals reach them, until aborted. */
export async function signalAlive(
  signal: (channel: string) => void,
  options: { clock: Clock; ended: AbortSignal },
): Promise<void> {
  const { clock, ended } = options;
  while (!ended.aborted) {
    signal(aliveChannel);
    await clock.sleep(ALIVE_MS, ended);
  }
}
