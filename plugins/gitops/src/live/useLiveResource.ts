import { useCallback, useEffect, useRef, useState } from 'react';
import { Live, LiveResource } from './LiveResource';

/**
 * Keeps a {@link LiveResource} while the component is shown. `load` must be stable: another one starts anew.
 */
export function useLiveResource<T>(
  load: (signal: AbortSignal) => Promise<T>,
  options: { pollMs: number },
): Live<T> & { refresh: () => void } {
  const { pollMs } = options;
  const resource = useRef<LiveResource<T>>();
  const [answer, setAnswer] = useState<{ load: typeof load; live: Live<T> }>({
    load,
    live: { status: 'loading' },
  });

  useEffect(() => {
    const current = new LiveResource<T>({
      load,
      pollMs,
      onChange: live => setAnswer({ load, live }),
    });
    resource.current = current;
    current.start();
    return () => current.stop();
  }, [load, pollMs]);

  const refresh = useCallback(() => resource.current?.refresh(), []);
  // An answer to another question isn't shown, not even for one frame
  const live: Live<T> =
    answer.load === load ? answer.live : { status: 'loading' };
  return { ...live, refresh };
}
