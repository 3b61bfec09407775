// Starts the sandbox, the backend and the frontend, and says where to look.
import { stripVTControlCharacters } from 'node:util';
import { startPortal, startSandbox, defaultPorts } from './portal.mjs';
import { isFree, stopAll } from './processes.mjs';

const { app, backend, sandbox } = defaultPorts;
const uses = {
  [app]: 'the portal',
  [backend]: 'its backend',
  [sandbox]: 'the sandbox',
  [sandbox + 1]: 'a simulated Argo CD',
  [sandbox + 2]: 'a simulated Argo CD',
};

/**
 * Warnings and errors are shown; all is with --verbose, and the end of it when something ends that
 * should not.
 */
const recent = [];
function onLine(line) {
  recent.push(line);
  if (recent.length > 40) recent.shift();
  const isWorthReading = /\b(warn|error)\b/i.test(
    stripVTControlCharacters(line),
  );
  if (isWorthReading || process.argv.includes('--verbose')) console.log(line);
}

for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => stopAll().finally(() => process.exit(0)));

try {
  const taken = [];
  for (const [port, use] of Object.entries(uses))
    if (!(await isFree(Number(port)))) taken.push(`${port} (${use})`);
  if (taken.length > 0)
    throw new Error(
      `These ports are taken: ${taken.join(
        ', ',
      )}. End what listens there, perhaps another "npm start".`,
    );

  console.log(
    'Starting the sandbox: a simulated Argo CD and a small Git forge',
  );
  const running = [await startSandbox(sandbox, { onLine })];
  console.log(
    'Starting the backend and the frontend, which takes about half a minute',
  );
  running.push(await startPortal(defaultPorts, { onLine }));
  console.log(
    `\n  The portal is ready: http://localhost:${app}\n  What it shows is simulated; http://localhost:${sandbox}/sandbox moves it. Ctrl-C ends all.\n`,
  );
  throw new Error(await Promise.race(running.map(({ ended }) => ended)));
} catch (error) {
  console.error(`\n${recent.join('\n')}\n\n${error.message}`);
  await stopAll();
  process.exit(1);
}
