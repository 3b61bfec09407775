import type { GateAnswer } from 'backstage-plugin-gitops-common';
import {
  cell,
  fenced,
  requestedByMarkdown,
} from 'backstage-plugin-gitops-node';
import { changesText, releaseChangesText } from './changesText';
import { lengthOf } from './lengthOf';
import type { PromotionStory } from './words';

/**
 * Characters that every host takes, but for Azure DevOps, for which more is cut: GitHub refuses
 * what is longer.
 */
export const MAX_BODY = 65_536;

/**
 * The pull request's text in Markdown, at most `max` characters long. What people wrote stands in
 * it as plain text. Of a large release it says how many services it has no room for, and the commits
 * come last.
 */
export function bodyOf(
  stories: readonly PromotionStory[],
  max = MAX_BODY,
): string {
  const [first] = stories;
  const begin = [
    `${
      first.kind === 'rollback' ? 'Rolls back' : `From ${cell(first.from)}`
    } to ${cell(first.to)}, ${requestedByMarkdown({
      name: first.requestedByName,
      ref: first.requestedBy,
    })}.`,
    '',
    '| Service | Image or source | Before | After |',
    '| --- | --- | --- | --- |',
  ];
  const why = ['', '### Why', fenced(first.reason)];
  const isSingle = stories.length === 1;
  const gates = isSingle
    ? ['### Gates', ...first.gates.map(gateLine(first.overridden)), '']
    : [];
  const own = isSingle ? changesText(first.changes) : [];
  const end = [
    'Merging this deploys. Close it, or withdraw the promotion in the portal, if it is not wanted.',
    '',
  ];
  const room = max - lengthOf([...begin, ...why, ...gates, ...own, ...end]);
  const rows = fitting(
    stories.flatMap(rowsOf),
    room,
    count => `| and ${count} more | | | |`,
  );
  const pages = pagesOf(stories, room - lengthOf(rows));
  const changes = isSingle
    ? own
    : releaseChangesText(stories, room - lengthOf([...rows, ...pages]));
  return [
    ...begin,
    ...rows,
    ...why,
    ...changes,
    ...gates,
    ...pages,
    ...end,
  ].join('\n');
}

function rowsOf({ name, versions }: PromotionStory): string[] {
  return versions.map(
    one => `| ${[name, one.name, one.from, one.to].map(cell).join(' | ')} |`,
  );
}

/** Empty if there is no room for a single one. */
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

const marks = { pass: '✅', warn: '⚠️', block: '⛔' } as const;

function gateLine(overridden: boolean) {
  return ({ gate, result, sentence }: GateAnswer) =>
    `- ${marks[result]} **${gate}**${
      result === 'block' && overridden ? ' (overridden)' : ''
    }: ${cell(sentence)}`;
}
