import type { Draft } from './Draft';

/** Where Git hosts look for it. */
const PLACES = ['', '.github/', '.gitlab/', '.gitea/', '.forgejo/', 'docs/'];

/** Lines of a file of code owners that are of a service's own folders. */
export interface OwnedLines {
  file: string;
  text: string;
  /** Counted from 0 */
  lines: number[];
}

/** The lines that name one of the folders in all files of code owners. */
export async function ownedLines(
  draft: Draft,
  folders: readonly string[],
): Promise<OwnedLines[]> {
  const found: OwnedLines[] = [];
  for (const place of PLACES) {
    const file = `${place}CODEOWNERS`;
    const text = await draft.read(file);
    if (text === undefined) continue;
    const lines = text.split('\n').flatMap((line, index) => {
      const [pattern = ''] = line.trim().split(/\s+/);
      return folders.some(folder => isOf(pattern, folder)) ? [index] : [];
    });
    if (lines.length > 0) found.push({ file, text, lines });
  }
  return found;
}

/** Gitea's patterns are regular expressions. */
function isOf(pattern: string, folder: string): boolean {
  if (pattern.startsWith('#')) return false;
  const path = `/${pattern.replaceAll('\\', '').replace(/^\^/, '')}`
    .replace(/^\/+/, '')
    .replace(/(?:\/|\.\*|\*+|\$)+$/, '');
  return path === folder || path.startsWith(`${folder}/`);
}

/** With other owners in the lines, whose patterns and comments stay. */
export function withOtherOwners(
  { text, lines }: OwnedLines,
  owners: readonly string[],
): string {
  return edited(text, (line, index) => {
    if (!lines.includes(index)) return [line];
    const [, pattern, comment, end] =
      /^(\s*\S+)[^\r]*?(\s+#[^\r]*)?(\r?)$/.exec(line)!;
    return [`${pattern} ${owners.join(' ')}${comment ?? ''}${end}`];
  });
}

export function withoutLines({ text, lines }: OwnedLines): string {
  return edited(text, (line, index) => (lines.includes(index) ? [] : [line]));
}

function edited(
  text: string,
  edit: (line: string, index: number) => string[],
): string {
  return text.split('\n').flatMap(edit).join('\n');
}
