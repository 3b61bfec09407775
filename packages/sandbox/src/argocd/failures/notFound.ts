import { Failure } from './Failure';

/** Something else answers at this address, as behind a wrong root path. */
export const notFound: Failure = {
  name: 'not-found',
  title: '404: something else answers here',
  options: {},
  begin(instance) {
    instance.cutStreams({ midLine: false });
    return {
      intercept(_, res) {
        res
          .writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' })
          .end('404 page not found\n');
        return true;
      },
    };
  },
};
