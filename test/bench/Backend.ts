import { readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import type { Workshop } from './Bench';
import { backendConfig, type Configured } from './backendConfig';

/** What Linux counts processor time in, on every common architecture */
const TICK_MS = 10;

export interface Answer {
  status: number;
  body: string;
  /** The plugin's own time, as its `Server-Timing` tells */
  serverMs: number;
  /** From sending the request to the last byte */
  clientMs: number;
}

/** The portal's backend in a process of its own, as its users reach it. */
export class Backend {
  readonly url: string;
  readonly #agent = new Agent({ keepAlive: true });

  readonly #pid: number;
  readonly #switchProfiling?: () => void;

  constructor(
    url: string,
    options: { pid: number; switchProfiling?: () => void },
  ) {
    this.url = url;
    this.#pid = options.pid;
    this.#switchProfiling = options.switchProfiling;
  }

  /** Processor time that its process has had so far, with all threads. Linux only. */
  cpuMs(): number {
    const stat = readFileSync(`/proc/${this.#pid}/stat`, 'utf8');
    // After the name, which may have spaces: state is the third field, utime the 14th, stime the
    // 15th
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  }

  /** Kills it, or holds it up and lets it go on. */
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    process.kill(this.#pid, name);
  }

  /** Profiles the backend meanwhile, where that is asked for. */
  async profiled<T>(work: () => Promise<T>): Promise<T> {
    this.#switchProfiling?.();
    const result = await work();
    this.#switchProfiling?.();
    return result;
  }

  /** A Backstage user's token, as a member of the groups. */
  async signIn(
    user = 'user:default/guest',
    groups: readonly string[] = [],
  ): Promise<string> {
    const { status, body } = await this.#send(
      'POST',
      '/api/auth/bench/refresh',
      { 'x-bench-user': user, 'x-bench-groups': groups.join(' ') },
    );
    if (status !== 200)
      throw new Error(`Signing in answered ${status}: ${body}`);
    return JSON.parse(body).backstageIdentity.token;
  }

  get(path: string, token: string): Promise<Answer> {
    return this.#send('GET', path, { authorization: `Bearer ${token}` });
  }

  post(path: string, token: string, body: object): Promise<Answer> {
    return this.#send(
      'POST',
      path,
      {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
      },
      JSON.stringify(body),
    );
  }

  deployments(service: string, token: string): Promise<Answer> {
    return this.get(
      `/api/gitops/v1/services/component/default/${service}/deployments`,
      token,
    );
  }

  #send(
    method: string,
    path: string,
    headers: Record<string, string>,
    sends?: string,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const startedAt = performance.now();
      const sent = request(
        `${this.url}${path}`,
        { method, headers, agent: this.#agent },
        response => {
          const chunks: Buffer[] = [];
          response.on('data', chunk => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const timing = String(response.headers['server-timing']);
            resolve({
              status: response.statusCode ?? 0,
              body: Buffer.concat(chunks).toString('utf8'),
              serverMs: Number(/gitops;dur=([\d.]+)/.exec(timing)?.[1]),
              clientMs: performance.now() - startedAt,
            });
          });
        },
      );
      sent.on('error', reject);
      sent.end(sends);
    });
  }
}

/**
 * Starts it over a sandbox, with the given services in its catalog. Resolves when the catalog has
 * taken them all in.
 */
export async function startBackend(
  workshop: Workshop,
  options: Configured & { services: readonly string[] },
): Promise<Backend> {
  const { folder, root } = workshop;
  const { services } = options;
  const port = await workshop.freePort();
  const url = `http://localhost:${port}`;
  const catalog = join(folder, 'catalog.yaml');
  writeFileSync(catalog, catalogOf(services));
  // A file for each replica: a backend reads its own again when it changes
  const config = join(folder, `app-config.${port}.yaml`);
  // JSON is YAML
  writeFileSync(
    config,
    JSON.stringify(backendConfig({ ...options, url, port, catalog })),
  );
  const output: string[] = [];
  const { child, ended } = workshop.start(
    'backend',
    process.execPath,
    [
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      join(__dirname, 'subjects', 'backend.ts'),
      '--config',
      join(root, 'app-config.yaml'),
      '--config',
      config,
    ],
    {
      cwd: root,
      env: {
        NODE_ENV: 'production',
        ...(workshop.profile && { BENCH_PROFILE: workshop.profile }),
      },
      onLine: line => output.push(line) > 50 && output.shift(),
    },
  );
  const fail = (error: Error): never => {
    throw new Error(`${error.message}\n${output.join('\n')}`);
  };
  await workshop
    .answers(`http://127.0.0.1:${port}/.backstage/health/v1/readiness`, ended)
    .catch(fail);
  const backend = new Backend(`http://127.0.0.1:${port}`, {
    pid: child.pid!,
    switchProfiling: workshop.profile ? () => child.kill('SIGUSR2') : undefined,
  });
  await catalogHolds(services.length).catch(fail);
  return backend;

  async function catalogHolds(count: number): Promise<void> {
    const token = await backend.signIn();
    for (let known = -1; known < count; ) {
      const { status, body } = await backend.get(
        '/api/catalog/entities/by-query?limit=0&filter=kind=component',
        token,
      );
      if (status !== 200)
        throw new Error(`The catalog answered ${status}: ${body}`);
      const { totalItems } = JSON.parse(body);
      if (totalItems === known) await pause(2_000);
      known = totalItems;
      workshop.say(`the catalog has ${known} of ${count} services`);
      if (known < count) await pause(3_000);
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}

function catalogOf(services: readonly string[]): string {
  return services
    .map(name =>
      JSON.stringify({
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name },
        spec: { type: 'service', lifecycle: 'production', owner: 'team-a' },
      }),
    )
    .join('\n---\n');
}

/** Does something with each of many, so many at once, each caller one after the other. */
export async function concurrently<T, R>(
  items: readonly T[],
  callers: number,
  work: (item: T, caller: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      while (next < items.length) {
        const index = next;
        next += 1;
        results[index] = await work(items[index], caller);
      }
    }),
  );
  return results;
}
