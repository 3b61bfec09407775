import { evenly, Failure, numberOption } from './Failure';

/** After a share of the events, streams send the same Application's previous event again. */
export const repeatedEvents: Failure = {
  name: 'repeated-events',
  title: 'Streams repeat older events',
  options: {
    share: 'of the events that are followed by an older one, default 0.5',
    afterMs: 'how long after the newer one, default 1000',
  },
  begin({ clock }, options) {
    const isFollowed = evenly(
      numberOption(options, 'share', { default: 0.5, min: 0, max: 1 }),
    );
    const afterMs = numberOption(options, 'afterMs', {
      default: 1000,
      min: 0,
      max: 600_000,
    });
    return {
      repeats(again) {
        if (isFollowed()) clock.after(afterMs, again);
      },
    };
  },
};
