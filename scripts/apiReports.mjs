// Writes what each package exports into its report*.api.md: `npm run api-reports`. A change of the
// public API is then a line in a review. With `--check`, it fails where a report is out of date.
import { spawnSync } from 'node:child_process';
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
  const { status, stdout, stderr } = spawnSync(
    'npx',
    [
      ...['--yes', '-p', TOOL, 'backstage-repo-tools', 'api-reports'],
      ...['plugins/*', '--omit-messages', omitted.join(',')],
      ...(isCheck ? ['--ci'] : []),
    ],
    { cwd: root, encoding: 'utf8' },
  );
  return status === 0
    ? []
    : [
        `${stdout}${stderr}`,
        'Run "npm run api-reports" and commit the reports.',
      ];
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
