import { Failure } from './Failure';

/** A login page of a proxy answers, with 200. */
export const html: Failure = {
  name: 'html',
  title: 'HTML where JSON was expected',
  options: {},
  begin(instance) {
    instance.cutStreams({ midLine: false });
    return {
      intercept(_, res) {
        res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
        res.end(
          '<!DOCTYPE html><html><head><title>Sign in</title></head><body><form>Sign in to continue</form></body></html>',
        );
        return true;
      },
    };
  },
};
