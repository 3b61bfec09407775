/**
 * What a path has to look like, from a text as people write it: `*` stands for one part or some of
 * it, `**` for anything; without either the text may stand anywhere in the path.
 */
export function pathPattern(text: string): string | RegExp {
  if (!text.includes('*')) return text;
  const source = text
    .split(/(\*+)/)
    .map(part => {
      if (part === '*') return '[^/]*';
      return part.startsWith('*')
        ? '.*'
        : part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}$`);
}
