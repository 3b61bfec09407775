import { html, type Html, type Part } from './html';

/**
 * The little Markdown that descriptions of pull requests use: headings, lists, tables, code,
 * emphasis, links. HTML within it is text, and links go to http and https only.
 */
export function markdown(text: string): Html {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const blocks: Html[] = [];
  while (lines.length > 0) {
    if (lines[0].trim() === '') lines.shift();
    else blocks.push(takeBlock(lines));
  }
  return html`<div class="prose">${blocks}</div>`;
}

const starts = {
  fence: /^```/,
  heading: /^#{1,6}\s+/,
  bullet: /^\s*[-*]\s+/,
  number: /^\s*\d{1,9}[.)]\s+/,
  table: /^\s*\|.*\|\s*$/,
};

function takeBlock(lines: string[]): Html {
  const [first] = lines;
  if (starts.fence.test(first)) return fence(lines);
  if (starts.heading.test(first))
    return html`<h3>${inline(lines.shift()!.replace(starts.heading, ''))}</h3>`;
  if (starts.bullet.test(first))
    return html`<ul>
      ${items(lines, starts.bullet)}
    </ul>`;
  if (starts.number.test(first))
    return html`<ol>
      ${items(lines, starts.number)}
    </ol>`;
  if (starts.table.test(first)) return table(lines);
  const isEnd = (line: string) =>
    line.trim() === '' || Object.values(starts).some(start => start.test(line));
  const paragraph = [lines.shift()!, ...takeWhile(lines, line => !isEnd(line))];
  return html`<p>
    ${paragraph.map((line, i) => [i > 0 && html`<br />`, inline(line)])}
  </p>`;
}

function fence(lines: string[]): Html {
  lines.shift();
  const code = takeWhile(lines, line => !starts.fence.test(line));
  lines.shift();
  return html`<pre><code>${code.join('\n')}</code></pre>`;
}

function items(lines: string[], start: RegExp): Html[] {
  return takeWhile(lines, line => start.test(line)).map(line => {
    return html`<li>${inline(line.replace(start, ''))}</li>`;
  });
}

function table(lines: string[]): Html {
  const rows = takeWhile(lines, line => starts.table.test(line)).map(line =>
    line
      .trim()
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map(cell => cell.trim().replaceAll('\\|', '|')),
  );
  const isHeaded = rows[1]?.every(cell => /^:?-+:?$/.test(cell));
  const head = isHeaded ? rows[0] : [];
  const body = isHeaded ? rows.slice(2) : rows;
  return html`<table>
    <tr>
      ${head.map(cell => html`<th>${inline(cell)}</th>`)}
    </tr>
    ${body.map(
      row =>
        html`<tr>
          ${row.map(cell => html`<td>${inline(cell)}</td>`)}
        </tr>`,
    )}
  </table>`;
}

const span = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]*)\]\((https?:\/\/[^\s)]+)\)/;

function inline(text: string): Part[] {
  const parts: Part[] = [];
  let rest = text;
  for (let match = span.exec(rest); match; match = span.exec(rest)) {
    const [whole, code, strong, label, url] = match;
    parts.push(rest.slice(0, match.index));
    if (code) parts.push(html`<code>${code}</code>`);
    else if (strong) parts.push(html`<strong>${strong}</strong>`);
    else
      parts.push(html`<a href="${url}" rel="noreferrer">${label || url}</a>`);
    rest = rest.slice(match.index + whole.length);
  }
  return [...parts, rest];
}

function takeWhile(
  lines: string[],
  isWanted: (line: string) => boolean,
): string[] {
  const end = lines.findIndex(line => !isWanted(line));
  return lines.splice(0, end < 0 ? lines.length : end);
}
