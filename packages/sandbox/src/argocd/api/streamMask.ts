interface MaskTree {
  [key: string]: MaskTree | true;
}

/**
 * The mask of a stream (`fields=result.type,result.application.…`): any path of the event, on every
 * version, down to a single annotation.
 */
export function streamMask(fields: string): (event: unknown) => unknown {
  const tree: MaskTree = {};
  for (const field of fields.split(',').filter(Boolean)) {
    const keys = keysOf(field);
    const last = keys.pop() ?? '';
    let here: MaskTree | true = tree;
    for (const key of keys) {
      if (here === true) break;
      const next: MaskTree | true = here[key] ?? {};
      here[key] = next;
      here = next;
    }
    // A whole object, once asked for, is not narrowed by a path into it
    if (here !== true) here[last] = true;
  }
  return event => pick(event, tree);
}

/** Names of annotations have dots of their own. */
function keysOf(field: string): string[] {
  const [, path = field, annotation] =
    /^(.*\.annotations)\.(.+)$/.exec(field) ?? [];
  return [...path.split('.'), ...(annotation ? [annotation] : [])];
}

function pick(value: unknown, tree: MaskTree): unknown {
  if (Array.isArray(value)) return value.map(entry => pick(entry, tree));
  if (typeof value !== 'object' || value === null) return value;
  const source = value as Record<string, unknown>;
  const result: Record<string, unknown> = {};
  // Argo CD writes masked JSON with sorted keys
  for (const key of Object.keys(tree).sort()) {
    const inner = source[key];
    if (inner === undefined) continue;
    const rest = tree[key];
    if (rest === true) {
      result[key] = inner;
    } else {
      const picked = pick(inner, rest);
      if (
        typeof picked === 'object' &&
        picked !== null &&
        Object.keys(picked).length === 0
      )
        continue;
      result[key] = picked;
    }
  }
  return result;
}
