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
