import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { migrate } from '../src/migrate.js';

/** A database that remembers what it was told, and fails where it is told to. */
function database({ fails = () => false } = {}) {
  const told = [];
  const names = new Set();
  return {
    told,
    async query(text, values) {
      told.push(text);
      if (fails(text)) throw new Error('no');
      if (text.startsWith('INSERT INTO migrations')) names.add(values[0]);
      return { rows: [...names].map(name => ({ name })) };
    },
  };
}

test('applies each file once', async () => {
  const client = database();
  assert.deepEqual(await migrate(client), ['001_begin.sql']);
  assert.deepEqual(await migrate(client), []);
});

test('takes back what failed, names it, and lets go of its lock', async () => {
  const client = database({
    fails: text => text.startsWith('INSERT INTO migrations'),
  });
  await assert.rejects(migrate(client), /^Error: 001_begin\.sql failed: no$/);
  assert.ok(client.told.includes('ROLLBACK'));
  assert.match(client.told.at(-1), /pg_advisory_unlock/);
});

test('says that it has no address of a database, and tries no other', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [new URL('../src/migrate.js', import.meta.url).pathname],
    { env: { DATABASE_URL: '' }, encoding: 'utf8' },
  );
  assert.equal(status, 1);
  assert.match(stderr, /Error: DATABASE_URL is missing/);
});
