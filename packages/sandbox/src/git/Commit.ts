import type { Signature } from './Signature';

/** A commit as it is stored. */
export interface Commit {
  sha: string;
  tree: string;
  parents: string[];
  author: Signature;
  committer: Signature;
  /** With its final line break */
  message: string;
}

/** Parses the raw text of a commit object. */
export function parseCommit(sha: string, raw: string): Commit {
  const end = raw.indexOf('\n\n');
  const headers = raw.slice(0, end).split('\n');
  const values = (name: string) =>
    headers
      .filter(line => line.startsWith(`${name} `))
      .map(line => line.slice(name.length + 1));
  return {
    sha,
    tree: values('tree')[0],
    parents: values('parent'),
    author: parseSignature(values('author')[0]),
    committer: parseSignature(values('committer')[0]),
    message: raw.slice(end + 2),
  };
}

function parseSignature(line: string): Signature {
  const match = /^(.*?) ?<([^>]*)> (\d+) [+-]\d{4}$/.exec(line);
  if (!match) return { name: line, email: '', date: new Date(0) };
  return {
    name: match[1],
    email: match[2],
    date: new Date(Number(match[3]) * 1000),
  };
}
