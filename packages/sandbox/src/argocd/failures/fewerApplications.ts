import { numberOf } from '../ids';
import { Failure, numberOption } from './Failure';

/**
 * The server restarts and knows only a share of its Applications; nothing says that the others were
 * deleted.
 */
export const fewerApplications: Failure = {
  name: 'fewer-applications',
  title: 'Restart with fewer Applications',
  options: { share: 'of the Applications that are left, default 0.5' },
  begin(instance, options) {
    const share = numberOption(options, 'share', {
      default: 0.5,
      min: 0,
      max: 1,
    });
    instance.cutStreams({ midLine: false });
    return {
      filter: applications =>
        applications.filter(
          application =>
            numberOf(application.metadata.name, 1_000_000) < share * 1_000_000,
        ),
    };
  },
};
