import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SignalsService } from '@backstage/plugin-signals-node';

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
