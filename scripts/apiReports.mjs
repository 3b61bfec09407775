// Writes what each package exports into its report*.api.md: `npm run api-reports`. A change of the
// public API is then a line in a review. With `--check`, it fails where a report is out of date.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './portal.mjs';

const TOOL = '@backstage/repo-tools@0.19.1';

const omitted = [
  // Names that say it all need no comment
  'ae-undocumented',
  // Packages of this repository are read from their sources
  'ae-wrong-input-file-type',
];

/** Needs the type declarations that `tsc` writes. Returns what is wrong, if something is. */
export function apiReports({ isCheck }) {
  const committed = reports();
  const { status, stdout, stderr } = spawnSync(
    'npx',
    [
      ...['--yes', '-p', TOOL, 'backstage-repo-tools', 'api-reports'],
      ...['plugins/*', '--omit-messages', omitted.join(',')],
    ],
    { cwd: root, encoding: 'utf8' },
  );
  if (status !== 0) {
    return [`${stdout}${stderr}`];
  }
  const written = new Map(
    [...reports()].map(([path, text]) => [path, sortUnions(text)]),
  );
  const changed = [...new Set([...committed.keys(), ...written.keys()])].filter(
    path => committed.get(path) !== written.get(path),
  );
  for (const [path, text] of isCheck ? committed : written) {
    writeFileSync(path, text);
  }
  return isCheck && changed.length > 0
    ? [
        ...changed.map(path => difference(path, written.get(path) ?? '')),
        'Run "npm run api-reports" and commit the reports.',
      ]
    : [];
}

function reports() {
  return new Map(
    readdirSync(join(root, 'plugins'))
      .flatMap(name =>
        readdirSync(join(root, 'plugins', name)).map(file =>
          join(root, 'plugins', name, file),
        ),
      )
      .filter(path => path.endsWith('.api.md'))
      .map(path => [path, readFileSync(path, 'utf8')]),
  );
}

/**
 * TypeScript writes the members of an inferred union in the order in which it happened to see them,
 * which differs between machines.
 */
function sortUnions(report) {
  return report
    .replace(/'[^'\n]+'(?: \| '[^'\n]+')+/g, union =>
      union.split(' | ').sort().join(' | '),
    )
    .replace(/(?:^ *\| '[^'\n]+'\n)+/gm, union =>
      [...union.trimEnd().split('\n').sort(), ''].join('\n'),
    );
}

function difference(path, text) {
  const { stdout } = spawnSync(
    'git',
    ['diff', '--no-index', '--no-color', '--', path, '-'],
    { cwd: root, encoding: 'utf8', input: text },
  );
  return stdout;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  spawnSync(join(root, 'node_modules', '.bin', 'tsc'), {
    cwd: root,
    stdio: 'inherit',
  });
  const problems = apiReports({ isCheck: process.argv.includes('--check') });
  if (problems.length > 0) {
    console.error(problems.join('\n'));
    process.exit(1);
  }
}
