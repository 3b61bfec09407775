import { Failure } from './Failure';

/** The server has just started and its informer knows nothing yet: lists are empty, with 200. */
export const emptyList: Failure = {
  name: 'empty-list',
  title: 'Starting up: the list is empty',
  options: {},
  begin(instance) {
    instance.cutStreams({ midLine: false });
    return { filter: () => [] };
  },
};
