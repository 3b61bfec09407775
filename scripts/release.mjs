// Publishes the packages that are not on npm yet, and tags the commit: `npm run release`. With
// `--dry-run`, it packs and says what it would publish. It may be run again after a failure.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { archiveOf, pack, packages } from './pack.mjs';
import { root } from './portal.mjs';

/** Packages before those that depend on them. */
const FIRST = ['gitops-common', 'gitops-node'];

const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean' } } });
const isDryRun = values['dry-run'];

/** Runs a command and returns what it answered; its messages are shown. */
function ask(command, args) {
  const { status, stdout, error } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { isOk: status === 0, answer: stdout ?? error.message };
}

function run(command, args) {
  console.log(`${command} ${args.join(' ')}`);
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0)
    throw new Error(`"${command} ${args.join(' ')}" failed, see above.`);
}

function isPublished({ name, version }) {
  const { isOk, answer } = ask('npm', [
    ...['view', `${name}@${version}`, 'version'],
    ...['--json', '--loglevel', 'silent'],
  ]);
  if (isOk) return answer.trim() !== '';
  // A package without any version
  if (JSON.parse(answer).error?.code === 'E404') return false;
  throw new Error(`npm can't say whether ${name} is published: ${answer}`);
}

function publish({ folder, name, version }) {
  console.log(`\nPublishing ${name}@${version}`);
  run('npm', [
    ...['publish', archiveOf(folder), '--access', 'public'],
    // Only a workflow can prove where an archive was built
    ...(isDryRun ? ['--dry-run'] : ['--provenance']),
  ]);
}

/** All packages have one version (`fixed` in .changeset/config.json), so one tag names it. */
function tag(version) {
  const name = `v${version}`;
  const { isOk, answer } = ask('git', [
    'ls-remote',
    'origin',
    `refs/tags/${name}`,
  ]);
  if (!isOk) throw new Error("The tags of origin can't be read, see above.");
  if (answer) return;
  if (isDryRun) return console.log(`\nWould tag this commit ${name}`);
  run('git', ['tag', name]);
  run('git', ['push', 'origin', name]);
}

const released = [
  ...FIRST,
  ...packages.filter(folder => !FIRST.includes(folder)),
].map(folder => {
  const file = join(root, 'plugins', folder, 'package.json');
  const { name, version } = JSON.parse(readFileSync(file, 'utf8'));
  return { folder, name, version };
});
const missing = released.filter(one => !isPublished(one));
if (missing.length > 0) {
  pack();
  missing.forEach(publish);
} else {
  console.log('All packages are on npm.');
}
tag(released[0].version);
