// A minimal Backstage repository of one release, with the packed archives installed.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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

/**
 * A stock app has a lock file before the plugins come. For the newest release, it is this
 * repository's.
 */
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

/**
 * Sentences about singletons of which the archives, or what they depend on, use another copy than
 * the app. A copy that only Backstage's own packages use is not looked at: the newest
 * `@backstage/app-defaults`, for one, brings a second `frontend-plugin-api`.
 */
export function secondCopies(stock) {
  return Object.values(apps).flatMap(app => {
    const folder = join(stock, 'packages', app);
    const used = packagesBelow(
      packages
        .map(name => resolvePackage(nameOf(name), folder))
        .filter(Boolean),
    );
    return singletons.flatMap(name => {
      const own = resolvePackage(name, folder);
      const others = [...used].filter(
        path => path.endsWith(join('node_modules', name)) && path !== own,
      );
      return others.map(
        path => `${app} uses ${own}, and the packages ${path} as well`,
      );
    });
  });
}

/** Where Node and bundlers find a package that is imported in a folder. */
function resolvePackage(name, folder) {
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    const path = join(at, 'node_modules', name);
    if (existsSync(join(path, 'package.json'))) return realpathSync(path);
  }
  return undefined;
}

/** The packages, and all that they depend on. */
function packagesBelow(paths, found = new Set()) {
  for (const path of paths) {
    if (found.has(path)) continue;
    found.add(path);
    const { dependencies, peerDependencies } = readJson(
      join(path, 'package.json'),
    );
    const names = Object.keys({ ...dependencies, ...peerDependencies });
    packagesBelow(
      names.map(name => resolvePackage(name, path)).filter(Boolean),
      found,
    );
  }
  return found;
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
