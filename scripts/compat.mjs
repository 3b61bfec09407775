// Installs the packed archives into stock apps of each supported Backstage release, with the new
// and the old frontend system, and opens them in Chromium. `npm run compat`, or
// `npm run compat 1.55`. --packed takes the archives that are in dist/ already.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { apiReports } from './apiReports.mjs';
import { archiveOf, pack, packages } from './pack.mjs';
import { root, startSandbox } from './portal.mjs';
import { answers, freePort, start, stopAll } from './processes.mjs';
import {
  apps,
  buildApp,
  checkTypes,
  installStock,
  releases,
  secondCopies,
} from './stock.mjs';

const args = process.argv.slice(2).filter(arg => arg !== '--');
const requested = args.filter(arg => !arg.startsWith('--'));
const unknown = requested.filter(release => !releases.includes(release));
if (unknown.length > 0) {
  console.error(
    `Backstage ${unknown.join(
      ' and ',
    )} is not supported. Choose from ${releases.join(', ')}.`,
  );
  process.exit(2);
}

const results = join(root, 'test-results');
const total = { passed: 0, failed: 0 };

/** Counts a check, and says what is wrong. */
async function check(title, holds) {
  const startedAt = Date.now();
  let problems;
  try {
    problems = (await holds()) ?? [];
  } catch (error) {
    problems = [error.message];
  }
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  const isFine = problems.length === 0;
  console.log(`${isFine ? '✓' : '✗'} ${title} (${seconds} s)`);
  for (const problem of problems) console.log(`  ${problem}`);
  total[isFine ? 'passed' : 'failed'] += 1;
  return isFine;
}

async function checkArchives() {
  await check('Every dependency is declared, and none without a use', () =>
    complaints('npx', ['--yes', '-p', 'knip@6.44.2', 'knip', ...knip]),
  );
  await check('The reports of the public API are up to date', () =>
    apiReports({ isCheck: true }),
  );
  let size = 0;
  for (const name of packages) {
    const archive = archiveOf(name);
    size += unpackedSize(archive);
    await check(`${name}: every path of its manifest resolves`, () =>
      unresolvedPaths(archive),
    );
    await check(`${name}: its types are those of its modules`, () =>
      wrongTypes(archive),
    );
  }
  // Code grows with what it does; this notices what has no place in an archive
  await check(
    `All archives together have ${(size / 1e6).toFixed(2)} MB unpacked`,
    () => (size <= 4e6 ? [] : ['4 MB are the most.']),
  );
}

/**
 * How backstage-cli builds every package: ES modules of frontend packages end in `.esm.js` and are
 * for bundlers, the condition `backstage` holds a type, and backend packages have a default export
 * in CommonJS.
 */
const builtByBackstage = {
  publint: [
    'CJS_WITH_ESMODULE_DEFAULT_EXPORT',
    'EXPORTS_TYPES_SHOULD_BE_FIRST',
    'EXPORT_TYPES_INVALID_FORMAT',
    'FILE_INVALID_FORMAT',
    'TYPES_NOT_EXPORTED',
  ],
  attw: [
    'cjs-only-exports-default',
    'cjs-resolves-to-esm',
    'fallback-condition',
    'unexpected-module-syntax',
  ],
};

async function unresolvedPaths(archive) {
  const { messages, pkg } = await publint({
    pack: { tarball: readFileSync(archive) },
    level: 'warning',
  });
  return messages
    .filter(({ code, path }) => {
      const isType =
        code === 'EXPORTS_VALUE_INVALID' && path.at(-1) === 'backstage';
      return !isType && !builtByBackstage.publint.includes(code);
    })
    .map(message => formatMessage(message, pkg));
}

function wrongTypes(archive) {
  return complaints('npx', [
    ...['--yes', '-p', '@arethetypeswrong/cli@0.18.5', 'attw', archive],
    ...['--profile', 'node16', '--ignore-rules', ...builtByBackstage.attw],
  ]);
}

const knip = [
  ...['--include', 'dependencies,unlisted,unresolved,binaries'],
  ...['--no-progress', '--no-config-hints'],
];

/** What a checker prints, if it finds something. */
function complaints(command, commandArgs) {
  const { status, stdout, stderr } = spawnSync(command, commandArgs, {
    cwd: root,
    encoding: 'utf8',
  });
  return status === 0 ? [] : [stdout + stderr];
}

function unpackedSize(archive) {
  const { stdout } = spawnSync('tar', ['tzvf', archive], { encoding: 'utf8' });
  return stdout
    .trim()
    .split('\n')
    .reduce((sum, line) => sum + Number(line.split(/\s+/)[2]), 0);
}

async function checkRelease(release, sandbox) {
  let stock;
  const isInstalled = await check(
    `Backstage ${release}: the archives install`,
    () => {
      stock = installStock(release);
    },
  );
  if (!isInstalled) return;
  await check(`Backstage ${release}: nothing is installed twice`, () =>
    secondCopies(stock),
  );
  await check(`Backstage ${release}: the stock apps pass the type check`, () =>
    checkTypes(stock),
  );
  for (const [system, app] of Object.entries(apps))
    await checkApp({ release, system, app, stock, sandbox });
}

async function checkApp({ release, system, app, stock, sandbox }) {
  const port = await freePort();
  const env = {
    APP_PACKAGE: app,
    PORT: String(port),
    SANDBOX_PORT: String(sandbox),
    EU_DEV_PORT: String(sandbox + 1),
    EU_CENTRAL_PORT: String(sandbox + 2),
  };
  const title = `Backstage ${release}, ${system} frontend system`;
  const isBuilt = await check(`${title}: it builds`, () =>
    buildApp(stock, app, env),
  );
  if (!isBuilt) return;
  const log = [];
  const backend = start(
    'backend',
    process.execPath,
    ['--require', '@backstage/cli/config/nodeTransform.cjs', 'src/index.ts'],
    {
      cwd: join(stock, 'packages', 'backend'),
      env: {
        ...env,
        NODE_ENV: 'development',
        NODE_OPTIONS: '--no-node-snapshot',
      },
      onLine: line => log.push(line),
    },
  );
  const hasStarted = await check(`${title}: the backend starts`, async () => {
    try {
      await answers(
        `http://127.0.0.1:${port}/.backstage/health/v1/readiness`,
        backend.ended,
      );
    } catch (error) {
      return [error.message, ...log.slice(-40)];
    }
    return [];
  });
  if (hasStarted) await browse({ title, system, port });
  await stopAll([backend.child]);
}

/** The browser tests of one app, each of which counts. */
async function browse({ title, system, port }) {
  const file = join(results, 'compat-browser.json');
  console.log(`${title}, in Chromium:`);
  const code = await new Promise(resolve =>
    spawn(
      join(root, 'node_modules', '.bin', 'playwright'),
      ['test', '--config', 'test/compat/playwright.config.ts'],
      {
        cwd: root,
        stdio: 'inherit',
        env: {
          ...process.env,
          FORCE_COLOR: '0',
          COMPAT_RESULTS: file,
          COMPAT_TITLE: title,
          COMPAT_SYSTEM: system,
          PORTAL_URL: `http://localhost:${port}`,
        },
      },
    ).once('close', resolve),
  );
  const stats = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8')).stats
    : { expected: 0, unexpected: 0 };
  total.passed += stats.expected;
  total.failed +=
    stats.unexpected || (code === 0 && stats.expected > 0 ? 0 : 1);
}

for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => stopAll().finally(() => process.exit(1)));

mkdirSync(results, { recursive: true });
try {
  if (!args.includes('--packed')) pack();
  await checkArchives();
  const sandbox = await freePort(3);
  await startSandbox(sandbox);
  for (const release of requested.length > 0 ? requested : releases)
    await checkRelease(release, sandbox);
} finally {
  await stopAll();
}
writeFileSync(join(results, 'compat.json'), JSON.stringify(total));
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);
