import { InputError } from '@backstage/errors';

type Labels = Readonly<Record<string, string>>;

/** Tells whether an object with these labels is selected. */
export type LabelSelector = (labels: Labels) => boolean;

const key = String.raw`([A-Za-z0-9][\w./-]*)`;
const value = String.raw`([\w.-]*)`;
const equality = new RegExp(`^${key}\\s*(==?|!=)\\s*${value}$`);
const membership = new RegExp(`^${key}\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const existence = new RegExp(`^(!?)\\s*${key}$`);

/**
 * Reads a label selector as Kubernetes writes them: `app=orders,tier in (web, api),!legacy`.
 *
 * @throws InputError that quotes the part that can't be read
 */
export function parseLabelSelector(text: string): LabelSelector {
  const requirements = splitOutsideParentheses(text).map(part => part.trim());
  if (requirements.every(part => part === ''))
    throw new InputError('the selector is empty');
  const tests = requirements.map(parseRequirement);
  return labels => tests.every(test => test(labels));
}

function parseRequirement(part: string): LabelSelector {
  const equal = equality.exec(part);
  if (equal) {
    const [, name, operator, wanted] = equal;
    return operator === '!='
      ? labels => labels[name] !== wanted
      : labels => labels[name] === wanted;
  }
  const member = membership.exec(part);
  if (member) {
    const [, name, operator, list] = member;
    const values = new Set(list.split(',').map(one => one.trim()));
    return operator === 'in'
      ? labels => name in labels && values.has(labels[name])
      : labels => !(name in labels && values.has(labels[name]));
  }
  const exists = existence.exec(part);
  if (exists) return labels => name(exists) in labels !== (exists[1] === '!');
  throw new InputError(`"${part.slice(0, 100)}" is no requirement on labels`);
}

function name(match: RegExpExecArray): string {
  return match[2];
}

function splitOutsideParentheses(text: string): string[] {
  return text.split(/,(?![^(]*\))/);
}
