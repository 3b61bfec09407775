/** A key of a secret that a service reads: names, never the value. */
export interface SecretKey {
  /** Of the environment variable in the container */
  secretKey: string;
  /** In the store; `{environment}` and `{service}` stand for names */
  key: string;
  /** Of a field of the store's JSON; the whole value without it */
  property?: string;
}

/** The kinds of stores, which call keys differently. */
export type Store = 'aws' | 'azure';

/** What a new row's key is, where the template does not say. */
export const defaultKeys: Record<Store, string> = {
  aws: '{environment}/{service}',
  azure: '{service}-{environment}',
};

/** The rows in a form's value. The form fills in items without fields where `minItems` is given. */
export function rowsIn(value: unknown): SecretKey[] {
  return Array.isArray(value) ? value.map(rowIn) : [];
}

function rowIn(value: unknown): SecretKey {
  const row = Object(value ?? {}) as Record<string, unknown>;
  const property = textIn(row.property);
  return {
    secretKey: textIn(row.secretKey),
    key: textIn(row.key),
    ...(property !== '' && { property }),
  };
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The store that a template names. */
export function storeIn(uiOptions: { store?: unknown } | undefined): Store {
  return uiOptions?.store === 'azure' ? 'azure' : 'aws';
}
