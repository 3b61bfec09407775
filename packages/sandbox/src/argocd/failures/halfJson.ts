import { Failure } from './Failure';

/** Answers end in the middle. */
export const halfJson: Failure = {
  name: 'half-json',
  title: 'Half a JSON',
  options: {},
  begin(instance) {
    instance.cutStreams({ midLine: true });
    return {
      intercept(req, res) {
        if (req.url?.startsWith('/api/v1/stream/')) {
          res
            .writeHead(200, { 'Content-Type': 'text/event-stream' })
            .end('data: {"result":{"type":"MODIFIED","appli');
          return true;
        }
        res.writeHead(200, { 'Content-Type': 'application/json' });
        res.end(
          '{"metadata":{"resourceVersion":"5214"},"items":[{"metadata":{"name":"catalog-dev","namespace":"arg',
        );
        return true;
      },
    };
  },
};
