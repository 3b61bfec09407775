import { stripVTControlCharacters } from 'node:util';
import { randomTexts } from 'backstage-plugin-gitops-common';
import { withoutCredentials } from '../argocd/withoutCredentials';

/** What is looked at, and kept, of a line at most. */
const MAX_LOOKED_AT = 2_000;
const MAX_KEPT = 300;

const MASK = '***';

/** `Authorization: Bearer …`, also with the scheme alone. Words are no credentials. */
const AUTHORIZATION =
  /\b(bearer|basic|token)\s+(?=[\w~+/.=-]*\d)[\w~+/.=-]{8,}/gi;
/** Tokens with a known prefix, and signed tokens (JWT). */
const KNOWN_TOKENS =
  /\b(?:(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk-|AKIA|ASIA|dop_v1_|hvs\.|eyJ[\w-]{8,}\.eyJ)[\w.-]{8,}|npm_[A-Za-z0-9]{30,})/g;
/** `password=`, `"apiKey": `, `DB_PASSWORD: `, `'secret' => `, also with escaped quotes. */
const NAME = /(\\?["']?)([\w.-]{2,60})\1\s{0,3}(?:=>|[:=])\s{0,3}/g;
/** What follows it. */
const VALUE =
  /\\?"(?:[^"\\]|\\(?!")){0,500}\\?"|'[^']{0,500}'|[^\s,;&"'}\])]{1,500}/y;
/** SQL and command lines: `PASSWORD 'x'`, `IDENTIFIED BY 'x'`, `--password x`. */
const STATEMENT =
  /\b(password|passwd|passphrase|identified\s+by)(\s{1,3})('[^']{1,500}'|"[^"]{1,500}")|(--?(?:password|passwd|token|secret|api-key))(\s{1,3})(\S{1,500})/gi;
/** `<password>x</password>` */
const ELEMENT = /<([\w.-]{2,60})>([^<]{1,500})<\/\1>/g;
/** In a log, whatever follows such a name is its value, and not the name of a variable. */
const SECRET_NAME =
  /(?:^|[^a-z])(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|encryption[_-]?key|signing[_-]?key|credentials?|session(?:[_-]?id)?|cookie)s?$/;
/** Values that are not secrets, and often say what is wrong with one. */
const NO_VALUE =
  /^(?:true|false|yes|no|null|none|nil|undefined|expired|missing|invalid|required|\*{3})$/i;
const KEY_BLOCK = /-----(BEGIN|END) [A-Z ]{0,40}PRIVATE KEY-----/;
const OF_KEY = /^\s*[A-Za-z0-9+/=]{1,200}\s*$/;

/**
 * The lines of a log, fit to be shown: without control characters, not long, and without what looks
 * like a secret. Nothing can tell every secret, so that seeing logs has a permission of its own.
 */
export function maskedLines(lines: readonly string[]): string[] {
  let isInKey = false;
  return lines.map(line => {
    const mark = KEY_BLOCK.exec(line)?.[1];
    const isOfKey = mark !== undefined || (isInKey && OF_KEY.test(line));
    isInKey = mark ? mark === 'BEGIN' && !/-----END /.test(line) : isOfKey;
    return isOfKey ? MASK : maskedLine(line);
  });
}

function maskedLine(line: string): string {
  const text = stripVTControlCharacters(line.slice(0, MAX_LOOKED_AT))
    .replace(/\p{Cc}+/gu, ' ')
    .trimEnd();
  const masked = withoutSettings(
    withoutCredentials(text)
      .replace(KNOWN_TOKENS, MASK)
      .replace(AUTHORIZATION, `$1 ${MASK}`)
      .replace(
        STATEMENT,
        (_, name = '', gap = '', __, option = '', space = '') =>
          `${name}${gap}${option}${space}${MASK}`,
      )
      .replace(ELEMENT, (whole, name: string) =>
        isSecretName(name) ? `<${name}>${MASK}</${name}>` : whole,
      ),
  );
  const random = randomTexts(masked).map(one => one.text);
  const shown = random.reduce(
    (rest, one) => rest.replaceAll(one, MASK),
    masked,
  );
  return shown.length > MAX_KEPT ? `${shown.slice(0, MAX_KEPT)}…` : shown;
}

/** A value may itself have settings: `ERROR: password=x`. So only those of secrets are skipped. */
function withoutSettings(text: string): string {
  let masked = '';
  let copied = 0;
  const value = new RegExp(VALUE);
  for (const { 0: name, 2: key, index } of text.matchAll(NAME)) {
    const start = index + name.length;
    if (index < copied || !isSecretName(key)) continue;
    value.lastIndex = start;
    const found = value.exec(text)?.[0];
    const bare = found?.replace(/^\\?["']|\\?["']$/g, '') ?? '';
    if (bare === '' || NO_VALUE.test(bare)) continue;
    masked += text.slice(copied, start) + MASK;
    copied = start + found!.length;
  }
  return masked + text.slice(copied);
}

/** `dbPassword` as well as `DB_PASSWORD`, and not `compass`. */
function isSecretName(name: string): boolean {
  const words = name.replace(/([a-z])([A-Z])/g, '$1_$2');
  return SECRET_NAME.test(words.toLowerCase());
}
