// Builds the six packages and packs them into dist/: `npm run pack`. What is published and what the
// compatibility check installs are these archives.
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './portal.mjs';
import { yarn } from './yarn.mjs';

export const packages = readdirSync(join(root, 'plugins')).sort();

/** Where the archive of `plugins/<name>` is after packing. */
export const archiveOf = name => join(root, 'dist', `${name}.tgz`);

/** What Yarn makes of a package's name for `%s`. */
function slugOf(name) {
  const manifest = join(root, 'plugins', name, 'package.json');
  return JSON.parse(readFileSync(manifest, 'utf8')).name.replace('/', '-');
}

export function pack() {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  mkdirSync(join(root, 'dist'));
  run('Writing the type declarations', 'npx', ['tsc']);
  run('Building the packages', 'npx', ['backstage-cli', 'repo', 'build']);
  console.log('Packing');
  const { status, stdout } = yarn(
    [
      ...['workspaces', 'foreach', '-A', '--no-private'],
      ...['pack', '--out', join(root, 'dist', '%s.tgz')],
    ],
    { cwd: root, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`Packing failed:\n${stdout}`);
  for (const name of packages)
    renameSync(join(root, 'dist', `${slugOf(name)}.tgz`), archiveOf(name));
  console.log(`Packed ${packages.length} archives into dist/`);
}

function run(title, command, args) {
  console.log(title);
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0)
    throw new Error(`"${command} ${args.join(' ')}" failed, see above.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) pack();
