import type { z } from 'zod';

const MAX_PROBLEMS = 5;
const MAX_KEY_LENGTH = 50;

const typeNames: Partial<Record<string, string>> = {
  array: 'a list',
  int: 'an integer',
  object: 'an object',
  string: 'a text',
};

/** What is wrong with a request, where, and what would be right. No value of it is quoted. */
export function requestProblems({ issues }: z.core.$ZodError): string {
  const problems = new Map<string, string>();
  for (const { path, message } of issues) {
    const place = placeOf(path);
    // The first says enough: what is empty also has the wrong format
    if (!problems.has(place)) problems.set(place, `${place} ${message}`);
  }
  const more = problems.size - MAX_PROBLEMS;
  return `The request is not valid: ${[...problems.values()]
    .slice(0, MAX_PROBLEMS)
    .join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

/** `['body', 'override', 1]` is `body.override[1]`. */
function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map(key => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .slice(1);
}

/** The sentence of an issue, without its place. Schemas have sentences of their own for formats. */
export function sentenceOfIssue(
  issue: z.core.$ZodRawIssue,
): string | undefined {
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownKeys(issue);
    case 'invalid_type':
      return issue.input === undefined
        ? 'is missing'
        : `has to be ${typeNames[issue.expected] ?? `a ${issue.expected}`}`;
    case 'invalid_value':
      return `has to be ${issue.values.map(String).join(' or ')}`;
    case 'too_small':
      return issue.origin === 'number'
        ? `has to be at least ${issue.minimum}`
        : 'is empty';
    case 'too_big':
      return tooBig(issue);
    case 'invalid_format':
      return issue.format === 'uuid' ? 'has to be a UUID' : undefined;
    default:
      return undefined;
  }
}

function tooBig({
  origin,
  maximum,
}: z.core.$ZodRawIssue<z.core.$ZodIssueTooBig>): string {
  switch (origin) {
    case 'string':
      return `is longer than ${maximum} characters`;
    case 'array':
      return `has more than ${maximum} items`;
    default:
      return `has to be at most ${maximum}`;
  }
}

function unknownKeys({
  keys,
  inst,
}: z.core.$ZodRawIssue<z.core.$ZodIssueUnrecognizedKeys>): string {
  const unknown = keys
    .slice(0, MAX_PROBLEMS)
    .map(key => `"${key.slice(0, MAX_KEY_LENGTH)}"`);
  const known = Object.keys((inst as z.ZodObject).shape);
  return `has no ${unknown.join(', ')}; it ${
    known.length > 0 ? `may have ${known.join(', ')}` : 'has to be empty'
  }`;
}
