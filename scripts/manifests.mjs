// Keeps the six packages in step with the root package.json: `npm run manifests`. With `--check`,
// it only compares. The root holds the address of the repository, the licence, the author and, if
// the packages are to have one, a scope: `"publishing": { "scope": "@example" }`.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './portal.mjs';
import { problemsOfLinks } from './readmeLinks.mjs';

const COMMON_KEYWORDS = ['backstage', 'backstage-plugin', 'argocd', 'gitops'];
const KEYWORDS_BY_ROLE = {
  'frontend-plugin': ['frontend', 'deployments', 'promotions'],
  'backend-plugin': ['backend', 'deployments', 'promotions'],
  'common-library': ['client', 'permissions'],
  'node-library': ['git', 'yaml', 'kustomize', 'helm'],
  'backend-plugin-module': ['scaffolder', 'scaffolder-actions', 'templates'],
  'frontend-plugin-module': ['scaffolder', 'form-fields', 'templates'],
};

const isCheck = process.argv.includes('--check');
const read = file => readFileSync(join(root, file), 'utf8');

const { repository, license, author, publishing } = JSON.parse(
  read('package.json'),
);
const address = repository.url;
const scope = publishing?.scope;
if (scope !== undefined && !/^@[a-z0-9][a-z0-9._-]*$/.test(scope))
  throw new Error(`publishing.scope in package.json is not like "@example".`);

const folders = readdirSync(join(root, 'plugins')).sort();
const manifestOf = folder => JSON.parse(read(`plugins/${folder}/package.json`));
const formerAddress = manifestOf(folders[0]).repository?.url ?? address;
const formerName = manifestOf(folders[0]).name;

/** The new texts of files that are not as they should be. */
const changes = new Map();
const textOf = file => changes.get(file) ?? read(file);
function change(file, text) {
  if (!existsSync(join(root, file)) || textOf(file) !== text)
    changes.set(file, text);
}

function textFiles() {
  const { status, stdout, stderr } = spawnSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 },
  );
  if (status !== 0) throw new Error(`git ls-files failed: ${stderr}`);
  return [...new Set(stdout.split('\0'))].filter(
    file =>
      file &&
      // Yarn writes its lock file itself
      file !== 'yarn.lock' &&
      existsSync(join(root, file)) &&
      !read(file).includes('\0'),
  );
}

/** Puts the names of the packages, with or without a scope, and the address into every file. */
function rename() {
  const names = folders.map(folder => manifestOf(folder).name.split('/').pop());
  // Not in catalog-info.yaml's names and references: an entity's name can't have a scope
  const anyName = new RegExp(
    `(?<![\\w:-]|name: |@[\\w.-]+/)(?:@[\\w.-]+/)?(${names.join(
      '|',
    )})(?![\\w-])`,
    'g',
  );
  const oldAddress = new RegExp(`${literal(formerAddress)}(?![\\w-])`, 'g');
  for (const file of textFiles()) {
    const renamed = read(file)
      .replace(anyName, scope ? `${scope}/$1` : '$1')
      .replace(oldAddress, address);
    change(
      file,
      file === '.github/CODEOWNERS'
        ? renamed.replaceAll(ownerOf(formerAddress), ownerOf(address))
        : renamed,
    );
  }
}

const literal = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What the names of an organisation's teams begin with. */
const ownerOf = url => `@${new URL(url).pathname.split('/')[1]}/`;

function describe(folder) {
  const file = `plugins/${folder}/package.json`;
  const { name, version, description, ...rest } = JSON.parse(textOf(file));
  const { role } = rest.backstage;
  const described = {
    keywords: [...COMMON_KEYWORDS, ...KEYWORDS_BY_ROLE[role]],
    homepage: `${address}/tree/main/plugins/${folder}#readme`,
    bugs: `${address}/issues`,
    repository: { ...repository, directory: `plugins/${folder}` },
    license,
    author,
  };
  const manifest = {
    ...{ name, version, description },
    ...described,
    ...rest,
    ...described,
    // Safe for the style sheets too: each is a module whose class names a component uses
    ...(/^(frontend|common)/.test(role) && { sideEffects: false }),
  };
  change(file, `${JSON.stringify(manifest, null, 2)}\n`);
  change(`plugins/${folder}/LICENSE`, read('LICENSE'));
}

function run(command, args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
const bin = name => join(root, 'node_modules', '.bin', name);

/** What Backstage's own tool expects of the manifests. */
function repoFix() {
  const args = ['repo', 'fix', '--publish', ...(isCheck ? ['--check'] : [])];
  const { status, stdout, stderr } = spawnSync(bin('backstage-cli'), args, {
    cwd: root,
    encoding: 'utf8',
  });
  if (status === 0) return;
  problems.push(`"backstage-cli ${args.join(' ')}" failed: ${stdout}${stderr}`);
  if (isCheck) problems.push('Run "npm run manifests".');
}

rename();
folders.forEach(describe);
const changed = [...changes.keys()];
const problems = folders.flatMap(folder => {
  const file = `plugins/${folder}/README.md`;
  return problemsOfLinks(file, textOf(file), address);
});
if (isCheck) {
  for (const file of changed)
    problems.push(`${file} is not up to date. Run "npm run manifests".`);
} else {
  for (const [file, text] of changes) writeFileSync(join(root, file), text);
  if (manifestOf(folders[0]).name !== formerName) {
    console.log('The packages have new names: updating yarn.lock');
    run(process.execPath, ['scripts/setup.mjs']);
    run(bin('prettier'), ['--write', '--ignore-unknown', ...changed]);
  }
}
repoFix();
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(
  isCheck || changed.length === 0
    ? 'The manifests are up to date.'
    : `Changed ${changed.length} files. "git diff" shows how.`,
);
