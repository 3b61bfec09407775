/**
 * Names of settings that hold secrets: `DB_PASSWORD`, `apiKey`, `client-secret`. What only names a
 * secret (`secretName`, `tokenUrl`) ends otherwise.
 */
const SECRET_KEY =
  /(?:^|[^a-z]|(?<=[a-z])(?=[A-Z]))(?:pass(?:word|wort|wd|phrase)|kennwort|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|encryption[_-]?key|signing[_-]?key|credentials?)s?$/i;

/** `DB_PASS`, `dbPass`; `bypass` and `compass` are words. */
const PASS = /(?:^|[^A-Za-z])(?:pass|Pass|PASS)$|[a-z\d]Pass$/;
const JOINED_PASS = /(?:pg|db|sql|smtp|mail|redis|ldap|user|admin|root)pass$/i;

/** Keys that end like one, and hold a name or something public by convention. */
const NAMES_ONE =
  /^(?:existing|image[-_]?pull|pull|tls)[-_]?secrets?$|public[-_]?key[-_]?token$/i;

/** Of rights (`id-token: write`), switches and states. */
const WORDS = /^(?:read|write|none|true|false|yes|no|null|required|optional)$/i;

/**
 * An expression, a reference or a hole to fill: `${X}`, `$(X)`, `{{ x }}`, `<your token>`,
 * `secret://…`.
 */
const REFERENCE = /^(?:\$\{?[\w{(]|\$\(|\{\{|\$\{\{|<[^>]*>$|%\w+%$|\*+$)/;

/** Name of an environment variable or a key: `DATABASE_URL`. */
const VARIABLE = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

/**
 * Whether a setting of this name has a secret as its value when this is written there: names and
 * references of secrets are none.
 *
 * @public
 */
export function isSecretSetting(key: string, value: string): boolean {
  const text = value.trim();
  return (
    isSecretName(key) &&
    text.length >= 3 &&
    !WORDS.test(text) &&
    !REFERENCE.test(text) &&
    !VARIABLE.test(text)
  );
}

function isSecretName(key: string): boolean {
  return (
    [SECRET_KEY, PASS, JOINED_PASS].some(one => one.test(key)) &&
    !NAMES_ONE.test(key)
  );
}
