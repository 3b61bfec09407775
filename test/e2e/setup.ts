import { findChromium } from './chromium';

/**
 * Starts the sandbox and the portal on free ports, unless PORTAL_URL and SANDBOX_URL name running
 * ones. Returns what ends them.
 */
export default async function setup(): Promise<
  (() => Promise<void>) | undefined
> {
  process.env.E2E_CHROMIUM = await findChromium();
  if (process.env.PORTAL_URL && process.env.SANDBOX_URL) return undefined;
  const { freePorts, startPortal, startSandbox } = await import(
    '../../scripts/portal.mjs'
  );
  const { stopAll } = await import('../../scripts/processes.mjs');
  const ports = await freePorts();
  const output: string[] = [];
  const onLine = (line: string) => output.push(line);
  try {
    await startSandbox(ports.sandbox, { onLine });
    await startPortal(ports, { onLine });
    await catalogHas('orders', `http://localhost:${ports.backend}`);
  } catch (error) {
    process.stderr.write(`${output.slice(-100).join('\n')}\n`);
    await stopAll();
    throw error;
  }
  process.env.PORTAL_URL = `http://localhost:${ports.app}`;
  process.env.SANDBOX_URL = `http://127.0.0.1:${ports.sandbox}`;
  process.env.BACKEND_URL = `http://localhost:${ports.backend}`;
  return async () => {
    await stopAll();
    const secrets = output.filter(
      line => /sandbox-token/.test(line) && !/^\s*token/.test(line),
    );
    if (secrets.length > 0)
      throw new Error(`A token reached the log:\n${secrets.join('\n')}`);
  };
}

/** The catalog reads its entities a little after the backend is ready. */
async function catalogHas(name: string, backend: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const session = await fetch(`${backend}/api/auth/people/refresh`, {
      method: 'POST',
      headers: { 'x-person': 'guest' },
    });
    const { backstageIdentity } = await session.json();
    const { ok } = await fetch(
      `${backend}/api/catalog/entities/by-name/component/default/${name}`,
      {
        headers: { authorization: `Bearer ${backstageIdentity.token}` },
      },
    );
    if (ok) return;
    await new Promise(resolve => setTimeout(resolve, 500));
  }
  throw new Error(`The catalog has no ${name}`);
}
