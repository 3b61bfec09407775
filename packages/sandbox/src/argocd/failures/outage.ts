import { booleanOption, Failure } from './Failure';

/**
 * The server is down: connections are reset, and new ones refused; with `reset` accepted and reset.
 */
export const outage: Failure = {
  name: 'outage',
  title: 'Down: connections are refused',
  options: { reset: 'true: accept connections and reset them' },
  begin(instance, options) {
    instance.shut({ refuse: !booleanOption(options, 'reset', false) });
    return { end: () => instance.reopen() };
  },
};
