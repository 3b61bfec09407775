import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { startPostgres } from '../../../plugins/gitops-backend/src/__testUtils__/startPostgres';
import { tell } from '../subject';

/** A PostgreSQL that ends with the bench, or why there is none. */
export type PostgresReport = { port: number } | { missing: string };

/** Programs that are not there */
const missing = ['ENOENT', 'MODULE_NOT_FOUND'];

async function main(): Promise<void> {
  const postgres = await startPostgres();
  const { rows } = await postgres.connect().raw('show data_directory');
  const folder = dirname(rows[0].data_directory);
  process.once('SIGINT', async () => {
    // The server gets the same signal, and may have ended before it can be waited for
    await Promise.race([postgres.stop(), setTimeout(2_000)]);
    rmSync(folder, { recursive: true, force: true });
    process.exit(0);
  });
  const report: PostgresReport = { port: postgres.connection.port };
  tell(report);
}

main().catch(error => {
  if (missing.includes(error.code)) {
    const report: PostgresReport = { missing: error.message.split('\n')[0] };
    tell(report);
    return;
  }
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
