import { answerJson, Failure } from './Failure';

/** The token has expired: 401 for everything but the version, and open streams end. */
export const unauthorized: Failure = {
  name: 'unauthorized',
  title: '401: the token has expired',
  options: {},
  begin(instance) {
    instance.cutStreams({ midLine: false });
    const message =
      'invalid session: token has invalid claims: token is expired';
    return {
      intercept: (req, res) =>
        req.url !== '/api/version' &&
        answerJson(res, 401, { error: message, code: 16, message }),
    };
  },
};
