import { answerJson, Failure, numberOption } from './Failure';

/** A proxy in front limits requests: 429 with Retry-After. */
export const tooManyRequests: Failure = {
  name: 'too-many-requests',
  title: '429 with Retry-After',
  options: { retryAfterSeconds: 'default 5' },
  begin(instance, options) {
    const seconds = numberOption(options, 'retryAfterSeconds', {
      default: 5,
      min: 0,
      max: 3600,
    });
    instance.cutStreams({ midLine: false });
    const message = 'too many requests';
    return {
      intercept: (_, res) =>
        answerJson(
          res,
          429,
          { error: message, code: 8, message },
          { 'Retry-After': String(Math.ceil(seconds)) },
        ),
    };
  },
};
