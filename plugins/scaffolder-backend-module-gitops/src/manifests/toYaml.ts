import { stringify } from 'yaml';

/**
 * A manifest as YAML. What a reader of YAML 1.1, as Kubernetes' tools are, would take for something
 * else than a text gets quotes.
 *
 * @param comment - first line, without its sign
 */
export function toYaml(manifest: object, comment?: string): string {
  const text = stringify(pruned(manifest), {
    lineWidth: 0,
    compat: 'yaml-1.1',
    aliasDuplicateObjects: false,
  });
  return comment ? `# ${comment.replace(/\s+/g, ' ')}\n${text}` : text;
}

/** Without what is undefined. */
function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) =>
      item === undefined ? [] : [[key, pruned(item)]],
    ),
  );
}
