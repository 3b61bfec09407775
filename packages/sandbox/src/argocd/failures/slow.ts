import { Failure, numberOption } from './Failure';

/** Every answer takes its time. */
export const slow: Failure = {
  name: 'slow',
  title: 'Slow answers',
  options: { delayMs: 'default 5000' },
  begin(_, options) {
    return {
      delayMs: numberOption(options, 'delayMs', {
        default: 5000,
        min: 0,
        max: 600_000,
      }),
    };
  },
};
