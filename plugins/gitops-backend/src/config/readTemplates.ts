import type { z } from 'zod';
import type { ConfigurationProblems } from './problems';
import { templatesSchema } from './schema';

/** What stands for a value in a template: `{service}`. */
export const templateNames = [
  'service',
  'from',
  'to',
  'version',
  'previous',
  'reason',
  'requester',
  'id',
  'default',
] as const;

export type TemplateName = (typeof templateNames)[number];

/** How promotions are written to Git, where that is not as usual. */
export type PromotionTemplates = z.infer<typeof templatesSchema>;

/** Each value in a branch's name is cut to so many characters. */
export const MAX_BRANCH_PART = 60;
/** Leaves room for what tells several branches of one promotion apart. */
const MAX_BRANCH = 180;

/** `{name}` in a template. */
export const PLACEHOLDER = /\{(\w+)\}/g;

/**
 * Checks the templates, so that a promotion never fails for them.
 *
 * @param place - such as `gitops.promotions.templates`
 */
export function readTemplates(
  templates: PromotionTemplates,
  place: string,
  problems: ConfigurationProblems,
): PromotionTemplates {
  for (const [name, template] of Object.entries(templates)) {
    const unknown = unknownIn(template);
    if (unknown.length > 0)
      problems.add(
        `${place}.${name}`,
        `does not know ${unknown.join(', ')}. Known: ${templateNames
          .map(one => `{${one}}`)
          .join(', ')}`,
      );
  }
  const { branch, title, message } = templates;
  if (branch !== undefined) checkBranch(branch, `${place}.branch`, problems);
  if (title !== undefined && /[\r\n]/.test(title))
    problems.add(`${place}.title`, 'has to be one line');
  if (message !== undefined && /^\s*(\n|$)/.test(message))
    problems.add(
      `${place}.message`,
      'has to begin with the subject of the commit',
    );
  return templates;
}

function unknownIn(template: string): string[] {
  return [...template.matchAll(PLACEHOLDER)]
    .filter(([, name]) => !templateNames.some(one => one === name))
    .map(([all]) => all);
}

function checkBranch(
  template: string,
  place: string,
  problems: ConfigurationProblems,
): void {
  if (!/\{(id|default)\}/.test(template))
    problems.add(
      place,
      'has to contain {id}: every promotion has a branch of its own',
    );
  else if (!isBranchName(template.replace(PLACEHOLDER, 'x')))
    problems.add(
      place,
      'makes no name of a branch. Git allows no spaces and none of ~ ^ : ? * [ \\ in it, and neither "..", "//" nor ".lock"',
    );
  else if (lengthOf(template) > MAX_BRANCH)
    problems.add(
      place,
      `is too long: with long names it would have ${lengthOf(
        template,
      )} characters, and ${MAX_BRANCH} are possible`,
    );
}

/** https://git-scm.com/docs/git-check-ref-format */
function isBranchName(name: string): boolean {
  return (
    !/[\s~^:?*[\\\p{Cc}]|\.\.|\/\/|@\{|\.$/u.test(name) &&
    name.split('/').every(part => /^[^.-].*$|^[^.-]$/.test(part)) &&
    !/\.lock(\/|$)/.test(name)
  );
}

/** Of a branch whose values are as long as they may be. */
function lengthOf(template: string): number {
  const lengths: Partial<Record<string, number>> = { id: 8, default: 150 };
  const parts = [...template.matchAll(PLACEHOLDER)].map(
    ([, name]) => lengths[name] ?? MAX_BRANCH_PART,
  );
  const literal = template.replace(PLACEHOLDER, '').length;
  return parts.reduce((sum, length) => sum + length, literal);
}
