import { makeServer } from './server.js';

const server = makeServer();
server.listen(Number(process.env.PORT ?? 8080));

// Kubernetes asks to end: requests under way are answered first
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => server.close(() => process.exit(0)));
