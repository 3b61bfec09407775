// The sandbox and the portal that shows it, on any ports.
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answers, freePort, start, until } from './processes.mjs';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Where `npm start` listens. The sandbox's simulated Argo CDs follow its own port. */
export const usualPorts = { app: 3000, backend: 7007, sandbox: 7080 };

/** Those of app-config.yaml */
const templates = ['microservice', 'add-gitops'];
const people = ['ana', 'jonas', 'nora', 'mei', 'guest'];

/** Ports that nobody uses, for tests beside a running portal. */
export async function freePorts() {
  return {
    app: await freePort(),
    backend: await freePort(),
    // It takes three in a row
    sandbox: await freePort(3),
  };
}

/** Starts the sandbox. Resolves when it answers. */
export async function startSandbox(port, { onLine } = {}) {
  const args = [
    '--require',
    '@backstage/cli/config/nodeTransform.cjs',
    'packages/sandbox/src/main.ts',
    '--port',
    String(port),
  ];
  const sandbox = start('sandbox', process.execPath, args, {
    cwd: root,
    onLine,
  });
  await answers(`http://127.0.0.1:${port}/catalog-info.yaml`, sandbox.ended);
  return sandbox;
}

/** Starts backend and frontend in development mode. Resolves when both answer. */
export async function startPortal(ports, { onLine } = {}) {
  const portal = start(
    'portal',
    process.execPath,
    ['node_modules/@backstage/cli/bin/backstage-cli', 'repo', 'start'],
    {
      cwd: root,
      env: { BROWSER: 'none', FORCE_COLOR: '0', ...configFor(ports) },
      onLine,
    },
  );
  await answers(
    `http://127.0.0.1:${ports.backend}/.backstage/health/v1/readiness`,
    portal.ended,
  );
  await answers(`http://localhost:${ports.app}/`, portal.ended);
  // Nobody can sign in before the catalog has read who there is
  for (const person of people)
    await until(
      () => canSignIn(ports.backend, person),
      portal.ended,
      `The catalog did not read ${person} of the sandbox`,
    );
  return portal;
}

async function canSignIn(backend, person) {
  const { ok } = await fetch(
    `http://127.0.0.1:${backend}/api/auth/people/refresh`,
    { method: 'POST', headers: { 'x-person': person } },
  );
  return ok;
}

/** Moves what app-config.yaml says of ports elsewhere, as environment variables. */
function configFor({ app, backend, sandbox }) {
  if (
    app === usualPorts.app &&
    backend === usualPorts.backend &&
    sandbox === usualPorts.sandbox
  )
    return {};
  const config = {
    app_baseUrl: `http://localhost:${app}`,
    backend_baseUrl: `http://localhost:${backend}`,
    backend_listen_port: backend,
    backend_cors_origin: `http://localhost:${app}`,
    backend_reading_allow: [{ host: `localhost:${sandbox}` }],
    catalog_locations: [
      { type: 'url', target: `http://localhost:${sandbox}/catalog-info.yaml` },
      ...templates.map(name => ({
        type: 'file',
        target: `../../templates/${name}/template.yaml`,
      })),
    ],
    integrations_gitea: [
      {
        host: `127.0.0.1:${sandbox}`,
        baseUrl: `http://127.0.0.1:${sandbox}`,
        username: 'sandbox',
        password: 'sandbox-token',
      },
    ],
    gitops_argocd_instances: ['eu-dev', 'eu-central'].map((name, index) => ({
      name,
      url: `http://localhost:${sandbox + 1 + index}`,
      token: 'sandbox-token',
    })),
  };
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      `APP_CONFIG_${key}`,
      JSON.stringify(value),
    ]),
  );
}
