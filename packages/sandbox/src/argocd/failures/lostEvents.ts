import { evenly, Failure, numberOption } from './Failure';

/**
 * A share of the events never reaches any stream, without a word (recorded: 14 % of a replay of
 * 10,000).
 */
export const lostEvents: Failure = {
  name: 'lost-events',
  title: 'Events are lost silently',
  options: { share: 'of the events that are lost, default 0.14' },
  begin(_, options) {
    const share = numberOption(options, 'share', {
      default: 0.14,
      min: 0,
      max: 1,
    });
    return { drops: evenly(share) };
  },
};
