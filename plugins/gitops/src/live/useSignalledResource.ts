import { useSignal } from '@backstage/plugin-signals-react';
import { useEffect } from 'react';
import { Live } from './LiveResource';
import { useLiveResource } from './useLiveResource';

const pollMs = 10_000;
/** Signals can be lost while the connection is made or broken, so that they only make the page fast */
const safetyPollMs = 60_000;
/** By then the subscription stands, and what changed before it did is caught up with */
const catchUpMs = 5_000;

/** Keeps an answer up to date by the signals of a channel, and by polling where there are none. `load` must be stable: another one starts anew. */
export function useSignalledResource<T>(
  channel: string,
  load: (signal: AbortSignal) => Promise<T>,
): Live<T> & { refresh: () => void } {
  const { lastSignal, isSignalsAvailable } = useSignal(channel);
  const live = useLiveResource(load, {
    pollMs: isSignalsAvailable ? safetyPollMs : pollMs,
  });

  const { refresh } = live;
  useEffect(() => {
    if (lastSignal !== null) refresh();
  }, [lastSignal, refresh]);
  useEffect(() => {
    if (!isSignalsAvailable) return undefined;
    const timer = setTimeout(refresh, catchUpMs);
    return () => clearTimeout(timer);
  }, [isSignalsAvailable, refresh, channel]);
  return live;
}
