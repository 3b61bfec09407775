import type {
  GateAnswer,
  PromotedVersion,
  PromotionKind,
  VersionChanges,
} from 'backstage-plugin-gitops-common';
import {
  cell,
  fenced,
  inert,
  line,
  requestedByTrailer,
} from 'backstage-plugin-gitops-node';
import type {
  PromotionTemplates,
  TemplateName,
} from '../../config/readTemplates';
import { overriddenIn } from '../StoredPromotion';
import { bodyOf, MAX_BODY } from './body';
import { filled } from './templates';

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
  /** Id of the release that it is part of */
  release?: string;
  /** Address of the service's page */
  page?: string;
  /** What comes with the version, where the requester may see that */
  changes?: VersionChanges;
}

/** What is written to Git of promotions that share a pull request. */
export function wordsOf(
  stories: readonly PromotionStory[],
  templates: PromotionTemplates = {},
): { title: string; message: string; body: string } {
  const values = valuesOf(stories);
  // What people write is one line, or a block of its own
  const written = (
    template: string,
    usual: string,
    as: { one(text: string): string; block(text: string): string },
  ) =>
    filled(template, (name, isAlone) => {
      if (name === 'default') return usual;
      return name === 'reason' && isAlone
        ? as.block(values.reason)
        : as.one(values[name]);
    });
  const plain = { one: (text: string) => line(inert(text)), block: indented };
  const markdown = { one: cell, block: fenced };
  const { title, message, body } = templates;
  const usual = titleOf(stories);
  const text = textOf(stories);
  return {
    title: title ? line(written(title, usual, plain)) : usual,
    message: withTrailers(
      message ? written(message, text, plain) : text,
      stories,
    ),
    body: body
      ? written(body, bodyOf(stories, MAX_BODY - body.length), markdown)
      : bodyOf(stories),
  };
}

/** What each placeholder stands for. Of a release, what is not the same in all is left out. */
export function valuesOf(
  stories: readonly PromotionStory[],
): Record<Exclude<TemplateName, 'default'>, string> {
  const [first] = stories;
  const common = (of: (story: PromotionStory) => string) =>
    stories.every(one => of(one) === of(first)) ? of(first) : '';
  return {
    service: stories.length === 1 ? first.name : `${stories.length} services`,
    from: common(one => one.from),
    to: common(one => one.to),
    version: common(one => one.version),
    previous: common(one => one.previous),
    reason: first.reason,
    requester: first.requestedByName,
    id: first.id,
  };
}

/** `Promote orders 1.9.0 to production` */
export function titleOf(stories: readonly PromotionStory[]): string {
  const [{ kind, name, version, to }] = stories;
  if (stories.length > 1)
    return line(
      inert(
        kind === 'rollback'
          ? `Roll ${stories.length} services back in ${to}`
          : `Promote ${stories.length} services to ${to}`,
      ),
    );
  const title =
    kind === 'rollback'
      ? `Roll ${name} back to ${version} in ${to}`
      : `Promote ${name} ${version} to ${to}`;
  // A squash makes it the subject of the commit
  return line(inert(title));
}

/** What moves, and why. */
function textOf(stories: readonly PromotionStory[]): string {
  const what = stories.flatMap(story =>
    story.versions.map(({ name, from, to }) =>
      line(inert(`${name}: ${from} -> ${to}`)),
    ),
  );
  const reason = indented(stories[0].reason);
  return [titleOf(stories), '', ...what, '', reason].join('\n');
}

/** Nothing that somebody writes becomes a trailer. */
function indented(text: string): string {
  return inert(text)
    .split(/\r\n?|\n/)
    .map(one => `    ${one}`.trimEnd())
    .join('\n');
}

/** With the facts as trailers, so that Git alone tells who did what. */
function withTrailers(
  text: string,
  stories: readonly PromotionStory[],
): string {
  const [first] = stories;
  return [
    text.trimEnd(),
    '',
    ...stories.flatMap(({ id, service }) => [
      `Promotion: ${id}`,
      `Service: ${service}`,
    ]),
    `From: ${first.from}`,
    `To: ${first.to}`,
    requestedByTrailer({
      name: first.requestedByName,
      ref: first.requestedBy,
    }),
    ...(first.release ? [`Release: ${first.release}`] : []),
    ...overriddenGates(stories).map(gate => `Overridden-gate: ${gate}`),
    '',
  ].join('\n');
}

function overriddenGates(stories: readonly PromotionStory[]): string[] {
  return [...new Set(stories.flatMap(overriddenIn))];
}
