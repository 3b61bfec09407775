import { Failure } from './Failure';

/** Streams stay open and say nothing more: no event, no keep-alive. */
export const silentStream: Failure = {
  name: 'silent-stream',
  title: 'Streams fall silent',
  options: {},
  begin() {
    return { drops: () => true, isSilent: true };
  },
};
