// npm shows a README without its repository: links have to be absolute, and lead somewhere.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './portal.mjs';

/** `[text](link)`, `[label]: link`, and what HTML has. */
const LINK = /\]\(([^)\s]+)|^\[[^\]]+\]: (\S+)|(?:src|href)="([^"]+)"/gm;

/** A sentence for each link of a package's README that leads nowhere when it is read on npm. */
export function problemsOfLinks(file, text, address) {
  return [...text.matchAll(LINK)].flatMap(([, ...forms]) => {
    const problem = problemOf(forms.find(Boolean), text, address);
    return problem ? [`${file}: ${problem}`] : [];
  });
}

function problemOf(link, text, address) {
  if (link.startsWith('#'))
    return (
      !headingsOf(text).includes(link.slice(1)) &&
      `there is no heading for the link "${link}".`
    );
  if (!/^(https?:|mailto:)/.test(link))
    return `the link "${link}" is dead on npm. Start it with ${address}/blob/main/.`;
  if (!link.startsWith(`${address}/`)) return undefined;
  const [, path, heading] =
    link
      .slice(address.length)
      .match(/^\/(?:blob|tree|raw)\/main\/([^#]*)(?:#(.+))?$/) ?? [];
  if (path === undefined) return undefined;
  if (!existsSync(join(root, path)))
    return `the link to ${path} is dead, there is no such file.`;
  if (!heading || !path.endsWith('.md')) return undefined;
  return (
    !headingsOf(readFileSync(join(root, path), 'utf8')).includes(heading) &&
    `the link to ${path}#${heading} is dead, there is no such heading.`
  );
}

/** The fragments of a page, as GitHub makes them of its headings. */
function headingsOf(text) {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
}
