import { InputError } from '@backstage/errors';

type Labels = Readonly<Record<string, string>>;

/** Tells whether an object with these labels is selected. */
export type LabelSelector = (labels: Labels) => boolean;

/** A text that is not a label selector. */
export class LabelSelectorError extends InputError {
  /** What can't be read; undefined where the selector is empty */
  readonly part?: string;

  constructor(part?: string) {
    super(
      part === undefined
        ? 'the selector is empty'
        : `"${part}" is not a valid requirement on labels`,
    );
    this.part = part;
  }
}

const key = String.raw`(?<key>[A-Za-z0-9][\w./-]*)`;
const value = String.raw`[\w.-]*`;
const equality = new RegExp(
  `^${key}\\s*(?<operator>==?|!=)\\s*(?<value>${value})$`,
);
const membership = new RegExp(
  `^${key}\\s+(?<operator>in|notin)\\s*\\((?<list>[^()]*)\\)$`,
);
const existence = new RegExp(`^(?<not>!?)\\s*${key}$`);
const wholeValue = new RegExp(`^${value}$`);

/**
 * Reads a label selector as Kubernetes writes them: `app=orders,tier in (web, api),!legacy`. As
 * there, `!=` and `notin` also select resources without the label.
 *
 * @throws LabelSelectorError
 */
export function parseLabelSelector(text: string): LabelSelector {
  const requirements = splitOutsideParentheses(text).map(part => part.trim());
  if (requirements.every(part => part === '')) throw new LabelSelectorError();
  const tests = requirements.map(parseRequirement);
  return labels => tests.every(test => test(labels));
}

function parseRequirement(part: string): LabelSelector {
  const equal = equality.exec(part)?.groups;
  if (equal) return oneOf(equal.key, [equal.value], equal.operator === '!=');
  const member = membership.exec(part)?.groups;
  if (member) {
    const values = member.list.split(',').map(one => one.trim());
    if (values.every(one => wholeValue.test(one)))
      return oneOf(member.key, values, member.operator === 'notin');
  }
  const exists = existence.exec(part)?.groups;
  if (exists)
    return labels => Object.hasOwn(labels, exists.key) !== Boolean(exists.not);
  throw new LabelSelectorError(part.slice(0, 100));
}

function oneOf(
  label: string,
  values: readonly string[],
  isNegated: boolean,
): LabelSelector {
  const wanted = new Set(values);
  return labels => wanted.has(labels[label]) !== isNegated;
}

function splitOutsideParentheses(text: string): string[] {
  const parts = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (text[at] !== ',' || depth > 0) continue;
    parts.push(text.slice(start, at));
    start = at + 1;
  }
  return [...parts, text.slice(start)];
}
