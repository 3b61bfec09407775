import { parseDocument, Scalar } from 'yaml';

/** Line ends of YAML 1.1 and what no YAML text may hold as it is. */
const UNPRINTABLE =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]/;

/**
 * A string as it is written in place of another scalar: with the quotes that one has, or with some
 * where it needs them.
 */
export function scalarSource(
  value: string,
  { type }: Pick<Scalar, 'type'>,
  isJson: boolean,
): string {
  if (isJson || type === 'QUOTE_DOUBLE') return doubleQuoted(value);
  if (type === 'QUOTE_SINGLE' && !UNPRINTABLE.test(value))
    return `'${value.replaceAll("'", "''")}'`;
  return isPlain(value) ? value : doubleQuoted(value);
}

/** For JSON and for every YAML alike. */
function doubleQuoted(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * Whether every reader takes the unquoted text for this string: YAML 1.1, which Kubernetes' tools
 * speak, sees numbers, dates and booleans where 1.2 does not.
 */
function isPlain(value: string): boolean {
  if (!/^[A-Za-z0-9][A-Za-z0-9._+/:@=?&-]*$/.test(value) || value.endsWith(':'))
    return false;
  // What Go's readers see beyond both: y and n, bases in capitals, times with hours or minutes of
  // one digit
  if (/^(y|n|yes|no|on|off|true|false|null)$/i.test(value)) return false;
  if (/^0[box][\da-f_]+$/i.test(value)) return false;
  if (/^\d{4}-\d\d?-\d\d?(t|$)/i.test(value)) return false;
  // Numbers in any of their notations, more than any one reader takes for one
  if (/^[\d._+-]*(e[\d+-]+)?$/i.test(value) && !/\..*\./.test(value))
    return false;
  return (['1.1', '1.2'] as const).every(
    version => parseDocument(value, { version }).toJS() === value,
  );
}
