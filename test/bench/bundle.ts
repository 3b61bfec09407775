import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Bench, Workshop } from './Bench';
import { round } from './statistics';

const plugin = 'backstage-plugin-gitops';
/**
 * A plugin of its own, which shares some of the code: it is left out, so that it doesn't count for
 * either side
 */
const formFields = 'backstage-plugin-scaffolder-frontend-module-gitops';
const targetKB = 40;

interface Size {
  /** Gzipped bytes of all scripts and styles */
  all: number;
  /** Those that the page loads before it shows anything */
  first: number;
  files: number;
}

/**
 * What the plugin adds to the app's production bundle: the app is built twice as
 * `backstage-cli package build` builds it, once as it is and once without the plugin among its
 * dependencies, which is where the app finds its plugins. The difference of the sums of all scripts
 * and styles, each gzipped by itself at the usual level, without source maps: libraries that only
 * the plugin uses count too, and so does what is loaded only when a page needs it.
 */
export const bundle: Bench = async workshop => {
  const build = async (name: string, isWith: boolean) => {
    workshop.say(`building the app ${name} the plugin`);
    const size = await buildApp(workshop, name, isWith);
    workshop.say(`${size.files} files, ${round(size.all / 1000)} kB gzipped`);
    return size;
  };
  const without = await build('without', false);
  const complete = await build('with', true);
  const addedKB = (complete.all - without.all) / 1000;
  return [
    {
      figure: "what the plugin adds to the app's production bundle, gzipped",
      target: '40 kB',
      measured: `${round(addedKB)} kB`,
      ok: addedKB <= targetKB,
      samples: '2 builds',
      details: {
        'of that loaded with every page, kB': round(
          (complete.first - without.first) / 1000,
        ),
        'app without the plugin, kB': round(without.all / 1000),
        'app with the plugin, kB': round(complete.all / 1000),
      },
    },
  ];
};

/**
 * Builds a copy of the app. It lies within the repository, where its dependencies are found, in a
 * folder that git ignores.
 */
async function buildApp(
  workshop: Workshop,
  name: string,
  isWith: boolean,
): Promise<Size> {
  const app = join(workshop.root, 'packages', 'app');
  const copy = join(workshop.root, '.cache', `bench-${process.pid}`, name);
  const { dependencies, ...manifest } = JSON.parse(
    readFileSync(join(app, 'package.json'), 'utf8'),
  );
  if (!dependencies[plugin]) throw new Error(`The app has no ${plugin}`);
  delete dependencies[formFields];
  if (!isWith) delete dependencies[plugin];
  const remove = () => {
    rmSync(join(copy, '..'), { recursive: true, force: true });
    const cache = join(copy, '..', '..');
    if (existsSync(cache) && readdirSync(cache).length === 0) rmdirSync(cache);
  };
  process.once('exit', remove);
  try {
    mkdirSync(copy, { recursive: true });
    writeFileSync(
      join(copy, 'package.json'),
      JSON.stringify({ ...manifest, dependencies }),
    );
    for (const part of ['src', 'public'])
      symlinkSync(relative(copy, join(app, part)), join(copy, part));
    const output: string[] = [];
    const { child, ended } = workshop.start(
      'build',
      process.execPath,
      [
        join(
          workshop.root,
          'node_modules',
          '@backstage',
          'cli',
          'bin',
          'backstage-cli',
        ),
        'package',
        'build',
      ],
      { cwd: copy, onLine: line => output.push(line) },
    );
    const reason = await ended;
    if (child.exitCode !== 0)
      throw new Error(`${reason}\n${output.slice(-30).join('\n')}`);
    return sizeOf(join(copy, 'dist'));
  } finally {
    remove();
    process.off('exit', remove);
  }
}

function sizeOf(dist: string): Size {
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  const size: Size = { all: 0, first: 0, files: 0 };
  for (const entry of readdirSync(dist, {
    recursive: true,
    withFileTypes: true,
  })) {
    if (!entry.isFile() || !/\.(js|css)$/.test(entry.name)) continue;
    const bytes = gzipSync(
      readFileSync(join(entry.parentPath, entry.name)),
    ).length;
    size.all += bytes;
    size.files += 1;
    if (page.includes(entry.name)) size.first += bytes;
  }
  return size;
}
