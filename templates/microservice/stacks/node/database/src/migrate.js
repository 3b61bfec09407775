import { readdir, readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

const folder = new URL('../migrations/', import.meta.url);

/**
 * Applies what is in `migrations` and was not applied yet, in the order of the files' names, each in a transaction of its own. Two that run at a time wait for each other.
 *
 * @param {{ query(text: string, values?: unknown[]): Promise<{ rows: any[] }> }} client
 */
export async function migrate(client) {
  await client.query('SELECT pg_advisory_lock(7462)');
  try {
    await client.query(
      'CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
    );
    const { rows } = await client.query('SELECT name FROM migrations');
    const applied = new Set(rows.map(({ name }) => name));
    const files = (await readdir(folder)).filter(name => name.endsWith('.sql'));
    const made = [];
    for (const name of files.sort()) {
      if (applied.has(name)) continue;
      await client.query('BEGIN');
      try {
        await client.query(await readFile(new URL(name, folder), 'utf8'));
        await client.query('INSERT INTO migrations (name) VALUES ($1)', [name]);
        await client.query('COMMIT');
      } catch (error) {
        await client.query('ROLLBACK');
        throw new Error(`${name} failed: ${error.message}`);
      }
      made.push(name);
    }
    return made;
  } finally {
    await client.query('SELECT pg_advisory_unlock(7462)');
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const connectionString = process.env.DATABASE_URL;
  // Without an address, the client would try this machine
  if (!connectionString) throw new Error('DATABASE_URL is missing');
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const made = await migrate(client);
    console.log(made.length > 0 ? `Applied ${made.join(', ')}` : 'Nothing new');
  } finally {
    await client.end();
  }
}
