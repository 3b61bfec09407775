import { createServer } from 'node:http';

/**
 * Answers `/`, and tells Kubernetes how it is: `/livez` while the process works, `/readyz` while it may get requests.
 *
 * @param {{ isReady?: () => Promise<boolean> }} options
 */
export function makeServer({ isReady = async () => true } = {}) {
  const answer = (res, status, body) => {
    res.writeHead(status, { 'content-type': 'application/json' });
    res.end(JSON.stringify(body));
  };
  return createServer(async (req, res) => {
    const { pathname } = new URL(req.url, 'http://localhost');
    if (req.method !== 'GET') return answer(res, 405, { error: 'Only GET' });
    switch (pathname) {
      case '/':
        return answer(res, 200, { service: '${{ values.name }}' });
      case '/livez':
        return answer(res, 200, { status: 'alive' });
      case '/readyz': {
        const ready = await isReady().catch(() => false);
        return answer(res, ready ? 200 : 503, {
          status: ready ? 'ready' : 'not ready',
        });
      }
      default:
        return answer(res, 404, { error: 'Not found' });
    }
  });
}
