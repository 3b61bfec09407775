import type {
  GateAnswer,
  PromotedVersion,
  PromotionKind,
} from 'backstage-plugin-gitops-common';
import { overriddenIn } from '../StoredPromotion';

/** What a pull request and its commit tell of a promotion. */
export interface PromotionStory {
  id: string;
  kind: PromotionKind;
  service: string;
  /** Name of the service as people call it */
  name: string;
  from: string;
  to: string;
  version: string;
  previous: string;
  versions: readonly PromotedVersion[];
  reason: string;
  requestedBy: string;
  requestedByName: string;
  gates: readonly GateAnswer[];
  overridden: boolean;
  /** Address of the service's page */
  page?: string;
}

/** Characters that every host takes, but for Azure DevOps, for which more is cut: GitHub refuses what is longer. */
export const MAX_BODY = 65_536;

/** `Promote orders 1.9.0 to production` */
export function titleOf({ kind, name, version, to }: PromotionStory): string {
  const title =
    kind === 'rollback'
      ? `Roll ${name} back to ${version} in ${to}`
      : `Promote ${name} ${version} to ${to}`;
  // A squash makes it the subject of the commit
  return line(inert(title));
}

/** The commit: what, why, and the facts as trailers, so that Git alone tells who did what. */
export function messageOf(stories: readonly PromotionStory[]): string {
  const [first] = stories;
  const subject =
    stories.length === 1
      ? titleOf(first)
      : `Promote ${stories.length} services to ${first.to}`;
  const what = stories.flatMap(story =>
    story.versions.map(({ name, from, to }) =>
      line(inert(`${name}: ${from} -> ${to}`)),
    ),
  );
  const trailers = stories.flatMap(({ id, service }) => [
    `Promotion: ${id}`,
    `Service: ${service}`,
  ]);
  return [
    inert(subject),
    '',
    ...what,
    '',
    // Indented: nothing that somebody writes becomes a trailer
    ...inert(first.reason)
      .split(/\r\n?|\n/)
      .map(text => `    ${text}`.trimEnd()),
    '',
    ...trailers,
    `From: ${first.from}`,
    `To: ${first.to}`,
    `Requested-by: ${line(inert(first.requestedByName))} (${
      first.requestedBy
    })`,
    ...overriddenIn(first).map(gate => `Overridden-gate: ${gate}`),
    '',
  ].join('\n');
}

/** The pull request's text in Markdown, at most {@link MAX_BODY} long. What people wrote stands in it as plain text. Of a large release it says how many services it has no room for. */
export function bodyOf(stories: readonly PromotionStory[]): string {
  const [first] = stories;
  const begin = [
    `${
      first.kind === 'rollback' ? 'Rolls back' : `From ${cell(first.from)}`
    } to ${cell(first.to)}, requested by ${cell(first.requestedByName)} (${cell(
      first.requestedBy,
    )}).`,
    '',
    '| Service | Image or source | Before | After |',
    '| --- | --- | --- | --- |',
  ];
  const why = ['', '### Why', fenced(first.reason)];
  const gates =
    stories.length === 1
      ? ['### Gates', ...first.gates.map(gateLine(first.overridden)), '']
      : [];
  const end = [
    'Merging this deploys. Close it, or withdraw the promotion in the portal, if it is not wanted.',
    '',
  ];
  const room = MAX_BODY - lengthOf([...begin, ...why, ...gates, ...end]);
  const rows = fitting(
    stories.flatMap(rowsOf),
    room,
    count => `| and ${count} more | | | |`,
  );
  const pages = pagesOf(stories, room - lengthOf(rows));
  return [...begin, ...rows, ...why, ...gates, ...pages, ...end].join('\n');
}

function rowsOf({ name, versions }: PromotionStory): string[] {
  return versions.map(
    one => `| ${[name, one.name, one.from, one.to].map(cell).join(' | ')} |`,
  );
}

/** Nothing where there is no room for a single one. */
function pagesOf(stories: readonly PromotionStory[], room: number): string[] {
  const links = stories.flatMap(({ name, page }) =>
    page ? [`[${cell(name)}](${page})`] : [],
  );
  const begin = 'Followed on ';
  const shown = fitting(
    links,
    room - lengthOf([begin, '.', '']),
    count => `and ${count} more`,
  );
  const hasAny = links.length > 0 && shown[0] === links[0];
  return hasAny ? [`${begin}${shown.join(', ')}.`, ''] : [];
}

/** As many as there is room for, and then how many more there are. */
function fitting(
  lines: readonly string[],
  room: number,
  more: (count: number) => string,
): string[] {
  if (lengthOf(lines) <= room) return [...lines];
  let left = room - lengthOf([more(lines.length)]);
  const end = lines.findIndex(one => {
    left -= lengthOf([one]);
    return left < 0;
  });
  return [...lines.slice(0, end), more(lines.length - end)];
}

/** With what separates them: a line's end, or a comma and a space. */
function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, { length }) => sum + length + 2, 0);
}

const marks = { pass: '✅', warn: '⚠️', block: '⛔' } as const;

function gateLine(overridden: boolean) {
  return ({ gate, result, sentence }: GateAnswer) =>
    `- ${marks[result]} **${gate}**${
      result === 'block' && overridden ? ' (overridden)' : ''
    }: ${cell(sentence)}`;
}

/** Words that close what an address or a number after them names: on GitHub, GitLab, Gitea and Azure DevOps. */
const CLOSING =
  /\b(clos(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing)|implement(?:s|ed|ing)?)(?=:?\s+\S*(?:\d|:\/\/))/gi;
/** `[skip ci]`, `[no ci]`, `[ci-skip]`, `[skip azurepipelines]`: checks of a commit that says so don't run. */
const SKIPPING = /\[(?=\s*(?:(?:skip|no)[\s_-]\w|\w+[\s_-]skip\b))/gi;
/** The same at Azure DevOps (`***NO_CI***`) and at GitHub (`skip-checks: true`). */
const SKIPPING_ELSEWHERE = /\*{3}(?=NO_CI)|\bskip(?=-checks\s*:)/gi;
/** GitHub takes `GH-12` for `#12`. */
const REFERENCE = /\bGH(?=-\d)/gi;

/** Neither mentions people, nor closes issues, nor turns checks off where it is read by a host. */
function inert(text: string): string {
  return text
    .replace(/([@#!])(?=[\w/])/g, '$1\u200b')
    .replace(CLOSING, '$1\u200b')
    .replace(SKIPPING, '[\u200b')
    .replace(SKIPPING_ELSEWHERE, '$&\u200b')
    .replace(REFERENCE, '$&\u200b');
}

function line(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Text in a table or a sentence of Markdown, which stays text: addresses become no links. */
function cell(text: string): string {
  return inert(line(text))
    .replace(/:(?=\/\/)|\bwww(?=\.)/gi, '$&\u200b')
    .replace(/[\\`*_{}[\]<>|~&]/g, '\\$&');
}

/** A block of text that ends nowhere but at its end. */
function fenced(text: string): string {
  const longest = Math.max(
    2,
    ...[...text.matchAll(/`+/g)].map(([all]) => all.length),
  );
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}\n`;
}
