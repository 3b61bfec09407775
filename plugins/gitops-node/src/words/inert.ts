/**
 * Words that close what an address or a number after them names: on GitHub, GitLab, Gitea and Azure
 * DevOps.
 */
const CLOSING =
  /\b(clos(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing)|implement(?:s|ed|ing)?)(?=:?\s+\S*(?:\d|:\/\/))/gi;
/**
 * `[skip ci]`, `[no ci]`, `[ci-skip]`, `[skip azurepipelines]`: checks of a commit that says so
 * don't run.
 */
const SKIPPING = /\[(?=\s*(?:(?:skip|no)[\s_-]\w|\w+[\s_-]skip\b))/gi;
/** The same at Azure DevOps (`***NO_CI***`) and at GitHub (`skip-checks: true`). */
const SKIPPING_ELSEWHERE = /\*{3}(?=NO_CI)|\bskip(?=-checks\s*:)/gi;
/** GitHub takes `GH-12` for `#12`. */
const REFERENCE = /\bGH(?=-\d)/gi;

/**
 * Neither mentions people, nor closes issues, nor turns checks off where it is read by a host.
 *
 * @public
 */
export function inert(text: string): string {
  return text
    .replace(/([@#!])(?=[\w/])/g, '$1\u200b')
    .replace(CLOSING, '$1\u200b')
    .replace(SKIPPING, '[\u200b')
    .replace(SKIPPING_ELSEWHERE, '$&\u200b')
    .replace(REFERENCE, '$&\u200b');
}

/** Characters that turn the direction of the text after them */
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * Words in one line, without characters that show nothing or that rearrange it.
 *
 * @public
 */
export function line(text: string): string {
  return text
    .replace(DIRECTION, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/**
 * Text in a table or a sentence of Markdown, which stays text: addresses become no links.
 *
 * @public
 */
export function cell(text: string): string {
  return inert(line(text))
    .replace(/:(?=\/\/)|\bwww(?=\.)/gi, '$&\u200b')
    .replace(/[\\`*_{}[\]<>|~&]/g, '\\$&');
}

/**
 * A block of text that ends nowhere but at its end.
 *
 * @public
 */
export function fenced(text: string): string {
  const longest = Math.max(
    2,
    ...[...text.matchAll(/`+/g)].map(([all]) => all.length),
  );
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}\n`;
}
