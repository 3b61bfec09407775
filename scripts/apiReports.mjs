// Writes what each package exports into its report*.api.md: `npm run api-reports`. A change of the
// public API is then a line in a review. With `--check`, it fails where a report is out of date.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
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
    [...reports()].map(([path, text]) => [path, inOneOrder(text)]),
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
 * TypeScript writes the members of an inferred union, and those of an object made from one, in the
 * order in which it first meets them, which differs between machines. Sorts them.
 */
export function inOneOrder(report) {
  return report.replace(/(?<=^```ts\n)[^]*?(?=^```$)/m, code =>
    ordered(
      ts.createSourceFile('report.ts', code, ts.ScriptTarget.Latest, true),
    ),
  );
}

function ordered(node) {
  const file = node.getSourceFile();
  const isMovable = ts.isUnionTypeNode(node) || ts.isTypeLiteralNode(node);
  const parts = ts.isUnionTypeNode(node)
    ? node.types
    : ts.isTypeLiteralNode(node)
    ? node.members
    : childrenOf(node);
  const texts = parts.map(ordered);
  if (isMovable) {
    texts.sort();
  }
  let text = '';
  let end = startOf(node, file);
  for (const [index, part] of parts.entries()) {
    text += file.text.slice(end, startOf(part, file)) + texts[index];
    end = part.end;
  }
  return text + file.text.slice(end, node.end);
}

/** A comment before a member belongs to it. */
function startOf(node, file) {
  return ts.isSourceFile(node) ? 0 : node.getStart(file, true);
}

function childrenOf(node) {
  const children = [];
  ts.forEachChild(node, child => void children.push(child));
  return children;
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
