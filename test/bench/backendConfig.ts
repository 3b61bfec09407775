import type { SandboxAddresses } from './subjects/sandbox';

export interface Configured {
  sandbox: SandboxAddresses;
  /** With other Argo CDs, and a Git host of its own */
  otherSandbox?: SandboxAddresses;
  /** Address of a PostgreSQL; in memory if absent */
  database?: string;
  /** In addition to what all benches configure */
  config?: object;
}

/** The configuration of a bench's backend, in addition to that of the portal. */
export function backendConfig({
  sandbox,
  otherSandbox,
  database,
  config,
  url,
  port,
  catalog,
}: Configured & { url: string; port: number; catalog: string }): object {
  const sandboxes = [sandbox, otherSandbox].flatMap(one => one ?? []);
  return {
    backend: {
      baseUrl: url,
      listen: { host: '127.0.0.1', port },
      ...(database && { database: { client: 'pg', connection: database } }),
    },
    auth: { providers: { bench: {} } },
    catalog: { locations: [{ type: 'file', target: catalog }] },
    integrations: {
      gitea: sandboxes.map(one => ({
        host: new URL(one.url).host,
        baseUrl: one.url,
        username: 'sandbox',
        password: one.token,
      })),
    },
    gitops: {
      argocd: {
        instances: sandboxes.flatMap(({ instances, token }) =>
          instances.map(instance => ({
            ...instance,
            token,
            // None falls into a measurement
            relistEvery: { hours: 1 },
          })),
        ),
      },
    },
    ...config,
  };
}
