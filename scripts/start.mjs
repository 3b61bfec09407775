// Starts the sandbox, the backend and the frontend, and says where to look.
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answers, isFree, start, stopAll } from './processes.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const ports = { 3000: 'the portal', 7007: 'its backend', 7080: 'the sandbox', 7081: 'the first simulated Argo CD', 7082: 'the second one' };

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stopAll().finally(() => process.exit(0)));

try {
  const taken = [];
  for (const [port, what] of Object.entries(ports)) if (!(await isFree(Number(port)))) taken.push(`${port} (${what})`);
  if (taken.length > 0) throw new Error(`These ports are taken: ${taken.join(', ')}. End what listens there, perhaps another "npm start".`);

  console.log('Starting the sandbox: a simulated Argo CD and a small Git forge');
  const sandbox = start('sandbox', process.execPath, ['--require', '@backstage/cli/config/nodeTransform.cjs', 'packages/sandbox/src/main.ts'], { cwd: root });
  await answers('http://127.0.0.1:7080/catalog-info.yaml', sandbox.ended);

  console.log('Starting the backend and the frontend: the first time this takes about half a minute');
  const portal = start('portal', process.execPath, ['node_modules/@backstage/cli/bin/backstage-cli', 'repo', 'start'], {
    cwd: root,
    env: { BROWSER: 'none', FORCE_COLOR: '0' },
  });
  const ended = Promise.race([portal.ended, sandbox.ended]);
  await answers('http://127.0.0.1:7007/.backstage/health/v1/readiness', ended);
  await answers('http://localhost:3000/', ended);

  console.log('\n  The portal is ready: http://localhost:3000\n  What it shows is simulated; http://localhost:7080/sandbox moves it. Ctrl-C ends all.\n');
  throw new Error(await ended);
} catch (error) {
  console.error(`\n${error.message}`);
  await stopAll();
  process.exit(1);
}
