import { booleanOption, Failure, numberOption } from './Failure';

/** Streams are cut again and again, in the middle of a line or between events. */
export const cutStreams: Failure = {
  name: 'cut-streams',
  title: 'Streams are cut',
  options: { midLine: 'default true', everyMs: 'default 5000; 0: once' },
  begin(instance, options) {
    const midLine = booleanOption(options, 'midLine', true);
    const everyMs = numberOption(options, 'everyMs', {
      default: 5000,
      min: 0,
      max: 3600_000,
    });
    instance.cutStreams({ midLine });
    if (everyMs === 0) return {};
    return {
      end: instance.every(Math.max(10, everyMs), () =>
        instance.cutStreams({ midLine }),
      ),
    };
  },
};
