import { stripVTControlCharacters } from 'node:util';
import { isSecretSetting, randomTexts } from 'backstage-plugin-gitops-common';
import { withoutCredentials } from '../argocd/withoutCredentials';

/** What is looked at, and kept, of a line at most. */
const MAX_LOOKED_AT = 2_000;
const MAX_KEPT = 300;

const MASK = '***';

/** `Authorization: Bearer …`, also with the scheme alone. */
const AUTHORIZATION = /\b(bearer|basic|token)\s+[\w~+/.=-]{8,}/gi;
/** Tokens that say by their first letters whose they are, and signed tokens (JWT). */
const KNOWN_TOKENS =
  /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk-|AKIA|ASIA|npm_|dop_v1_|hvs\.|eyJ[\w-]{8,}\.eyJ)[\w.-]{8,}/g;
/** `password=…`, `"apiKey": "…"`, `DB_PASSWORD: …`, with the quotes around */
const SETTING =
  /(["']?)([\w.-]{2,60})\1(\s{0,3}[:=]\s{0,3})("(?:[^"\\]|\\.){0,500}"|'[^']{0,500}'|[^\s,;&"'}\])]{1,500})/g;
const KEY_BLOCK = /-----(BEGIN|END) [A-Z ]{0,40}PRIVATE KEY-----/;

/**
 * The lines of a log, fit to be shown: without control characters, not long, and without what looks
 * like a secret. Nothing can tell every secret, so that seeing logs has a permission of its own.
 */
export function maskedLines(lines: readonly string[]): string[] {
  let isInKey = false;
  return lines.map(line => {
    const mark = KEY_BLOCK.exec(line)?.[1];
    const isOfKey = isInKey || mark !== undefined;
    if (mark) isInKey = mark === 'BEGIN' && !/-----END /.test(line);
    return isOfKey ? MASK : maskedLine(line);
  });
}

function maskedLine(line: string): string {
  const text = stripVTControlCharacters(line.slice(0, MAX_LOOKED_AT))
    .replace(/\p{Cc}+/gu, ' ')
    .trimEnd();
  const masked = withoutCredentials(text)
    .replace(KNOWN_TOKENS, MASK)
    .replace(AUTHORIZATION, `$1 ${MASK}`)
    .replace(
      SETTING,
      (whole, quote: string, key: string, between: string, value: string) =>
        isSecretSetting(key, value.replace(/^["']|["']$/g, ''))
          ? `${quote}${key}${quote}${between}${MASK}`
          : whole,
    );
  const random = randomTexts(masked).map(one => one.text);
  const shown = random.reduce(
    (rest, one) => rest.replaceAll(one, MASK),
    masked,
  );
  return shown.length > MAX_KEPT ? `${shown.slice(0, MAX_KEPT)}…` : shown;
}
