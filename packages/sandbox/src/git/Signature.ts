/** Who wrote or committed something, and when. */
export interface Signature {
  name: string;
  email: string;
  date: Date;
}

/** Reads `Name <address>`; a bare name gets an address of example.com. */
export function parsePerson(text: string): { name: string; email: string } {
  const match = /^\s*(.*?)\s*<([^<>]*)>\s*$/s.exec(text);
  const name = clean(match ? match[1] : text) || 'unknown';
  const email =
    clean(match?.[2] ?? '') ||
    `${name.toLowerCase().replace(/[^a-z0-9]+/g, '.')}@example.com`;
  return { name, email };
}

/** The way Git writes a person into a commit; what would break the line is left out. */
export function formatSignature({ name, email, date }: Signature): string {
  const seconds = Math.floor(date.getTime() / 1000);
  return `${clean(name) || 'unknown'} <${clean(email)}> ${seconds} +0000`;
}

function clean(text: string): string {
  return text.replace(/[<>\p{Cc}]/gu, '').trim();
}
