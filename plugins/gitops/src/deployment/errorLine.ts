/** Words with which loggers begin an error. `0 errors` and `no error` are not errors. */
const WORD =
  /(?<!\b(?:0|no|without)\s)\b(?:errors?|fatal|panic|exception|traceback|failed|failure|denied|refused)\b/i;
/** Names of classes, as stack traces begin: `TypeError`. */
const CLASS = /[a-z](?:Error|Exception)\b/;

/** Index of the first line with an error; null if there is none. */
export function firstErrorLine(lines: string[]): number | null {
  const index = lines.findIndex(line => WORD.test(line) || CLASS.test(line));
  return index < 0 ? null : index;
}
