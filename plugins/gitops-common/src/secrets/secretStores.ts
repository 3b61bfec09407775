/** What a kind of secret store takes as the name of an entry. */
interface StoreRules {
  title: string;
  /** Between the parts of a name: of a path, or of one word */
  separator: '/' | '-';
  /** Signs that a name may have beside letters and digits */
  signs: string;
  maxLength: number;
  /** Before the name, where an entry of another account is meant */
  arn?: RegExp;
  /** The entry of a service in an environment, and the beginning of all others of it */
  defaultKey: string;
}

/**
 * The kinds of secret stores that ExternalSecrets are written for.
 *
 * @public
 */
export const secretStores = {
  // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
  aws: {
    title: 'AWS Secrets Manager',
    separator: '/',
    signs: '/ _ . @ + -',
    maxLength: 512,
    arn: /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:/,
    defaultKey: '{environment}/{service}',
  },
  // https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
  'aws-parameter-store': {
    title: 'AWS Parameter Store',
    separator: '/',
    signs: '/ _ . -',
    maxLength: 1011,
    arn: /^arn:aws[a-z-]*:ssm:[a-z0-9-]+:\d{12}:parameter(?=\/)/,
    // A parameter with a path has to begin with a slash
    defaultKey: '/{environment}/{service}',
  },
  // https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates
  azure: {
    title: 'Azure Key Vault',
    separator: '-',
    signs: '-',
    maxLength: 127,
    defaultKey: '{environment}-{service}',
  },
  // https://cloud.google.com/secret-manager/docs/creating-and-accessing-secrets
  gcp: {
    title: 'Google Cloud Secret Manager',
    separator: '-',
    signs: '_ -',
    maxLength: 255,
    defaultKey: '{environment}-{service}',
  },
  // https://developer.hashicorp.com/vault/docs/secrets/kv/kv-v2
  vault: {
    title: 'Vault',
    separator: '/',
    signs: '/ _ . @ + -',
    maxLength: 512,
    defaultKey: '{environment}/{service}',
  },
} satisfies Record<string, StoreRules>;

/** @public */
export type SecretStoreKind = keyof typeof secretStores;

/** @public */
export const secretStoreKinds = Object.keys(secretStores) as [
  SecretStoreKind,
  ...SecretStoreKind[],
];

/**
 * Why a text can't be a service's entry in a store: the store takes no such name, it is too long,
 * or it is the name of somebody else's entry.
 *
 * @public
 */
export type SecretEntryProblem = 'form' | 'tooLong' | 'foreign';

/**
 * Judges the name of an entry, with `{environment}` and `{service}` as placeholders or filled in.
 *
 * @param prefixes - what a service's entries begin with, with the same placeholders or filled in;
 *   default: the store's default key
 * @public
 */
export function secretEntryProblem(
  key: string,
  kind: SecretStoreKind,
  prefixes: readonly string[] = [secretStores[kind].defaultKey],
): SecretEntryProblem | undefined {
  const { arn, separator, signs, maxLength }: StoreRules = secretStores[kind];
  const [head = ''] = (arn && arn.exec(key)) ?? [];
  const name = key.slice(head.length);
  if (!isName(name.replace(/\{(?:environment|service)\}/g, 'x'), signs))
    return 'form';
  if (key.length > maxLength) return 'tooLong';
  // Secrets Manager adds six letters to the name in an ARN
  const own = head.includes(':secretsmanager:')
    ? name.replace(/-[A-Za-z0-9]{6}$/, '')
    : name;
  return prefixes.some(prefix => beginsWith(own, prefix, separator))
    ? undefined
    : 'foreign';
}

/** One part, or several with single slashes between them where the store has paths. */
function isName(name: string, signs: string): boolean {
  const parts = signs.startsWith('/')
    ? name.replace(/^\//, '').split('/')
    : [name];
  const others = signs.replaceAll(/[/ ]/g, '');
  return parts.every(
    part =>
      part !== '' &&
      [...part].every(
        sign => /[A-Za-z0-9]/.test(sign) || others.includes(sign),
      ),
  );
}

/** Not only its letters: `production/cartoons` is not of `production/cart`. */
function beginsWith(name: string, prefix: string, separator: string): boolean {
  const [whole, start] = [name, prefix].map(one => one.replace(/^\//, ''));
  if (!whole.startsWith(start)) return false;
  const rest = whole.slice(start.length);
  return (
    start === '' ||
    rest === '' ||
    start.endsWith(separator) ||
    rest.startsWith(separator)
  );
}
