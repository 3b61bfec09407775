import type {
  LifecycleService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { SignalsService } from '@backstage/plugin-signals-node';
import {
  aliveChannel,
  fleetChannel,
  freezesChannel,
  promotionsChannel,
  serviceChannel,
  SignalMessage,
} from 'backstage-plugin-gitops-common';
import type { Clock } from './inventory/Clock';

/** Pages poll after a silence of twice this time, and a little more. */
const ALIVE_MS = 20_000;

/**
 * Sends signals that say nothing but when pages are to read again, with their own permissions. The
 * page of all promotions hears of them once a second at most.
 */
export function signalling(options: {
  signals: SignalsService;
  lifecycle: LifecycleService;
  logger: LoggerService;
  clock: Clock;
}) {
  const { signals, lifecycle, logger, clock } = options;
  const ended = new AbortController();
  lifecycle.addShutdownHook(() => ended.abort());
  const signal = (channel: string, message: SignalMessage = {}) => {
    signals
      .publish({ recipients: { type: 'broadcast' }, channel, message })
      .catch(error =>
        logger.warn(`Open pages were not notified of a change: ${error}`),
      );
  };
  return {
    service: (entityRef: string, withinMs?: number) =>
      signal(
        serviceChannel(entityRef),
        withinMs === undefined ? {} : { withinMs },
      ),
    fleet: () => signal(fleetChannel),
    freezes: (withinMs: number) => signal(freezesChannel, { withinMs }),
    promotions: onceASecond(() => signal(promotionsChannel), {
      clock,
      ended: ended.signal,
    }),
    alive: (withinMs: number) => signal(aliveChannel, { withinMs }),
  };
}

/** Does it at once, and again no sooner than a second later, however often it is asked for. */
function onceASecond(
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
  signal: () => void,
  options: { clock: Clock; ended: AbortSignal },
): Promise<void> {
  const { clock, ended } = options;
  while (!ended.aborted) {
    signal();
    await clock.sleep(ALIVE_MS, ended);
  }
}
