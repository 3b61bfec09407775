import { answerJson, Failure } from './Failure';

/** The account lost its rights: 403, and open streams end. */
export const forbidden: Failure = {
  name: 'forbidden',
  title: '403: the account may do nothing',
  options: {},
  begin(instance) {
    instance.cutStreams({ midLine: false });
    const message = 'permission denied';
    return {
      intercept: (req, res) =>
        req.url !== '/api/version' &&
        answerJson(res, 403, { error: message, code: 7, message }),
    };
  },
};
