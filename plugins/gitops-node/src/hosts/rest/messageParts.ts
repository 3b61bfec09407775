/** A commit message's first line, and what follows it. */
export function messageParts(message: string): {
  subject: string;
  body: string;
} {
  const [subject, ...rest] = message.split('\n');
  return { subject: subject.trimEnd(), body: rest.join('\n').trim() };
}
