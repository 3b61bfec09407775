/** Parameters of a path that fits a pattern, decoded; undefined where it does not fit. */
export function matchPath(
  pattern: string,
  path: string,
): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    if (part.startsWith('*')) {
      const rest = decode(given.slice(i).join('/'));
      if (rest === undefined || given.length < i) return undefined;
      return { ...params, [part.slice(1)]: rest };
    }
    const value = decode(given[i]);
    if (value === undefined) return undefined;
    if (part.startsWith(':') && value !== '') params[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
  return given.length === wanted.length ? params : undefined;
}

function decode(part: string | undefined): string | undefined {
  try {
    return part === undefined ? undefined : decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
