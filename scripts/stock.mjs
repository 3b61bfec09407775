// A minimal Backstage repository of one release, with the packed archives installed.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archiveOf, packages } from './pack.mjs';
import { root } from './portal.mjs';
import { yarn } from './yarn.mjs';

const folder = join(root, 'test', 'compat');

/** The releases that are supported, oldest first. */
export const releases = readdirSync(join(folder, 'releases'))
  .filter(file => file.endsWith('.json'))
  .map(file => file.slice(0, -'.json'.length))
  .sort();

/** By frontend system: the package of the app. */
export const apps = { new: 'app', old: 'app-legacy' };

/** Of these, a second copy breaks a portal: contexts, style sheets and extensions would differ. */
const singletons = [
  'react',
  'react-dom',
  'react-router-dom',
  '@backstage/core-plugin-api',
  '@backstage/frontend-plugin-api',
  '@backstage/plugin-catalog-react',
  '@backstage/plugin-scaffolder-react',
  '@backstage/ui',
];

/**
 * Lays out and installs the repository. It is outside of this one, so that nothing of this one's
 * node_modules can stand in for an undeclared dependency.
 *
 * @returns its folder
 */
export function installStock(release) {
  const stock = join(tmpdir(), 'backstage-gitops-compat', release);
  mkdirSync(stock, { recursive: true });
  cpSync(join(folder, 'stock'), stock, { recursive: true });
  cpSync(lockOf(release), join(stock, 'yarn.lock'));
  writeFileSync(
    join(stock, 'backstage.json'),
    JSON.stringify({ version: `${release}.0` }),
  );

  const vendor = join(stock, 'vendor');
  rmSync(vendor, { recursive: true, force: true });
  mkdirSync(vendor);
  const archives = {};
  for (const name of packages) {
    cpSync(archiveOf(name), join(vendor, `${name}.tgz`));
    archives[nameOf(name)] = `file:./vendor/${name}.tgz`;
  }
  const versions = readJson(join(folder, 'releases', `${release}.json`));
  for (const path of [
    '.',
    'packages/app',
    'packages/app-legacy',
    'packages/backend',
  ]) {
    const file = join(stock, path, 'package.json');
    const manifest = readJson(file);
    for (const dependencies of [
      manifest.dependencies,
      manifest.devDependencies,
    ])
      for (const [name, range] of Object.entries(dependencies ?? {}))
        if (range === 'release') dependencies[name] = `^${versions[name]}`;
    if (path === '.') Object.assign(manifest.resolutions, archives);
    writeFileSync(file, JSON.stringify(manifest, null, 2));
  }

  run(
    yarn(['install'], { cwd: stock, encoding: 'utf8', env: installEnv }),
    `Installing Backstage ${release}`,
  );
  // Compiled already, for this version of Node
  const sqlite = join('node_modules', 'better-sqlite3');
  rmSync(join(stock, sqlite), { recursive: true, force: true });
  cpSync(join(root, sqlite), join(stock, sqlite), { recursive: true });
  return stock;
}

/** A stock app has a lock file before the plugins come. For the newest release, it is this repository's. */
function lockOf(release) {
  const own = join(folder, 'releases', `${release}.lock`);
  return existsSync(own) ? own : join(root, 'yarn.lock');
}

// CI would make the install immutable; the archives' checksums are new each time
const installEnv = {
  ...process.env,
  CI: '',
  YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
};

/** Sentences about packages that are installed more than once. */
export function secondCopies(stock) {
  return singletons.flatMap(name => {
    const versions = copiesOf(name, stock);
    return versions.length === 1
      ? []
      : [
          `${name} is installed ${versions.length} times: ${versions.join(
            ', ',
          )}`,
        ];
  });
}

function copiesOf(name, folder, found = []) {
  const modules = join(folder, 'node_modules');
  if (existsSync(join(modules, name, 'package.json')))
    found.push(readJson(join(modules, name, 'package.json')).version);
  for (const child of packagesIn(modules)) copiesOf(name, child, found);
  return found;
}

function packagesIn(modules) {
  if (!existsSync(modules)) return [];
  return (
    readdirSync(modules, { withFileTypes: true })
      .filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
      // Backstage's command line uses Yarn, which shows its dialogs with a React of its own
      .filter(entry => entry.name !== '@yarnpkg')
      .flatMap(({ name }) =>
        name.startsWith('@')
          ? readdirSync(join(modules, name)).map(inner =>
              join(modules, name, inner),
            )
          : [join(modules, name)],
      )
  );
}

/** Type-checks the repository against the archives' declarations. */
export function checkTypes(stock) {
  run(
    spawnSync('npx', ['tsc'], { cwd: stock, encoding: 'utf8' }),
    'The type check of the stock apps',
  );
}

export function buildApp(stock, app, env) {
  run(
    spawnSync('npx', ['backstage-cli', 'package', 'build'], {
      cwd: join(stock, 'packages', app),
      encoding: 'utf8',
      env: { ...process.env, ...env },
    }),
    `Building ${app}`,
  );
}

function run({ status, stdout, stderr }, what) {
  if (status !== 0)
    throw new Error(
      `${what} failed:\n${stdout.slice(-4000)}\n${stderr.slice(-4000)}`,
    );
}

function nameOf(name) {
  return readJson(join(root, 'plugins', name, 'package.json')).name;
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
