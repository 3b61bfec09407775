/**
 * A version that Kubernetes gives every change of a resource, as a number: of one kind of resource,
 * a later change has a larger one. Undefined where there is none that can be compared, as in the
 * list of a server that has just started.
 */
export function readVersion(text: unknown): number | undefined {
  if (typeof text !== 'string' || !/^[1-9]\d*$/.test(text)) return undefined;
  const version = Number(text);
  return Number.isSafeInteger(version) ? version : undefined;
}

/** Version of an item that is not parsed yet. Only the stream shows one: lists can't select it. */
export function versionOf(item: unknown): number | undefined {
  return readVersion(Object(item).metadata?.resourceVersion);
}
