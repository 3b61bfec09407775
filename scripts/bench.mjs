// Measures what the product is to reach, and ends with a table. `npm run bench`, or
// `npm run bench -- memory` for one of them; `--json FILE` names where the figures go,
// `--profile FILE.cpuprofile` where a profile of the backend goes, during card-api's cold calls,
// fleet's changes or release-cpu's deployments (which makes them slower).
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { freePorts, root, startPortal } from './portal.mjs';
import { answers, freePort, start, stopAll } from './processes.mjs';

const benches = {
  'page-views': 'pageViews',
  fleet: 'fleet',
  'fleet-page': 'fleetPage',
  commits: 'unchangingCommits',
  'card-api': 'cardApi',
  'cold-start': 'coldStart',
  memory: 'memory',
  stalls: 'stalls',
  'live-update': 'liveUpdate',
  'open-pages': 'openPages',
  tab: 'deploymentsTab',
  'change-events': 'changeEvents',
  promotions: 'promotions',
  release: 'release',
  'release-cpu': 'releaseCpu',
  'idle-replicas': 'idleReplicas',
  'hanging-host': 'hangingHost',
  chaos: 'chaos',
  'hostile-plan': 'hostilePlan',
  snapshots: 'snapshots',
  history: 'history',
  'golden-path': 'goldenPath',
  'add-environment': 'addEnvironment',
  'secret-scan': 'secretScan',
  bundle: 'bundle',
};

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { json: { type: 'string' }, profile: { type: 'string' } },
    });
    const unknown = positionals.filter(name => !benches[name]);
    if (unknown.length > 0)
      throw new Error(`There is no bench ${unknown.join(' or ')}.`);
    return {
      json: values.json,
      profile: values.profile && resolve(values.profile),
      names: positionals.length > 0 ? positionals : Object.keys(benches),
    };
  } catch (error) {
    console.error(
      `${error.message} Choose of ${Object.keys(benches).join(
        ', ',
      )}, or none for all; --json FILE names where the figures go.`,
    );
    process.exit(2);
  }
}

/**
 * Runs one bench in a folder of its own and ends all that it started. Answers its figures, or what
 * went wrong.
 */
async function run(name, load) {
  const folder = mkdtempSync(join(folders, `${name}-`));
  const startedAt = Date.now();
  const say = text => console.log(`[${name}] ${text}`);
  const load1m = loadavg()[0];
  try {
    const bench = load(join(root, 'test', 'bench', `${benches[name]}.ts`))[
      benches[name]
    ];
    const figures = await bench({
      root,
      folder,
      start,
      answers,
      freePort,
      freePorts,
      startPortal,
      profile,
      say,
    });
    return { name, figures, load1m };
  } catch (error) {
    if (error.name === 'Skipped') {
      say(`skipped: ${error.message}`);
      return { name, figures: [], load1m, skipped: error.message };
    }
    if (!ending) console.error(`[${name}] ${error.stack}`);
    return { name, figures: [], load1m, error: error.message.split('\n')[0] };
  } finally {
    await stopAll();
    rmSync(folder, { recursive: true, force: true });
    say(`took ${Math.round((Date.now() - startedAt) / 1000)} s`);
  }
}

function print(results) {
  const rows = [['figure', 'target', 'measured', 'ok?', 'samples']];
  for (const { name, figures, error, skipped } of results) {
    for (const { figure, target, measured, ok, samples } of figures)
      rows.push([figure, target, measured, ok ? 'yes' : 'NO', samples]);
    if (error)
      rows.push([name, '', `could not be measured: ${error}`, 'NO', '']);
    if (skipped) rows.push([name, '', `skipped: ${skipped}`, '-', '']);
  }
  console.log();
  rows.forEach((row, index) => {
    console.log(`| ${row.join(' | ')} |`);
    if (index === 0) console.log(`|${'---|'.repeat(row.length)}`);
  });
  for (const { figures } of results) {
    for (const { figure, details } of figures) {
      console.log(`\n${figure}:`);
      for (const [what, value] of Object.entries(details))
        console.log(`  ${what}: ${value}`);
    }
  }
}

function commit() {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}

const { json, profile, names } = readArguments();
const folders = mkdtempSync(join(tmpdir(), 'gitops-bench-'));
const tidyUp = async () => {
  await stopAll();
  rmSync(folders, { recursive: true, force: true });
};
/** Set once a signal asks to end: later failures are not reported */
let ending;
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    ending ??= tidyUp().finally(() => process.exit(130));
  });

const date = new Date();
// The benches are TypeScript, read as the backend's own sources are
const require = createRequire(import.meta.url);
require('@backstage/cli/config/nodeTransform.cjs');
const results = [];
for (const name of names) {
  results.push(await run(name, require));
  await ending;
}
await tidyUp();
print(results);

const machine = {
  node: process.version,
  cpus: cpus().length,
  cpu: cpus()[0]?.model,
};
const file = resolve(
  json ??
    join(
      root,
      'bench-results',
      `${date.toISOString().replace(/[:.]/g, '-')}.json`,
    ),
);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(
  file,
  `${JSON.stringify(
    { date: date.toISOString(), commit: commit(), machine, results },
    null,
    2,
  )}\n`,
);
console.log(
  `\nWritten to ${file}. The machine's load makes figures worse, never better: see load1m there.`,
);
// A missed target is a figure like any other; a bench that could not measure is an error
process.exit(results.some(({ error }) => error) ? 1 : 0);
