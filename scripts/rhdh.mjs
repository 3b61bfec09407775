// Builds the dynamic plugins for Red Hat Developer Hub into dist/rhdh/, and loads those of the
// backend: `npm run rhdh`. --packed takes the packages as `npm run pack` built them before.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { installHost, startHost } from '../test/rhdh/host.mjs';
import { pack } from './pack.mjs';
import { root } from './portal.mjs';
import { YARN } from './yarn.mjs';
import { stopAll } from './processes.mjs';

const TOOL = '@red-hat-developer-hub/cli@1.9.1';

/**
 * What a backend's export brings along. Red Hat Developer Hub's own backend has no notifications,
 * and its own exports embed the signals as well.
 */
const embedded = [
  'backstage-plugin-gitops-common',
  'backstage-plugin-gitops-node',
  '@backstage/plugin-notifications-common',
  '@backstage/plugin-notifications-node',
  '@backstage/plugin-signals-node',
];

/** The embedded ones of Backstage ask for newer ones of these than we do, and need none of it. */
const anyVersion = [
  '@backstage/backend-plugin-api',
  '@backstage/config',
  '@backstage/plugin-events-node',
  '@backstage/types',
];

const backendOptions = [
  '--no-build',
  `--embed-package ${embedded.join(' ')}`,
  `--ignore-version-check ${anyVersion.join(' ')}`,
].join(' ');
const frontendOptions = '--no-generate-module-federation-assets';

const plugins = [
  { name: 'gitops-backend', options: backendOptions, check: checkBackend },
  {
    name: 'scaffolder-backend-module-gitops',
    options: backendOptions,
    check: checkBackend,
  },
  { name: 'gitops', options: frontendOptions, check: checkFrontend },
  {
    name: 'scaffolder-frontend-module-gitops',
    options: frontendOptions,
    check: checkFrontend,
  },
];

const output = join(root, 'dist', 'rhdh');
const workspace = join(output, 'workspace');

/** The tool writes into the packages that it exports: it gets copies of them. */
function layOutWorkspace() {
  rmSync(output, { recursive: true, force: true });
  mkdirSync(workspace, { recursive: true });
  for (const file of [
    'package.json',
    'backstage.json',
    'tsconfig.json',
    'yarn.lock',
    '.yarnrc.yml',
    'plugins',
  ])
    cpSync(join(root, file), join(workspace, file), { recursive: true });
}

/** Exports one plugin, packs it as an archive, and unpacks that as Red Hat Developer Hub does. */
function exportPlugin({ name, options }) {
  const folder = join(workspace, 'plugins', name);
  run(
    'npx',
    // The tool calls yarn
    [
      '--yes',
      '-p',
      TOOL,
      '-p',
      YARN,
      '-c',
      `rhdh-cli plugin export ${options}`,
    ],
    folder,
  );
  const [{ filename, integrity, size }] = JSON.parse(
    run(
      'npm',
      ['pack', '--json', '--pack-destination', output],
      join(folder, 'dist-dynamic'),
    ),
  );
  const unpacked = join(output, name);
  mkdirSync(unpacked);
  run(
    'tar',
    ['xzf', join(output, filename), '-C', unpacked, '--strip-components=1'],
    root,
  );
  console.log(`  ${filename}, ${(size / 1e6).toFixed(1)} MB, ${integrity}`);
  return unpacked;
}

function run(command, args, cwd) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64e6,
  });
  if (status !== 0)
    throw new Error(
      `"${command} ${args.join(' ')}" failed:\n${stdout}${stderr}`,
    );
  return stdout;
}

const readJson = file => JSON.parse(readFileSync(file, 'utf8'));

/** Everything but the packages of Backstage is in the archive, and Node can load its entry. */
function checkBackend(folder) {
  const { bundleDependencies, dependencies } = readJson(
    join(folder, 'package.json'),
  );
  if (bundleDependencies !== true)
    throw new Error('Its dependencies are not bundled.');
  for (const name of Object.keys(dependencies)) {
    if (!existsSync(join(folder, 'node_modules', name, 'package.json')))
      throw new Error(`${name} is not in the archive.`);
    if (name.startsWith('@backstage/') && !embedded.includes(name))
      throw new Error(`${name} is in the archive: it would be a second copy.`);
  }
  const type = run(
    process.execPath,
    ['--print', 'require(process.argv[1]).default.$$type', folder],
    root,
  ).trim();
  if (type !== '@backstage/BackendFeature')
    throw new Error(`Its default export is no backend feature but ${type}.`);
}

/** The module that the documentation's configuration names is there, with all that it names. */
function checkFrontend(folder) {
  const { scalprum } = readJson(join(folder, 'package.json'));
  const assets = join(folder, 'dist-scalprum');
  const { name, loadScripts } = readJson(join(assets, 'plugin-manifest.json'));
  if (name !== scalprum.name) throw new Error(`Its manifest names ${name}.`);
  const entry = loadScripts
    .map(script => readFileSync(join(assets, script), 'utf8'))
    .join('\n');
  for (const module of Object.keys(scalprum.exposedModules)) {
    if (!entry.includes(module)) throw new Error(`${module} is not exposed.`);
    const code = readdirSync(join(assets, 'static'))
      .filter(file => file.startsWith(`exposed-${module}.`))
      .map(file => readFileSync(join(assets, 'static', file), 'utf8'))
      .join('\n');
    for (const used of namesUsedOf(name))
      if (!code.includes(`${used}:`))
        throw new Error(`${module} has no ${used}, which is documented.`);
  }
}

/** The exports of a frontend plugin that docs/red-hat-developer-hub.md configures. */
function namesUsedOf(plugin) {
  const docs = readFileSync(
    join(root, 'docs', 'red-hat-developer-hub.md'),
    'utf8',
  );
  const [, config] = docs.split(`          ${plugin}:\n`);
  if (!config)
    throw new Error(`The documentation does not configure ${plugin}.`);
  const [own] = config.split('```');
  return [...own.matchAll(/(?:importName:|- )\s*((?:is|[A-Z])\w+)$/gm)].map(
    ([, used]) => used,
  );
}

/** A backend without a word of GitOps in its code serves what the two archives bring. */
async function checkHost(backends) {
  installHost();
  const read = await startHost(backends);
  const environments = await read('gitops/v1/environments');
  if (environments.items.map(({ name }) => name).join() !== 'dev,production')
    throw new Error(`The backend answered ${JSON.stringify(environments)}.`);
  const actions = await read('scaffolder/v2/actions');
  if (!actions.some(({ id }) => id === 'gitops:service:check'))
    throw new Error('The scaffolder has none of our actions.');
}

const total = { passed: 0, failed: 0 };

async function check(title, holds) {
  const startedAt = Date.now();
  let problem;
  try {
    await holds();
  } catch (error) {
    problem = error.message;
  }
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  console.log(`${problem ? '✗' : '✓'} ${title} (${seconds} s)`);
  if (problem) console.log(`  ${problem}`);
  total[problem ? 'failed' : 'passed'] += 1;
}

try {
  if (!process.argv.includes('--packed')) pack();
  layOutWorkspace();
  for (const plugin of plugins)
    await check(`${plugin.name} is exported`, () => {
      plugin.folder = exportPlugin(plugin);
      plugin.check(plugin.folder);
    });
  rmSync(workspace, { recursive: true, force: true });
  await check('A backend of Backstage 1.55 loads both of its plugins', () =>
    checkHost(plugins.filter(({ check: kind }) => kind === checkBackend)),
  );
} finally {
  await stopAll();
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);
