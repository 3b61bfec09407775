// The sandbox and the portal that shows it, on any ports.
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { answers, freePort, start, until } from './processes.mjs';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Where `npm start` listens. The sandbox's simulated Argo CDs follow its own port. */
export const defaultPorts = { app: 3000, backend: 7007, sandbox: 7080 };

const cli = join(root, 'node_modules/@backstage/cli/bin/backstage-cli');
const appConfig = parse(readFileSync(join(root, 'app-config.yaml'), 'utf8'));

/** Free ports, for tests while a portal is running. */
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

/**
 * Starts backend and frontend in development mode; or builds the frontend, which the backend serves
 * then. Resolves when both answer.
 *
 * @param {{ isBuilt?: boolean, onLine?: (line: string) => void, gitea?: object }} options `gitea` is
 *   the integration of one Gitea more
 */
export async function startPortal(ports, options = {}) {
  const { isBuilt = false, onLine, gitea } = options;
  const backstage = (args, folder = '.') =>
    start('portal', process.execPath, [cli, ...args], {
      cwd: join(root, folder),
      env: { BROWSER: 'none', FORCE_COLOR: '0', ...configFor(ports, gitea) },
      onLine,
    });
  if (isBuilt) {
    const build = backstage(['package', 'build'], 'packages/app');
    const reason = await build.ended;
    if (build.child.exitCode !== 0)
      throw new Error(`The app could not be built: ${reason}`);
  }
  const portal = backstage(['repo', 'start', ...(isBuilt ? ['backend'] : [])]);
  await answers(
    `http://127.0.0.1:${ports.backend}/.backstage/health/v1/readiness`,
    portal.ended,
  );
  await answers(`http://localhost:${ports.app}/`, portal.ended);
  // Nobody can sign in before the catalog has read who there is
  for (const person of appConfig.auth.providers.people.names)
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

/** What app-config.yaml says with other ports, as environment variables. */
function configFor(ports, gitea) {
  const moved = new Map([
    [defaultPorts.app, ports.app],
    [defaultPorts.backend, ports.backend],
    ...[0, 1, 2].map(n => [defaultPorts.sandbox + n, ports.sandbox + n]),
  ]);
  const { app, backend, catalog, integrations, gitops } = appConfig;
  const config = {
    app_baseUrl: app.baseUrl,
    backend_baseUrl: backend.baseUrl,
    backend_listen_port: backend.listen.port,
    backend_cors_origin: backend.cors.origin,
    backend_reading_allow: backend.reading.allow,
    catalog_locations: catalog.locations,
    integrations_gitea: [...integrations.gitea, ...(gitea ? [gitea] : [])],
    gitops_argocd_instances: gitops.argocd.instances,
    gitops_changes_repositories: gitops.changes.repositories,
  };
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      `APP_CONFIG_${key}`,
      JSON.stringify(value).replace(
        /\b\d{4}\b/g,
        port => moved.get(Number(port)) ?? port,
      ),
    ]),
  );
}
