import type { DiffLine, FileDiff } from '../../git/diff';
import { plural } from './format';
import { html, type Html } from './html';

const maxLines = 3000;

/** Changed files one below the other; beyond the limit only their names. */
export function diffView(files: readonly FileDiff[]): Html {
  let shown = 0;
  const views = files.map(file => {
    shown += file.lines.length;
    return fileView(file, shown <= maxLines);
  });
  const sum = (count: (file: FileDiff) => number) =>
    files.reduce((total, file) => total + count(file), 0);
  return html`<p class="under">
      ${plural(files.length, 'file')} changed
      ${counts(
        sum(file => file.additions),
        sum(file => file.deletions),
      )}
    </p>
    ${views}`;
}

function fileView(file: FileDiff, withLines: boolean): Html {
  const name = file.previousPath
    ? `${file.previousPath} → ${file.path}`
    : file.path;
  const isShown = withLines && !file.isBinary && file.lines.length > 0;
  const reason = file.isBinary ? 'A binary file' : 'Nothing to show here';
  return html`<details class="card" open>
    <summary>
      <code>${name}</code>
      ${file.status !== 'modified' &&
      html`<span class="state">${file.status}</span>`}
      <span class="push">${counts(file.additions, file.deletions)}</span>
    </summary>
    ${isShown
      ? html`<div class="scroll">
          <table class="diff">
            ${file.lines.map(lineView)}
          </table>
        </div>`
      : html`<p class="body muted">
          ${withLines
            ? reason
            : 'The difference is too long to show; the raw diff has it'}
        </p>`}
  </details>`;
}

const signs: Record<DiffLine['kind'], string> = {
  added: '+',
  deleted: '-',
  context: ' ',
  hunk: '',
  note: '',
};

function lineView(line: DiffLine): Html {
  return html`<tr class="${line.kind}">
    <td class="line">${line.oldLine}</td>
    <td class="line">${line.newLine}</td>
    <td>${signs[line.kind]}${line.text}</td>
  </tr>`;
}

function counts(additions: number, deletions: number): Html {
  return html`<span class="plus">+${additions}</span>
    <span class="minus">−${deletions}</span>`;
}
