import { isSecretSetting, randomTexts } from 'backstage-plugin-gitops-common';
import type { Level } from './Finding';

/** Settings that hold the name of a Secret by convention: `passwordSecret: cart-db`. */
const NAMES_A_SECRET =
  /(?:password|passwd|credentials?|cert(?:ificate)?|env[-_]?from)[-_]?secrets?$|\/[\w.-]*secret(?:-name)?$/i;
const KUBERNETES_NAME = /^[a-z0-9]([a-z0-9./-]*[a-z0-9])?$/;

/** Texts that are not values: samples, placeholders, and what {@link readable} has masked. */
const NO_VALUE =
  /^(?:test|example|sample|dummy|fake|mock|placeholder|your[-_ ].*|<[a-z%].*|\{[\w.-]+\}|[#@]\{?[\w.-]+[}@]|__\w+__|(.)\1+(?:\s\1+)*)$/i;
/** Where the value is: an address, an entry of AWS, an environment, a file. */
const ELSEWHERE =
  /^(?:[\w+.-]+:\/\/|arn:|env[:.]|%\(|(?:\.{0,2}|~)\/[\w./-]+$|[.#][a-z-]+$)/i;
/** Of a dependency that is called like a secret: `js-tokens: ^4.0.0`. */
const VERSION =
  /^(?:npm:|workspace:)?(?:(?=.*[.^~])[\dx.*^~<>=| -]+|[\^~]?\d+\.\d+\.\d+-[\w.-]+)$/;
const DIGEST = /^sha\d+[-:]/i;

/** Of maps and lists whose every value is one: `passwords: {main: …}`. */
const OF_VALUES =
  /(?:pass(?:word|wd|phrase)|token|(?:api|access|private|encryption|signing)[_-]?key)s$/i;
/** Tokens of a design, a language or a limit are more frequent than those that open something. */
const TOKENS = /tokens$/i;

/** Keys that tell where a secret is: `existingSecret`, `secretName`, `secretKeyRef`. */
const TELLS_WHERE = /secret(?:[-_]?(?:name|key|ref|key[-_]?ref))?$/i;

/** What any of the names has in it. Most settings have not, and are not looked at further. */
const NAME =
  /pass|pwd|kennwort|secret|token|key|credential|auth|salt|pepper|seed|hmac|jwt|bearer|cookie|session/i;
/** Last words of settings that hold keys of all sorts, those of a table among them. */
const KEY_WORDS =
  /^(?:keys?|auth|salt|pepper|seed|hmac|jwt|bearer|cookie|session)$/;

/** Signs of code: a call, a pattern, a rule such as `required|min:8`. */
const CODE = /[\s(){}[\]<>|\\^;:,`"']/;
/** `access-token-v2`, `color/blue/500` */
const WORDS = /^[a-z]+\d{0,2}(?:[-_./](?:[a-z]+\d{0,2}|\d{1,4}))+$/i;
/** Parts of common samples. */
const SAMPLE =
  /p[a@4][s$5]{2}|secret|token|change|example|sample|dummy|fake|mock|placeholder|your|test|demo|default|admin|qwert|123|abc|xxx|todo|redacted|replace|insert/i;
/** In a longer text, they may stand by chance. */
const MAX_SAMPLE = 24;

/**
 * How sure it is that the literal value of a setting is a secret: by the setting's name, or where
 * that may be one of a key, by the value being as random as one. Digests with their algorithm,
 * commits and UUIDs are none, nor is a value that only repeats the name
 * (`POSTGRES_PASSWORD: postgres`).
 */
export function levelOfValue(name: string, value: string): Level | undefined {
  if (!NAME.test(name)) return undefined;
  const text = defaultOf(value.trim());
  if ([NO_VALUE, ELSEWHERE, VERSION, DIGEST].some(one => one.test(text)))
    return undefined;
  if (NAMES_A_SECRET.test(name) && KUBERNETES_NAME.test(text)) return undefined;
  // A limit: `maxTokens: 4096`
  if (TOKENS.test(name) && /^\d+$/.test(text)) return undefined;
  if (isSecretSetting(name, text))
    return repeats(name, text) ? undefined : levelOf(text);
  return mayHoldKey(name) && isKey(text) ? 'likely' : undefined;
}

/** Without a name to go by: in an address, or on a command line behind a user's name. */
export function levelOfPassword(
  user: string,
  value: string,
): Level | undefined {
  if (user.toLowerCase() === value.toLowerCase()) return undefined;
  // Too short for the value of a setting
  if (/^\w{1,2}$/.test(value)) return 'doubtful';
  return levelOfValue('password', value);
}

/**
 * Whether a map or a list of this name has a secret as every value. Not where it has a switch, or
 * tells where the secret is: `tokens: {enabled: true, ttl: 1h}`,
 * `passwords: {existingSecret: a, key: b}`.
 *
 * @param fieldsOf - answers those of a map
 */
export function holdsSecretValues(
  name: string,
  fieldsOf: () => readonly (readonly [key: string, value: unknown])[],
): boolean {
  return (
    OF_VALUES.test(name) &&
    !fieldsOf().some(
      ([key, value]) => typeof value === 'boolean' || TELLS_WHERE.test(key),
    )
  );
}

/** The same as {@link levelOfValue} of a value within such a map or list. */
export function levelOfItem(name: string, value: string): Level | undefined {
  const level = levelOfValue(name, value);
  return TOKENS.test(name) && level !== 'likely' ? undefined : level;
}

/** Somebody's own if it is about as long as passwords have to be, and not words alone. */
function levelOf(text: string): Level {
  const isSample = text.length < MAX_SAMPLE && SAMPLE.test(text);
  const isOwn =
    text.length >= 7 &&
    /[a-z]/i.test(text) &&
    /[\d!@#$%&*?+=~]/.test(text) &&
    ![CODE, WORDS].some(one => one.test(text));
  return isOwn && !isSample ? 'likely' : 'doubtful';
}

/** `sesame` of `${DB_PASSWORD:sesame}` and `${DB_PASSWORD:-sesame}`. */
function defaultOf(text: string): string {
  return /^\$\{[\w.]+:[-=]?([^{}$?]{3,})\}$/.exec(text)?.[1] ?? text;
}

function repeats(name: string, text: string): boolean {
  const words = wordsOf(name);
  return wordsOf(text).every(word => words.includes(word));
}

function wordsOf(text: string): string[] {
  return text
    .split(/[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])/)
    .filter(Boolean)
    .map(word => word.toLowerCase());
}

function mayHoldKey(name: string): boolean {
  return KEY_WORDS.test(wordsOf(name).at(-1) ?? '') && !/public/i.test(name);
}

/** Hexadecimal, base36, or 16 and more bytes of base64. */
function isKey(text: string): boolean {
  // A commit has 40
  if (/^[\da-f]{32,}$/i.test(text)) return text.length !== 40;
  if (/^[\da-z]{25,}$/i.test(text))
    return countOf(/\d/g, text) >= 4 && countOf(/[a-z]/gi, text) >= 4;
  if (/^[\dA-Za-z]{22}$/.test(text))
    return [/\d/, /[a-z]/, /[A-Z]/].every(one => one.test(text));
  return (
    /^[\w+/-]{22}==$/.test(text) ||
    (/^[\w+/-]{40,}={0,2}$/.test(text) && randomTexts(text).length > 0)
  );
}

function countOf(sign: RegExp, text: string): number {
  return text.match(sign)?.length ?? 0;
}
