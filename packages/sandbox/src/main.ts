import { startSandbox } from './Sandbox';

const port = 7080;

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
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
});
