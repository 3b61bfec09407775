import {
  type ChangedCommits,
  countChanges,
  type VersionChanges,
} from 'backstage-plugin-gitops-common';
import { cell } from 'backstage-plugin-gitops-node';
import { lengthOf } from './lengthOf';

/** Of the commits of one service that a pull request lists. */
const MAX_LISTED = 20;

const HEADING = '### Changes';

/**
 * What comes with a version, in Markdown; empty where that isn't known. What people wrote in their
 * commits mentions nobody here, and closes nothing.
 */
export function changesText(changes: VersionChanges | undefined): string[] {
  const lines = linesOf(changes);
  return lines.length > 0 ? [HEADING, ...lines, ''] : [];
}

/**
 * The same of each service of a release, as far as there is room, and how many services are left
 * out; empty where no service has any.
 */
export function releaseChangesText(
  stories: readonly { name: string; changes?: VersionChanges }[],
  room: number,
): string[] {
  const blocks = stories.flatMap(({ name, changes }) => {
    const lines = linesOf(changes);
    return lines.length > 0 ? [[`#### ${cell(name)}`, ...lines, '']] : [];
  });
  const notTold = (count: number) => [
    `The commits of ${counted(count, 'other service')} are not listed.`,
    '',
  ];
  let left = room - lengthOf([HEADING, ...notTold(stories.length)]);
  const end = blocks.findIndex(block => {
    left -= lengthOf(block);
    return left < 0;
  });
  const told = end < 0 ? blocks : blocks.slice(0, end);
  if (told.length === 0) return [];
  const others = stories.length - told.length;
  return [HEADING, ...told.flat(), ...(others > 0 ? notTold(others) : [])];
}

function linesOf(changes: VersionChanges | undefined): string[] {
  const { added, takenBack, repository, folder } = changes ?? {};
  if (!added || !takenBack || !repository) return [];
  const where = `in ${cell(repository.name)}${
    folder ? `, folder ${cell(folder)}` : ''
  }`;
  const parts = [
    ...(isEmpty(added) && !isEmpty(takenBack) ? [] : [countsOf(added)]),
    ...(isEmpty(takenBack) ? [] : [`takes back ${countsOf(takenBack)}`]),
  ];
  return [
    `${linked(capital(parts.join(', ')), changes!.url)} ${where}.`,
    ...listOf('', added),
    ...listOf('Taken back: ', takenBack),
  ];
}

function listOf(prefix: string, { commits, total }: ChangedCommits): string[] {
  const left = (total ?? commits.length) - MAX_LISTED;
  const isMore = left > 0 || total === null;
  return [
    ...(commits.length > 0 ? [''] : []),
    ...commits
      .slice(0, MAX_LISTED)
      .map(
        ({ subject, author }) =>
          `- ${prefix}${cell(subject)} (${cell(author)})`,
      ),
    ...(isMore
      ? [`- ${left > 0 ? `and ${left} more` : 'and maybe more'}`]
      : []),
  ];
}

function countsOf(list: ChangedCommits): string {
  const { commits, pullRequests, areAllListed } = countChanges(list);
  const least = areAllListed ? '' : 'at least ';
  return [
    `${list.total === null ? 'at least ' : ''}${counted(commits, 'commit')}`,
    ...(pullRequests > 0
      ? [`${least}${counted(pullRequests, 'pull request')}`]
      : []),
  ].join(', ');
}

function counted(number: number, noun: string): string {
  if (number === 0) return `no ${noun}s`;
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function isEmpty({ commits, total }: ChangedCommits): boolean {
  return total === 0 && commits.length === 0;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** An address that would end its link early is left out. */
function linked(text: string, url: string | null): string {
  return url && /^https?:\/\/[^\s()<>]+$/.test(url)
    ? `[${text}](${url})`
    : text;
}
