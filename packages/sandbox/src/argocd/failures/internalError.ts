import { answerJson, Failure } from './Failure';

/** The server can't reach its own cache or cluster: 500. */
export const internalError: Failure = {
  name: 'internal-error',
  title: '500: the server fails',
  options: {},
  begin(instance) {
    instance.cutStreams({ midLine: false });
    const message =
      'error getting cached app managed resources: dial tcp 10.96.0.7:6379: connect: connection refused';
    return {
      intercept: (_, res) =>
        answerJson(res, 500, { error: message, code: 13, message }),
    };
  },
};
