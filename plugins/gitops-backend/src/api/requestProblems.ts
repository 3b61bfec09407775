import type { z } from 'zod';
import { placeIn } from '../issueSentence';

const MAX_PROBLEMS = 5;

/** What is wrong with a request, where, and what would be right. No value of it is quoted. */
export function requestProblems({ issues }: z.core.$ZodError): string {
  const problems = new Map<string, string>();
  for (const { path, message } of issues) {
    const place = placeIn(path).slice(1);
    // The first says enough: what is empty also has the wrong format
    if (!problems.has(place)) problems.set(place, `${place} ${message}`);
  }
  const more = problems.size - MAX_PROBLEMS;
  return `The request is not valid: ${[...problems.values()]
    .slice(0, MAX_PROBLEMS)
    .join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

/** No text of a request holds a NUL: PostgreSQL neither stores one nor compares with it. */
export function refuseNul(value: unknown, { addIssue }: z.RefinementCtx): void {
  const look = (one: unknown, path: PropertyKey[]): void => {
    if (typeof one === 'string' && one.includes('\0'))
      addIssue({
        code: 'custom',
        message: 'may not contain a NUL character',
        path,
      });
    else if (Array.isArray(one))
      one.forEach((item, index) => look(item, [...path, index]));
    else if (typeof one === 'object' && one !== null)
      for (const [key, item] of Object.entries(one)) look(item, [...path, key]);
  };
  look(value, []);
}
