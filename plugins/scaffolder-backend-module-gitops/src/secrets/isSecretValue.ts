import { isSecretSetting } from 'backstage-plugin-gitops-common';

/** Settings that hold the name of a Secret by convention: `passwordSecret: cart-db`. */
const NAMES_A_SECRET =
  /(?:password|passwd|credentials?|cert(?:ificate)?)[-_]?secrets?$/i;
const KUBERNETES_NAME = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;

/** What nobody signs in with. */
const SAMPLE =
  /^(?:test|example|sample|dummy|fake|mock|placeholder|your[-_ ].*)$/i;

/** Of a dependency that is called like a secret: `js-tokens: ^4.0.0`. */
const VERSION_RANGE = /^(?:npm:|workspace:)?(?=.*[.^~])[\dx.*^~<>=| -]+$/;

/** Of maps and lists whose every value is one: `passwords: {main: …}`. */
const OF_VALUES =
  /(?:pass(?:word|wd|phrase)|token|(?:api|access|private|encryption|signing)[_-]?key)s$/i;

/** Keys that tell where a secret is: `existingSecret`, `secretName`, `secretKeyRef`. */
const TELLS_WHERE = /secret(?:[-_]?(?:name|key|ref|key[-_]?ref))?$/i;

/** Last words of settings that hold keys of all sorts, those of a table among them. */
const KEY_WORDS =
  /^(?:keys?|auth|salt|pepper|seed|hmac|jwt|bearer|cookie|session|pass)$/;

/**
 * Whether a literal value of a setting is a secret: by the setting's name, or where that may be one
 * of a key, by the value being as random as one. Digests with their algorithm, commits and UUIDs
 * are none.
 */
export function isSecretValue(name: string, value: string): boolean {
  const text = value.trim();
  if (SAMPLE.test(text) || VERSION_RANGE.test(text)) return false;
  if (NAMES_A_SECRET.test(name) && KUBERNETES_NAME.test(text)) return false;
  return isSecretSetting(name, text) || (mayHoldKey(name) && isKey(text));
}

/**
 * Whether a map or a list of this name has a secret as every value. Not where it has a switch, or
 * tells where the secret is: `tokens: {enabled: true, ttl: 1h}`,
 * `passwords: {existingSecret: a, key: b}`.
 *
 * @param fields - of a map
 */
export function holdsSecretValues(
  name: string,
  fields: readonly (readonly [key: string, value: unknown])[],
): boolean {
  return (
    OF_VALUES.test(name) &&
    !fields.some(
      ([key, value]) => typeof value === 'boolean' || TELLS_WHERE.test(key),
    )
  );
}

function mayHoldKey(name: string): boolean {
  const words = name.split(/[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])/);
  return KEY_WORDS.test(words.at(-1)!.toLowerCase()) && !/public/i.test(name);
}

/** Hexadecimal, base36 or 16 bytes of base64. What is longer is known as random by itself. */
function isKey(text: string): boolean {
  // A commit has 40
  if (/^[\da-f]{32,}$/i.test(text)) return text.length !== 40;
  if (/^[\da-z]{25,}$/i.test(text))
    return countOf(/\d/g, text) >= 4 && countOf(/[a-z]/gi, text) >= 4;
  return (
    /^[\w+/-]{22}==$/.test(text) ||
    (/^[\dA-Za-z]{22}$/.test(text) &&
      [/\d/, /[a-z]/, /[A-Z]/].every(one => one.test(text)))
  );
}

function countOf(sign: RegExp, text: string): number {
  return text.match(sign)?.length ?? 0;
}
