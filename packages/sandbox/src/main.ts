import { parseArgs } from 'node:util';
import { startSandbox } from './Sandbox';

/** Of the forge, the control page and the catalog; the instances take the next two. */
const { values } = parseArgs({
  options: { port: { type: 'string', default: '7080' } },
});
const port = Number(values.port);

async function main(): Promise<void> {
  const sandbox = await startSandbox({
    port,
    instances: [
      { name: 'eu-dev', environments: ['dev', 'test'], port: port + 1 },
      {
        name: 'eu-central',
        environments: ['staging', 'preprod', 'production'],
        port: port + 2,
      },
    ],
  });
  const lines = [
    'The sandbox is up. It is a simulation: no cluster, no real Argo CD, a token that everyone knows.',
    `  Git forge        ${sandbox.url}`,
    `  control page     ${sandbox.url}/sandbox`,
    `  catalog          ${sandbox.catalogUrl}`,
    ...sandbox.argocd.map(
      ({ name, url }) => `  Argo CD ${name.padEnd(8)} ${url}`,
    ),
    `  token            ${sandbox.token}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  const stop = () => {
    sandbox.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch(error => {
  const isTaken =
    error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const hint = isTaken
    ? ` Is another sandbox running? It needs the ports ${port} to ${port + 2}.`
    : '';
  process.stderr.write(
    `The sandbox did not start: ${
      error instanceof Error ? error.message : error
    }.${hint}\n`,
  );
  process.exit(1);
});
