import type { z } from 'zod';

const MAX_NAMED = 5;
const MAX_KEY_LENGTH = 50;

const either = new Intl.ListFormat('en-GB', { type: 'disjunction' });

const typeNames: Partial<Record<string, string>> = {
  array: 'a list',
  int: 'an integer',
  object: 'an object',
  record: 'an object',
  string: 'a text',
};

/** `['override', 1, 'name']` is `.override[1].name`. */
export function placeIn(path: readonly PropertyKey[]): string {
  return path
    .map(key => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('');
}

/**
 * What is wrong with a value of a request or of the configuration, without its place. Never quotes
 * the value: it may be a secret. Schemas have sentences of their own for formats.
 */
export function issueSentence(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownKeys(issue);
    case 'invalid_type':
      return issue.input === undefined
        ? 'is missing'
        : `has to be ${typeNames[issue.expected] ?? `a ${issue.expected}`}`;
    case 'invalid_value':
      return `has to be ${either.format(issue.values.map(String))}`;
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
    .slice(0, MAX_NAMED)
    .map(key => `"${key.slice(0, MAX_KEY_LENGTH)}"`);
  if (keys.length > MAX_NAMED) unknown.push(`${keys.length - MAX_NAMED} more`);
  const known =
    inst && 'shape' in inst ? Object.keys((inst as z.ZodObject).shape) : [];
  const noun = keys.length === 1 ? 'key' : 'keys';
  return `does not know the ${noun} ${unknown.join(', ')}. ${
    known.length > 0 ? `Known: ${known.join(', ')}` : 'It has to be empty'
  }`;
}
