/** What a Pod that can't run is said to be, also with `Init:` before it. */
export const CANNOT_RUN =
  /BackOff$|Err(ImagePull|ImageNeverPull)$|Error$|InvalidImageName$|OOMKilled$/;

/** A Pod may take this long to start before anybody asks why. */
const STARTING_MS = 20_000;

/** Whether it has existed for a short time, or it isn't known since when. */
export function isStarting(
  { createdAt }: { readonly createdAt?: string | null },
  now: number,
): boolean {
  return !createdAt || now - Date.parse(createdAt) < STARTING_MS;
}
