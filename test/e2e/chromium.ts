import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Flags that a browser needs in a container, and that keep it from looking for services of its
 * maker's.
 */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/**
 * The browser that tests run in: the one that CHROMIUM_PATH names, the system's, else the one that
 * comes as an npm package.
 */
export async function findChromium(): Promise<string> {
  const known = [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  const installed = known.find(path => path && existsSync(path));
  if (installed) return installed;
  // It unpacks into the temporary folder, where any file of its name is taken for it; and with its
  // own libraries only if it believes to be in a bare container
  const folder = join(
    __dirname,
    '..',
    '..',
    'node_modules',
    '.cache',
    'chromium',
  );
  mkdirSync(folder, { recursive: true });
  process.env.TMPDIR = folder;
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x';
  const { default: chromium } = await import('@sparticuz/chromium');
  const path = await chromium.executablePath();
  // Without any font for a text it aborts the page
  writeFileSync(
    join(folder, 'fonts.conf'),
    fontsIn(
      [join(folder, 'fonts'), '/usr/share/fonts'],
      join(folder, 'font-cache'),
    ),
  );
  process.env.FONTCONFIG_FILE = join(folder, 'fonts.conf');
  return path;
}

function fontsIn(folders: string[], cache: string): string {
  return [
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>',
    ...folders.map(folder => `<dir>${folder}</dir>`),
    `<cachedir>${cache}</cachedir></fontconfig>`,
  ].join('');
}
