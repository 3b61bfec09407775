/** Who reviews changes of a file, or of a folder: then its path ends with a slash. */
export interface Owned {
  /** From the repository's root; `*` matches one part of it, and `*` alone everything */
  path: string;
  /** Users and teams of the Git host, such as `platform/team-a` */
  owners: readonly string[];
}

/** Gitea and Forgejo take regular expressions, others the patterns of .gitignore. */
export type OwnersStyle = 'expressions' | 'patterns';

/** Lines behind it stay the last ones: on most hosts the last line that matches decides. */
const LAST = '# The lines below decide, whatever is written above.';

/** A line of one folder: what it is in, and its name. */
const FOLDER = /^(\S*\/)([\w-]+)\/(?:\.\*)?(?=\s|$)/;

/**
 * The text with more owners. Paths that it has already stay as they are.
 *
 * @param last - whose lines come behind all others
 */
export function withOwners(
  text: string,
  { entries, last }: { entries: readonly Owned[]; last: readonly Owned[] },
  style: OwnersStyle,
): string {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const known = new Set(lines.map(line => line.trim().split(/\s+/)[0]));
  const added = (owned: readonly Owned[]) =>
    owned
      .map(one => [patternOf(one.path, style), one.owners] as const)
      .filter(([pattern]) => !known.has(pattern))
      .map(([pattern, owners]) =>
        [pattern, ...owners.map(one => `@${one.replace(/^@/, '')}`)].join(' '),
      );
  const behind = added(last);
  const marker = lines.indexOf(LAST);
  // Before the empty line of the marker
  let end = lines[marker - 1] === '' ? marker - 1 : marker;
  if (marker < 0) {
    end = lines.length;
    if (behind.length > 0) lines.push('', LAST);
  }
  lines.push(...behind);
  for (const line of added(entries)) {
    lines.splice(placeOf(line, lines, end), 0, line);
    end += 1;
  }
  const after = lines.map(line => `${line}\n`).join('');
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return after.replaceAll('\n', eol);
}

/**
 * In the order of the alphabet among the folders beside it, so that pull requests that add one each
 * rarely conflict. No two of them match one file, so their order has no other meaning.
 */
function placeOf(line: string, lines: readonly string[], end: number): number {
  const folder = FOLDER.exec(line);
  let place = end;
  for (let at = end - 1; at >= 0; at -= 1) {
    const other = FOLDER.exec(lines[at]);
    if (!folder || other?.[1] !== folder[1]) break;
    if (other[2] > folder[2]) place = at;
  }
  return place;
}

function patternOf(path: string, style: OwnersStyle): string {
  const isEverything = path === '*';
  if (style === 'patterns') return isEverything ? path : `/${path}`;
  if (isEverything) return '.*';
  // A backslash escapes itself in these files, so a dot stands in brackets
  const expression = path.replaceAll('.', '[.]').replaceAll('*', '[^/]+');
  return path.endsWith('/') ? `${expression}.*` : expression;
}
