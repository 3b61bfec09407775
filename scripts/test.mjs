// Runs every check, and ends with one line that counts them. `npm test`, or `npm test contract` for
// one kind.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './portal.mjs';

const results = join(root, 'test-results');
const bin = name => join(root, 'node_modules', '.bin', name);

/** What failed, told again at the end: what was printed on the way is thousands of lines back. */
const failures = [];
/** Of each, so many characters. */
const SHOWN = 2_000;

const kinds = {
  types: {
    title: 'Type check',
    command: [bin('tsc'), '--noEmit', '--incremental', 'false'],
    count: one,
  },
  lint: {
    title: 'Lint',
    command: [bin('backstage-cli'), 'repo', 'lint', '--max-warnings', '0'],
    count: one,
  },
  manifests: {
    title: 'Manifests and READMEs of the packages',
    command: [process.execPath, 'scripts/manifests.mjs', '--check'],
    count: one,
  },
  unit: {
    title: 'Unit tests',
    command: [
      bin('backstage-cli'),
      'repo',
      'test',
      '--watchAll=false',
      '--json',
      `--outputFile=${join(results, 'unit.json')}`,
    ],
    count: jest('unit.json'),
  },
  contract: {
    title: `Contract tests against ${
      [process.env.ARGOCD_URL, process.env.GITEA_URL]
        .filter(Boolean)
        .join(' and ') || 'the sandbox'
    }`,
    command: [
      bin('jest'),
      '--config',
      'test/contract/jest.config.js',
      '--json',
      `--outputFile=${join(results, 'contract.json')}`,
    ],
    count: jest('contract.json'),
  },
  simulation: {
    title: 'Simulation: whatever happens, nothing false is said',
    command: [bin('jest'), '--config', 'test/simulation/jest.config.js'],
    count: one,
  },
  e2e: {
    title: 'Browser tests',
    command: [
      bin('playwright'),
      'test',
      '--config',
      'test/e2e/playwright.config.ts',
    ],
    count: playwright('e2e.json'),
  },
};

function one(code) {
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

function read(file) {
  try {
    return JSON.parse(readFileSync(join(results, file), 'utf8'));
  } catch {
    return undefined;
  }
}

/** A runner that failed without a failing test, or without any test, counts as one failure. */
function honest(code, { passed, failed, skipped }) {
  return {
    passed,
    skipped,
    failed: failed || (code !== 0 || passed === 0 ? 1 : 0),
  };
}

function jest(file) {
  return code => {
    const {
      numPassedTests = 0,
      numFailedTests = 0,
      numPendingTests = 0,
      numFailedTestSuites = 0,
      testResults = [],
    } = read(file) ?? {};
    for (const { name, status, message } of testResults)
      if (status === 'failed')
        failures.push(`${relative(root, name)}\n${message.slice(0, SHOWN)}`);
    return honest(code, {
      passed: numPassedTests,
      failed: Math.max(numFailedTests, numFailedTestSuites),
      skipped: numPendingTests,
    });
  };
}

function playwright(file) {
  return code => {
    const {
      expected = 0,
      unexpected = 0,
      flaky = 0,
      skipped = 0,
    } = read(file)?.stats ?? {};
    return honest(code, {
      passed: expected,
      failed: unexpected + flaky,
      skipped,
    });
  };
}

function run([command, ...args]) {
  return new Promise(resolve => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, CI: '1', FORCE_COLOR: '0' },
    });
    child.once('error', () => resolve(1));
    child.once('close', code => resolve(code ?? 1));
  });
}

const asked = process.argv.slice(2);
const unknown = asked.filter(name => !kinds[name]);
if (unknown.length > 0) {
  console.error(
    `There are no ${unknown.join(' or ')} tests. Choose of ${Object.keys(
      kinds,
    ).join(', ')}, or none for all.`,
  );
  process.exit(2);
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const total = { passed: 0, failed: 0, skipped: 0 };
const summary = [];
for (const [name, kind] of Object.entries(kinds)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n=== ${kind.title} ===`);
  const startedAt = Date.now();
  const counts = kind.count(await run(kind.command));
  for (const key of Object.keys(total)) total[key] += counts[key];
  summary.push(
    `${kind.title}: ${counts.passed} passed, ${
      counts.failed
    } failed in ${Math.round((Date.now() - startedAt) / 1000)} s`,
  );
}
for (const failure of failures) console.log(`\nFailed: ${failure}`);
console.log(`\n${summary.join('\n')}`);
if (total.skipped > 0) console.log(`${total.skipped} skipped: none may be`);
console.log(`${total.passed} passed, ${total.failed + total.skipped} failed`);
process.exit(total.failed + total.skipped > 0 ? 1 : 0);
