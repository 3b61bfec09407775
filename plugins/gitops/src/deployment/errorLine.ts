/** Words that loggers and tools begin an error with. `0 errors` and `no error` tell of none. */
const ERROR =
  /(?<!\b(?:0|no|without)\s)\b(?:errors?|fatal|panic|exception|traceback|failed|failure|denied|refused)\b|[a-z](?:Error|Exception)\b/i;

/** Index of the first line that tells of an error; null where none does. */
export function firstErrorLine(lines: string[]): number | null {
  const index = lines.findIndex(line => ERROR.test(line));
  return index < 0 ? null : index;
}
