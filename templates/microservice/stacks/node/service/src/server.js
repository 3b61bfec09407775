import { createServer } from 'node:http';

/**
 * Answers `/`, and tells Kubernetes how it is: `/livez` while the process works, `/readyz` while it may get requests. What fails is logged, and answered with 500.
 *
 * @param {{ isReady?: () => Promise<boolean>, log?: (error: Error) => void }} options
 */
export function makeServer({
  isReady = async () => true,
  log = console.error,
} = {}) {
  return createServer(async (req, res) => {
    const [status, body] = await answerTo(req, isReady).catch(error => {
      log(error);
      return [500, { error: 'Internal error' }];
    });
    res.writeHead(status, { 'content-type': 'application/json' });
    res.end(JSON.stringify(body));
  });
}

async function answerTo({ method, url }, isReady) {
  if (method !== 'GET') return [405, { error: 'Only GET' }];
  // Not every path that can be sent is one that URL takes: `//` throws
  const [path] = url.split('?');
  switch (path) {
    case '/':
      return [200, { service: '${{ values.name }}' }];
    case '/livez':
      return [200, { status: 'alive' }];
    case '/readyz':
      return (await isReady())
        ? [200, { status: 'ready' }]
        : [503, { status: 'not ready' }];
    default:
      return [404, { error: 'Not found' }];
  }
}
